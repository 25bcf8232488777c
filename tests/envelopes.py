"""Requests in the middle of a conversation, as Alexa sends them, for tests and tools that go wrong.

Whole envelopes (`simulator/envelope.py`); only what matters to the test is chosen.
"""

import json
from collections.abc import Iterable
from typing import Any

from dialogue import State
from simulator.envelope import Echo, Session, intent_request, launch_request, touch_request
from simulator.model import Entity
from simulator.understand import Slot, SlotValue, Understood

__all__ = [
    "LOCALES",
    "SILENT",
    "SKILL_ID",
    "Json",
    "answers_in",
    "envelope",
    "intent",
    "launch",
    "no_match",
    "silent",
    "slot",
    "state_in",
    "touch",
]

Json = dict[str, Any]

SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN", "en-NZ", "fr-FR")

#: Requests that only tell us something; nothing may be said to them.
SILENT: tuple[Json, ...] = (
    {"type": "SessionEndedRequest", "reason": "USER_INITIATED"},
    {"type": "SessionEndedRequest", "reason": "EXCEEDED_MAX_REPROMPTS"},
    {
        "type": "SessionEndedRequest",
        "reason": "ERROR",
        "error": {"type": "INVALID_RESPONSE", "message": "An error was made up."},
    },
    {
        "type": "System.ExceptionEncountered",
        "error": {"type": "INVALID_RESPONSE", "message": "An error was made up."},
        "cause": {"requestId": "amzn1.echo-api.request.00000000-0000-0000-0000-000000000000"},
    },
)


def envelope(
    request: Json,
    attributes: object = None,
    *,
    new: bool = False,
    locale: str = "en-US",
    screen: bool = False,
) -> Json:
    """The envelope of this request, in a session that holds these attributes.

    It shares no part with any other envelope, so that it may be damaged.
    """
    session = Session(new=new)
    whole = Echo(SKILL_ID, locale, screen=screen).envelope(request, session)
    whole["session"]["attributes"] = {} if attributes is None else attributes
    copied: Json = json.loads(json.dumps(whole))
    return copied


def launch() -> Json:
    """The request of somebody who opens the skill."""
    return launch_request()


def intent(name: str, *slots: Slot) -> Json:
    """The request of somebody who said something that Alexa took for this intent."""
    return intent_request(Understood(name, slots), SKILL_ID)


def slot(name: str, kind: str, ids: Iterable[str], heard: str = "made-up words") -> Slot:
    """A slot with a value for each of these ids, which Alexa resolved."""
    return Slot(name, kind, tuple(SlotValue(heard, (Entity(id_, heard),)) for id_ in ids))


def no_match(request: Json) -> Json:
    """The same request, where Alexa found no entity for any slot."""
    for filled in request["intent"].get("slots", {}).values():
        for part in (filled, *filled.get("slotValue", {}).get("values", [])):
            for authority in part.get("resolutions", {}).get("resolutionsPerAuthority", []):
                authority["status"]["code"] = "ER_SUCCESS_NO_MATCH"
                authority.pop("values", None)
    return request


def touch(*arguments: object, token: str = "made-up-token") -> Json:  # noqa: S107  # it names a screen, and opens nothing
    """The request of somebody who touched the screen."""
    return touch_request(token, arguments, "made-up-button")


def silent(request: Json) -> bool:
    """Whether nothing may be said to this request."""
    kind = request.get("type")
    return isinstance(kind, str) and kind.startswith(
        ("SessionEndedRequest", "System.ExceptionEncountered", "AlexaSkillEvent.")
    )


def state_in(response: Json) -> State:
    """The state that a response hands to Alexa."""
    return State.from_attributes(response.get("sessionAttributes"))


def answers_in(response: Json) -> dict[str, str]:
    """The answers that a response hands to Alexa."""
    return state_in(response).answers
