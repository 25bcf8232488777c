"""From Alexa's requests to turns."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from ask_sdk_core.utils.request_util import get_simple_slot_values
from ask_sdk_model import Context, Intent, IntentRequest, LaunchRequest, Request
from ask_sdk_model.slu.entityresolution import Resolutions, StatusCode

from dialogue import Do, Turn, asked_about, described, emergency, touched

__all__ = [
    "INTENTS",
    "has_screen",
    "is_for",
    "is_silent",
    "is_touch",
    "locale_of",
    "shallow",
    "slot_ids",
    "turn_of",
]

#: Every intent of the interaction model, and what it means.
INTENTS: Final[Mapping[str, Do]] = MappingProxyType(
    {
        "AMAZON.YesIntent": Do.YES,
        "AffirmIntent": Do.YES,
        "AMAZON.NoIntent": Do.NO,
        "DenyIntent": Do.NO,
        "UnsureIntent": Do.UNSURE,
        "AMAZON.NextIntent": Do.UNSURE,
        "DescribeIntent": Do.TELL,
        "EmergencyIntent": Do.TELL,
        "TopicIntent": Do.TOPIC,
        "AMAZON.RepeatIntent": Do.REPEAT,
        "SlowerIntent": Do.SLOWER,
        "WhyIntent": Do.WHY,
        "ExplainIntent": Do.EXPLAIN,
        "RecapIntent": Do.RECAP,
        "HandoverIntent": Do.HANDOVER,
        "SendCardIntent": Do.CARD,
        "CaregiverIntent": Do.CAREGIVER,
        "ChildIntent": Do.CHILD,
        "AMAZON.PreviousIntent": Do.BACK,
        "GoBackIntent": Do.BACK,
        "AMAZON.StartOverIntent": Do.START_OVER,
        "AMAZON.HelpIntent": Do.HELP,
        "WaitIntent": Do.WAIT,
        "AMAZON.StopIntent": Do.STOP,
        "AMAZON.CancelIntent": Do.STOP,
        "AMAZON.NavigateHomeIntent": Do.STOP,
        "AMAZON.FallbackIntent": Do.UNHEARD,
    }
)

#: Requests that only tell us something. Alexa allows no speech in reply.
_SILENT: Final = ("SessionEndedRequest", "System.ExceptionEncountered", "AlexaSkillEvent.")


def is_silent(request_type: object) -> bool:
    """Whether nothing may be spoken in reply to a request of this type."""
    return isinstance(request_type, str) and request_type.startswith(_SILENT)


def is_touch(request: Request | None) -> bool:
    """Whether the person touched the screen."""
    # By its name: its class would bring in a hundred modules that only screens need.
    return request is not None and request.object_type == "Alexa.Presentation.APL.UserEvent"


def has_screen(context: Context | None) -> bool:
    """Whether the device says that it shows APL documents.

    It says so with whatever is not null, be it empty.
    """
    found: object = context
    for part in ("system", "device", "supported_interfaces", "alexa_presentation_apl"):
        found = getattr(found, part, None)
    return found is not None


def turn_of(request: Request | None, open_now: str) -> Turn:
    """What the person did, while `open_now` is open.

    An intent that is not in the model was not understood. A request that is nobody's turn asks
    for the last reply again, so that it changes nothing and is not met with silence.
    """
    if isinstance(request, LaunchRequest):
        return Turn(Do.LAUNCH)
    if is_touch(request):
        return touched(getattr(request, "arguments", None), open_now)
    if not isinstance(request, IntentRequest):
        return Turn(Do.REPEAT)
    intent = request.intent
    if intent is None:
        return Turn(Do.UNHEARD)
    if intent.name == "EmergencyIntent":
        return emergency(slot_ids(intent))
    if intent.name == "DescribeIntent":
        return described(slot_ids(intent))
    do = INTENTS.get(intent.name or "", Do.UNHEARD)
    return asked_about(slot_ids(intent)) if do is Do.TOPIC else Turn(do)


def locale_of(request: Request | None) -> str:
    """The locale of the request; empty where it names none."""
    return (request and request.locale) or ""


def shallow(attributes: object) -> dict[str, object]:
    """These session attributes, with nothing in the place of whatever holds other things.

    None of ours does. What is no object at all is as good as attributes of another version.
    """
    if not isinstance(attributes, Mapping):
        return {"v": None} if attributes else {}
    return {
        key: value if isinstance(value, str | int | float) else None
        for key, value in attributes.items()
    }


def slot_ids(intent: Intent) -> Iterator[str]:
    """The ids of all values that Alexa resolved in any slot, of one value or of several."""
    for slot in (intent.slots or {}).values():
        values = get_simple_slot_values(slot.slot_value) if slot.slot_value else None
        for resolutions in (slot.resolutions, *(value.resolutions for value in values or ())):
            yield from _resolved(resolutions)


def _resolved(resolutions: Resolutions | None) -> Iterator[str]:
    for authority in (resolutions and resolutions.resolutions_per_authority) or ():
        if authority.status and authority.status.code == StatusCode.ER_SUCCESS_MATCH:
            for found in authority.values or ():
                if found.value and found.value.id:
                    yield found.value.id


def is_for(event: Mapping[str, Any], skill_id: str) -> bool:
    """Whether this request envelope, as Alexa sent it, is addressed to the skill with this id."""
    addressed = {_application_id(event, "context", "System"), _application_id(event, "session")}
    return addressed - {None} == {skill_id}


def _application_id(event: Mapping[str, Any], *path: str) -> object:
    found: object = event
    for key in (*path, "application", "applicationId"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else None
