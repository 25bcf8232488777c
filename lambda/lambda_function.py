"""The entry point on AWS Lambda: `lambda_function.lambda_handler`.

The skill, the rules and the texts are loaded once, while the process starts. What is wrong with the
skill or the rules stops the deployment, not a conversation; where texts are missing, a sentence is
said all the same. A few requests for nobody are answered then, too, so that the first turn of a
person takes no longer than the next.
"""

import os
from collections.abc import Iterable
from typing import Any, Final

from ask_sdk_model import RequestEnvelope

from alexa import PlannedSerializer, answer_plainly, build_skill, is_for, log_failure, turn_away
from alexa.priming import common_requests, requests_of_every_kind
from speech import texts_for
from triage import rules

__all__ = ["lambda_handler"]

_SERIALIZER: Final = PlannedSerializer()
_SKILL: Final = build_skill()
rules()
try:
    texts_for("en-US")
except Exception as error:  # noqa: BLE001  # without words of its own it can still say sorry
    log_failure(error)


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers one request envelope of Alexa with one response envelope.

    Where the environment names a `SKILL_ID`, a request to any other skill is turned away. Never
    raises: what cannot be read or fails is answered with a sentence, and no answer is lost.
    """
    try:
        skill_id = os.environ.get("SKILL_ID")
        if skill_id and not is_for(event, skill_id):
            return turn_away(event)
        return _answer(event, context)
    except Exception as error:  # noqa: BLE001  # an exception here is an error tone in a kitchen
        log_failure(error)
        return answer_plainly(event)


def _answer(event: dict[str, Any], context: object = None) -> dict[str, Any]:
    envelope = _SERIALIZER.read(event, RequestEnvelope)
    answer: dict[str, Any] = _SERIALIZER.serialize(_SKILL.invoke(envelope, context))
    return answer


def _prime(events: Iterable[dict[str, Any]]) -> None:
    for event in events:
        _answer(event)


_prime(common_requests())
try:
    from snapshot_restore_py import register_before_snapshot
except ModuleNotFoundError:
    pass  # only AWS Lambda's runtime has it
else:
    # With SnapStart every new copy starts from a snapshot, so what goes into it is paid for once.
    register_before_snapshot(_prime, requests_of_every_kind())
