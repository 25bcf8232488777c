"""What must hold of the answer, whatever came in."""

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Final, NamedTuple

from alexa import INTENTS
from dialogue import Do, State, position
from lambda_function import lambda_handler
from tests.alexa_rules import faults
from tests.envelopes import silent
from tools.fuzz.hostile import CANARY
from triage.model import URGENCIES

__all__ = ["Judged", "judge", "recorded"]

Skill = Callable[[dict[str, Any], object], dict[str, Any]]

#: What a person does who may take an answer back, or give another one.
_OWN_WORD: Final = {Do.YES, Do.NO, Do.UNSURE, Do.TELL, Do.BACK, Do.START_OVER}


class Judged(NamedTuple):
    """What became of one envelope.

    faults   what did not hold; none is an empty list
    outcome  "spoken to", "left in silence" or "turned away"
    seconds  the time that the answer took
    size     the bytes of the answer
    """

    faults: list[str]
    outcome: str
    seconds: float
    size: int


@contextmanager
def recorded() -> Iterator[list[str]]:
    """All that is logged meanwhile, by anybody at any level, as lines in a list."""
    records: list[str] = []

    class Recorder(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(self.format(record))

    root, recorder = logging.getLogger(), Recorder()
    level = root.level
    root.addHandler(recorder)
    root.setLevel(1)
    try:
        yield records
    finally:
        root.removeHandler(recorder)
        root.setLevel(level)


def judge(
    event: Any, log: list[str], skill_id: str = "", *, skill: Skill = lambda_handler
) -> Judged:
    """Hand the event to the skill, and judge the answer and what was logged meanwhile.

    With a skill id, requests to another skill must be turned away.
    """
    log.clear()
    # What the handler is given is not ours to look at afterwards: only what was read before counts.
    request, attributes = _part(event, "request"), _part(event, "session").get("attributes")
    before = State.from_attributes(attributes)
    os.environ["SKILL_ID"] = skill_id
    started = perf_counter()
    try:
        answer = skill(event, None)
    except BaseException as error:  # noqa: BLE001  # that none comes out is what is tested
        return Judged([f"raised {type(error).__name__}"], "", 0, 0)
    finally:
        seconds = perf_counter() - started
        del os.environ["SKILL_ID"]
    try:
        text = json.dumps(answer, allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        return Judged([f"the answer is no JSON: {type(error).__name__}"], "", seconds, 0)
    kind = request.get("type")
    readable = {"request": {"type": kind if isinstance(kind, str) else ""}}
    found = faults(readable, answer)
    if CANARY in text:
        found.append("words of the request came back in the answer")
    if any(CANARY in line for line in log):
        found.append("words of the request were logged")
    outcome = _outcome(request, answer)
    if outcome == "spoken to" and not _own_word(request):
        found += _lost(before, State.from_attributes(answer.get("sessionAttributes")))
    return Judged(found, outcome, seconds, len(text.encode()))


def _part(whole: object, key: str) -> Mapping[str, Any]:
    part = whole.get(key) if isinstance(whole, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _outcome(request: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    if silent(dict(request)):
        return "left in silence"
    turned_away = not answer.get("sessionAttributes") and answer["response"]["shouldEndSession"]
    return "turned away" if turned_away else "spoken to"


def _own_word(request: Mapping[str, Any]) -> bool:
    kind, name = request.get("type"), _part(request, "intent").get("name")
    touched = isinstance(kind, str) and kind.startswith("Alexa.Presentation")
    return touched or (isinstance(name, str) and INTENTS.get(name) in _OWN_WORD)


def _lost(before: State, after: State) -> list[str]:
    found = []
    if not before.answers.items() <= after.answers.items():
        found.append("answers were lost")
    urgencies = [position(state).urgency for state in (before, after)]
    if URGENCIES.index(urgencies[0]) > URGENCIES.index(urgencies[1]):
        found.append(f"urgency fell from {urgencies[0]} to {urgencies[1]}")
    return found
