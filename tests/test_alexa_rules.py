"""The check of Amazon's rules finds each fault, and finds none where there is none."""

from typing import Any

import pytest

from tests.alexa_rules import faults

Json = dict[str, Any]


def spoken(words: str) -> Json:
    """Put words as a response holds them."""
    return {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{words}</speak>"}}


def found(body: Json, *, request: str = "IntentRequest", **envelope: object) -> list[str]:
    """Check a response with this body."""
    response = {"version": "1.0", "sessionAttributes": {}, "response": body, **envelope}
    return faults({"request": {"type": request}}, response)


OPEN: Json = {
    **spoken("Fine. And you?"),
    "reprompt": spoken("You?"),
    "shouldEndSession": False,
}
CLOSED: Json = {**spoken("Goodbye."), "shouldEndSession": True}


@pytest.mark.parametrize("body", [OPEN, CLOSED])
def test_a_good_response_has_no_fault(body: Json) -> None:
    """Whether it leaves the microphone open or closes the session."""
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({**OPEN, **spoken("Go on.")}, "ends in no single question"),
        ({**OPEN, **spoken("And you? Go on.")}, "ends in no single question"),
        ({**OPEN, **spoken("How? And you?")}, "ends in no single question"),
        ({**OPEN, "reprompt": spoken("Go on.")}, "the reprompt leaves the microphone open"),
        ({**OPEN, "reprompt": None}, "no reprompt in SSML"),
        ({**OPEN, "outputSpeech": None}, "no speech in SSML"),
        ({**OPEN, "outputSpeech": {"type": "PlainText", "text": "You?"}}, "no speech in SSML"),
        ({**OPEN, **spoken("A & B?")}, "not well-formed"),
        ({**OPEN, **spoken('<break time="11s"/>You?')}, "pauses for 11s"),
        ({**OPEN, **spoken('<break time="10001ms"/>You?')}, "pauses for 10001ms"),
        ({**OPEN, **spoken("a" * 8000 + "?")}, "characters"),
        ({**OPEN, "shouldEndSession": None}, "not said on purpose"),
        ({**CLOSED, **spoken("Bye?")}, "closes the session"),
        ({**CLOSED, **spoken(" ")}, "says nothing"),
        ({**CLOSED, "reprompt": spoken("You?")}, "a reprompt, though the session is closed"),
        ({**CLOSED, "card": {"title": "T", "content": "a" * 8000}}, "the card has 8001"),
        ({**CLOSED, "directives": ["a" * 24 * 1024]}, "the response has"),
    ],
)
def test_a_fault_is_found(body: Json, fault: str) -> None:
    """And said in words."""
    assert any(fault in told for told in found(body))


def test_what_surrounds_the_response_is_checked() -> None:
    """The version, and how much the session must carry."""
    assert found(OPEN, version="2.0") == ["version is '2.0'"]
    held = {"a": "x" * 300}
    assert found(OPEN, sessionAttributes=held) == ["the session attributes have 308 bytes"]


@pytest.mark.parametrize("request_type", ["SessionEndedRequest", "System.ExceptionEncountered"])
def test_what_must_stay_silent_is_checked(request_type: str) -> None:
    """Every kind of output is a fault there, and no output is none."""
    assert found({"shouldEndSession": True}, request=request_type) == []
    assert len(found({**OPEN, "card": {"title": "T"}}, request=request_type)) == 3
