"""The entry point on AWS Lambda: `lambda_function.lambda_handler`.

The skill, the rules and the texts are loaded once, while the process starts: whatever is wrong
with them stops the deployment, not a conversation.
"""

import json
import os
from typing import Any, Final, cast

from ask_sdk_model import RequestEnvelope

from alexa import answer_plainly, build_skill, is_for, log_failure, plainly
from speech import refusal, texts_for
from triage import rules

__all__ = ["lambda_handler"]

_SKILL: Final = build_skill()
rules()
texts_for("en-US")


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answers one request envelope of Alexa with one response envelope.

    Where the environment names a `SKILL_ID`, a request to any other skill is turned away. Never
    raises: what cannot be read or fails is answered with a sentence, and no answer is lost.
    """
    try:
        skill_id = os.environ.get("SKILL_ID")
        if skill_id and not is_for(event, skill_id):
            return plainly(refusal(""))
        envelope = _SKILL.serializer.deserialize(json.dumps(event), RequestEnvelope)
        answer = _SKILL.invoke(envelope, context)
        return cast("dict[str, Any]", _SKILL.serializer.serialize(answer))
    except Exception as error:  # noqa: BLE001  # an exception here is an error tone in a kitchen
        log_failure(error)
        return answer_plainly(event)
