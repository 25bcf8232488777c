"""The way in never raises, always answers, and loses nothing; its failures are handled too."""

import json
import logging
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lambda_function
from alexa import INTENTS, is_for
from dialogue import Do, State, Turn, step
from lambda_function import lambda_handler
from tests.alexa_rules import faults
from tests.test_events import event

HELD = step(State().told({"injury": "no", "numbness": "yes"}), Turn(Do.REPEAT))[0].to_attributes()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
CANARY = "canary: my foot is numb"
HANDLERS = import_module("alexa.handlers")
RESPONSES = import_module("alexa.responses")


def intent(name: str, attributes: dict[str, Any] | None = None) -> dict[str, Any]:
    """A real request with this intent, in a session that holds these attributes."""
    request = event("intent_yes")
    request["request"]["intent"] = {"name": name, "confirmationStatus": "NONE"}
    request["session"]["attributes"] = HELD if attributes is None else attributes
    return request


def breaks(*_: object) -> None:
    """Stands in for whatever may fail; its message holds what must not be logged."""
    raise ValueError(CANARY)


def kept(answer: dict[str, Any]) -> dict[str, str]:
    """The answers in the session attributes of this response."""
    return State.from_attributes(answer["sessionAttributes"]).answers


@pytest.mark.parametrize("name", sorted(INTENTS))
def test_every_intent_is_answered_within_amazons_rules(name: str) -> None:
    """In the middle of an interview, whatever is said."""
    request = intent(name)
    assert [] == faults(request, lambda_handler(request, None))


def test_what_fails_is_answered_with_a_sorry_and_the_answers_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The exception handler speaks, keeps the microphone open and hands the answers back."""
    monkeypatch.setattr(HANDLERS, "step", breaks)
    request = intent("AMAZON.YesIntent")
    answer = lambda_handler(request, None)
    assert [] == faults(request, answer)
    assert HELD == answer["sessionAttributes"]


def test_a_failure_at_the_end_of_a_session_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alexa accepts no speech there, not even a sorry."""
    monkeypatch.setattr(HANDLERS.SilentHandler, "handle", breaks)
    request = event("session_ended_by_user")
    assert [] == faults(request, lambda_handler(request, None))


def test_when_the_exception_handler_fails_too_there_is_still_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last resort repeats the open question, with every answer."""
    monkeypatch.setattr(HANDLERS, "step", breaks)
    monkeypatch.setattr(HANDLERS, "apology", breaks)
    request = intent("AMAZON.YesIntent")
    answer = lambda_handler(request, None)
    assert [] == faults(request, answer)
    assert {"injury": "no", "numbness": "yes"} == kept(answer)


def test_when_everything_fails_a_sentence_is_said_and_the_answers_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Dialogue, texts and SDK all broken at once."""
    monkeypatch.setattr(lambda_function, "_SKILL", None)
    monkeypatch.setattr(RESPONSES, "step", breaks)
    monkeypatch.setattr(import_module("speech.say"), "texts_for", breaks)
    request = intent("AMAZON.YesIntent")
    answer = lambda_handler(request, None)
    assert [] == faults(request, answer)
    assert HELD == answer["sessionAttributes"]


@pytest.mark.parametrize("broken", [HANDLERS, RESPONSES, None])
def test_no_failure_logs_what_was_said(
    broken: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what failed and where, never the message, the answers or who it was."""
    caplog.set_level(logging.DEBUG)
    if broken:
        monkeypatch.setattr(HANDLERS, "step", breaks)
        monkeypatch.setattr(broken, "step", breaks)
    request = intent("AMAZON.YesIntent")
    request["session"]["user"]["userId"] = "canary-user"
    lambda_handler(request, None)
    assert bool(broken) == ("ValueError" in caplog.text)
    assert "canary" not in caplog.text
    assert str(HELD["a"]) not in caplog.text


@given(JSON)
@settings(max_examples=200)
def test_any_json_at_all_is_answered(envelope: Any) -> None:
    """What is no request gets the opening, not an exception."""
    answer = lambda_handler(envelope, None)
    assert json.loads(json.dumps(answer))["response"]["outputSpeech"]["ssml"]


@given(st.data())
@settings(max_examples=300)
def test_an_envelope_with_any_part_damaged_is_answered_and_loses_no_answer(data: Any) -> None:
    """One part replaced by anything, anywhere but in the session: the answers stay."""
    request = intent("AMAZON.YesIntent")
    part: Any = request
    while isinstance(part, dict) and part:
        key = data.draw(st.sampled_from([k for k in part if k not in ("session", "type")] or ["x"]))
        if not isinstance(part.get(key), dict) or data.draw(st.booleans()):
            part[key] = data.draw(JSON)
            break
        part = part[key]
    answer = lambda_handler(request, None)
    assert answer["response"]["outputSpeech"]["ssml"]
    assert {"injury": "no", "numbness": "yes"}.items() <= kept(answer).items()


@pytest.mark.parametrize("missing", ["session", "context", "request", "version"])
def test_a_missing_part_is_answered(missing: str) -> None:
    """A console's test page leaves parts out; a sensible sentence comes back."""
    request = intent("AMAZON.YesIntent")
    del request[missing]
    answer = lambda_handler(request, None)
    assert answer["response"]["outputSpeech"]["ssml"]
    if missing != "session":
        assert {"injury": "no", "numbness": "yes"}.items() <= kept(answer).items()


@pytest.mark.parametrize("locale", ["en-NZ", "fr-FR", "", None])
def test_an_unknown_locale_is_spoken_to_in_english(locale: str | None) -> None:
    """Its language first, then English."""
    request = intent("AMAZON.HelpIntent")
    request["request"]["locale"] = locale
    assert [] == faults(request, lambda_handler(request, None))


# --- the skill id


def test_a_request_to_another_skill_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sentence, a closed session, and nothing of the conversation."""
    monkeypatch.setenv("SKILL_ID", "amzn1.ask.skill.ours")
    request = intent("AMAZON.YesIntent")
    answer = lambda_handler(request, None)
    assert [] == faults(request, answer)
    assert ({}, True) == (answer["sessionAttributes"], answer["response"]["shouldEndSession"])


def test_a_request_to_this_skill_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The id in the request is the one configured."""
    request = intent("AMAZON.YesIntent")
    monkeypatch.setenv("SKILL_ID", request["session"]["application"]["applicationId"])
    assert lambda_handler(request, None)["response"]["shouldEndSession"] is False


def test_the_id_must_be_right_wherever_it_stands() -> None:
    """In the context, in the session, or in both; two that differ are refused."""
    context = {"context": {"System": {"application": {"applicationId": "ours"}}}}
    session = {"session": {"application": {"applicationId": "ours"}}}
    other = {"session": {"application": {"applicationId": "theirs"}}}
    assert is_for(context, "ours")
    assert is_for(session, "ours")
    assert is_for({**context, **session}, "ours")
    assert not is_for({**context, **other}, "ours")
    assert not is_for({}, "ours")
