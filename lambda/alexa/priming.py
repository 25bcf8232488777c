"""Requests for nobody, which make the skill ready before anybody speaks to it.

The first request of a kind takes several times as long as the next: its classes are imported and
planned, its texts laid out. Nothing in these requests is random, and the skill keeps nothing of
them: it keeps nothing of any request.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from speech.shipped import tables

__all__ = ["common_requests", "requests_of_every_kind"]

_NOBODY: Final = {"application": {"applicationId": "priming"}, "user": {"userId": "priming"}}
_FACT: Final = {
    "type": "Simple",
    "value": "numb",
    "resolutions": {
        "resolutionsPerAuthority": [
            {
                "authority": "priming",
                "status": {"code": "ER_SUCCESS_MATCH"},
                "values": [{"value": {"name": "numb", "id": "numbness=yes"}}],
            }
        ]
    },
}
_SLOT: Final = {**_FACT, "name": "symptom", "confirmationStatus": "NONE", "source": "USER"}


_SPEAKER: Final[dict[str, Any]] = {}
_SCREEN: Final = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}


def common_requests() -> Iterator[dict[str, Any]]:
    """Give the requests that most conversations consist of, one of each kind."""
    for request in (_LAUNCH, _YES, _DESCRIBED):
        yield _envelope(request, "en-US", _SPEAKER)


def requests_of_every_kind() -> Iterator[dict[str, Any]]:
    """Give a request of each kind, in every locale, from a device with a screen and one without."""
    kinds = (_LAUNCH, _YES, _DESCRIBED, _TOUCHED, _ENDED)
    locales = [name for name in tables() if "-" in name]
    for request, locale, interfaces in product(kinds, locales, (_SPEAKER, _SCREEN)):
        yield _envelope(request, locale, interfaces)


def _intent(name: str, slots: dict[str, Any]) -> dict[str, Any]:
    intent = {"name": name, "confirmationStatus": "NONE", "slots": slots}
    return {"type": "IntentRequest", "dialogState": "COMPLETED", "intent": intent}


_LAUNCH: Final = {"type": "LaunchRequest"}
_YES: Final = _intent("AMAZON.YesIntent", {})
_DESCRIBED: Final = _intent("DescribeIntent", {"symptom": {**_SLOT, "slotValue": _FACT}})
_TOUCHED: Final = {
    "type": "Alexa.Presentation.APL.UserEvent",
    "token": "priming",
    "arguments": [],
    "source": {},
    "components": {},
}
_ENDED: Final = {"type": "SessionEndedRequest", "reason": "USER_INITIATED"}


def _envelope(request: dict[str, Any], locale: str, interfaces: dict[str, Any]) -> dict[str, Any]:
    device = {"deviceId": "priming", "supportedInterfaces": interfaces}
    moment = {"requestId": "priming", "timestamp": "2000-01-01T00:00:00Z", "locale": locale}
    return {
        "version": "1.0",
        "session": {"new": True, "sessionId": "priming", "attributes": {}, **_NOBODY},
        "context": {"System": {**_NOBODY, "device": device}},
        "request": {**moment, **request},
    }
