"""From spoken words and state to Alexa's responses."""

from collections.abc import Mapping
from typing import Any, Final

from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_model import Response
from ask_sdk_model.ui import PlayBehavior, SimpleCard

from alexa.requests import is_silent
from dialogue import Do, State, Turn, step
from speech import Card, Spoken, apology, refusal, say

__all__ = ["answer_plainly", "end_silently", "held", "respond", "turn_away"]

#: More characters than the answers to all questions take.
_MOST: Final = 200


def respond(
    builder: ResponseFactory, spoken: Spoken, shown: Card | None = None, *, at_once: bool = False
) -> Response:
    """Speaks, and either keeps the microphone open with a reprompt or ends the session.

    `at_once` breaks off what Alexa is still saying: whoever touches an answer need not hear the
    question out.
    """
    if shown:
        builder.set_card(SimpleCard(shown.title, shown.text))
    if at_once:
        builder.speak(spoken.ssml, PlayBehavior.REPLACE_ALL)
    else:
        builder.speak(spoken.ssml)
    if spoken.reprompt_ssml:
        builder.ask(spoken.reprompt_ssml)
    builder.set_should_end_session(not spoken.reprompt_ssml)
    return builder.response


def end_silently(builder: ResponseFactory) -> Response:
    """The only answer that Alexa allows once a session has ended: nothing is spoken."""
    builder.set_should_end_session(True)
    return builder.response


def answer_plainly(event: object) -> dict[str, Any]:
    """An answer to an envelope that the SDK cannot read, as the plain envelope Alexa expects.

    Repeats what stands open, by the answers that the session still holds, or failing that says
    sorry. Never raises, and loses no answer unless what keeps the answers is itself what failed.
    """
    try:
        return _plainly(event)
    except Exception:  # noqa: BLE001  # the last resort
        return {**_LAST_RESORT}


def _plainly(event: object) -> dict[str, Any]:
    envelope = event if isinstance(event, Mapping) else {}
    session, request = _part(envelope, "session"), _part(envelope, "request")
    attributes = session.get("attributes")
    if is_silent(request.get("type")):
        return _plain(None, held(attributes))
    locale = request.get("locale")
    locale = locale if isinstance(locale, str) else ""
    try:
        state, reply = step(State.from_attributes(attributes), Turn(Do.REPEAT))
        return _plain(say(reply, locale), state.to_attributes())
    except Exception:  # noqa: BLE001  # whatever failed, the person must hear a sentence
        return _plain(apology(locale), held(attributes))


def held(attributes: object) -> dict[str, object]:
    """What goes back to Alexa of attributes with which nothing could be done: what is ours.

    Whatever else they hold may be of any size and any form. Never raises.
    """
    try:
        return State.from_attributes(attributes).to_attributes()
    except Exception:  # noqa: BLE001  # should the state be what failed, the answers stay
        answers = attributes.get("a") if isinstance(attributes, Mapping) else None
        return {"a": answers} if isinstance(answers, str) and len(answers) < _MOST else {}


def turn_away(event: object) -> dict[str, Any]:
    """The answer to a request that is meant for another skill, where one may be spoken."""
    request = _part(event if isinstance(event, Mapping) else {}, "request")
    return _plain(None if is_silent(request.get("type")) else refusal(""), {})


def _part(envelope: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = envelope.get(key)
    return part if isinstance(part, Mapping) else {}


def _plain(spoken: Spoken | None, attributes: dict[str, object]) -> dict[str, Any]:
    response: dict[str, Any] = {"shouldEndSession": not (spoken and spoken.reprompt_ssml)}
    if spoken:
        response["outputSpeech"] = _speech(spoken.ssml)
        if spoken.reprompt_ssml:
            response["reprompt"] = {"outputSpeech": _speech(spoken.reprompt_ssml)}
    return {"version": "1.0", "sessionAttributes": attributes, "response": response}


def _speech(ssml: str) -> dict[str, str]:
    return {"type": "SSML", "ssml": f"<speak>{ssml}</speak>"}


#: Made while the process starts: later, what makes it may be what fails.
_LAST_RESORT: Final = _plain(apology(""), {})
