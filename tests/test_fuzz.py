"""A small part of `make fuzz`: hostile requests, and proof that its judge would notice.

How long an answer takes is for `make fuzz` to judge; no test here is about time.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from dialogue import State
from lambda_function import lambda_handler
from tests.envelopes import SKILL_ID, Json, envelope, intent
from tools.fuzz import DAMAGES, judge, make
from tools.fuzz.hostile import CANARY
from tools.fuzz.judge import recorded
from webservice.endpoint import create_app
from webservice.settings import Settings

TOGETHER = 50


@pytest.mark.parametrize("first", range(0, 500, TOGETHER))
def test_hostile_requests_are_answered(first: int) -> None:
    """A valid answer with no word of the request in it, nothing logged of it, no answer lost."""
    with recorded() as log:
        for number in range(first, first + TOGETHER):
            event = make(0, number).event
            assert [] == judge(event, log, SKILL_ID if number % 10 == 0 else "").faults, number


def test_the_endpoint_answers_hostile_requests() -> None:
    """As the function on AWS Lambda does; what is no JSON object, or is huge, it refuses."""
    client = create_app(Settings("", "127.0.0.1", 1, verify=False)).test_client()
    statuses = Counter[int]()

    def endpoint(event: Any, _: object) -> Json:
        try:
            body = json.dumps(event)
        except RecursionError:
            return lambda_handler(event, None)  # too deep to be sent
        answer = client.post("/", data=body)
        statuses[answer.status_code] += 1
        assert answer.status_code in (200, 400)
        refused = answer.status_code == 400
        return lambda_handler(event, None) if refused else dict(answer.get_json())

    with recorded() as log:
        for number in range(TOGETHER * 4):
            assert [] == judge(make(3, number).event, log, skill=endpoint).faults, number
    assert statuses[200] > 5 * statuses[400] > 0


def test_every_kind_of_damage_is_among_them() -> None:
    """And two runs send the same."""
    kinds = [make(0, number).kind for number in range(500)]
    assert {*DAMAGES, "several", "whole", "text"} == {*kinds}
    assert kinds == [make(0, number).kind for number in range(500)]
    assert kinds != [make(1, number).kind for number in range(500)]


SPOKEN = {"type": "SSML", "ssml": "<speak>Does it hurt?</speak>"}


def answer(**changes: Any) -> Json:
    """An answer that is right, but for these changes."""
    body: Json = {
        "outputSpeech": SPOKEN,
        "reprompt": {"outputSpeech": SPOKEN},
        "shouldEndSession": False,
    }
    attributes = changes.pop("sessionAttributes", HELD)
    return {"version": "1.0", "sessionAttributes": attributes, "response": {**body, **changes}}


HELD = State().told({"numbness": "yes", "saddle_or_bladder": "unsure"}).to_attributes()
FAULTY: dict[str, tuple[Json, str]] = {
    "no question": (
        answer(outputSpeech={"type": "SSML", "ssml": "<speak>Well.</speak>"}),
        "no single question",
    ),
    "SSML that is not well formed": (
        answer(outputSpeech={"type": "SSML", "ssml": "<speak>Is 1 < 2?</speak>"}),
        "the speech has",
    ),
    "too large": (answer(directives=["x" * 24_576]), "bytes"),
    "no JSON": (answer(directives=[float("nan")]), "no JSON"),
    "words of the request": (answer(directives=[CANARY]), "came back in the answer"),
    "answers lost": (answer(sessionAttributes={}), "answers were lost"),
    "urgency lowered": (answer(sessionAttributes={}), "urgency fell from today to soon"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_the_judge_notices(name: str) -> None:
    """An answer that is wrong, whatever is wrong with it."""
    wrong, complaint = FAULTY[name]
    assert complaint in "; ".join(judged(lambda *_: wrong))


def test_the_judge_is_content_with_what_is_right() -> None:
    """Or the test before would prove nothing."""
    assert [] == judged(lambda *_: answer())


def test_the_judge_notices_an_exception() -> None:
    """Of any kind."""

    def exits(*_: object) -> Json:
        raise SystemExit

    assert ["raised SystemExit"] == judged(exits)


def test_the_judge_notices_what_is_logged() -> None:
    """At any level, by anybody."""

    def logs(*_: object) -> Json:
        logging.getLogger("some.library").debug("heard %s", CANARY)
        return answer()

    assert ["words of the request were logged"] == judged(logs)


def judged(skill: Callable[[Json, object], Json]) -> list[str]:
    """The faults of what a made-up skill answers in the middle of a conversation."""
    with recorded() as log:
        return judge(envelope(intent("WhyIntent"), HELD), log, skill=skill).faults
