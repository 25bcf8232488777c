"""Writes requests as Alexa sends them: whole envelopes, nothing left out to suit the skill.

The shapes are those of real requests, as Amazon documents them and as people publish them;
``tests/events/README.md`` names the sources. Every id and token is made up and says so.
"""

import uuid
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import shake_256
from typing import Any

from .understand import Slot, SlotValue, Understood

__all__ = [
    "Echo",
    "Json",
    "Session",
    "intent_request",
    "launch_request",
    "session_ended_request",
    "touch_request",
]

Json = dict[str, Any]
"""What ``json.loads`` makes of a JSON object."""


def _made_up(what: str, length: int) -> str:
    """Letters and digits in the form of Amazon's ids, always the same for ``what``."""
    return b32encode(shake_256(what.encode()).digest(length * 5 // 8 + 1)).decode()[:length]


@dataclass(frozen=True)
class Echo:
    """The device that is spoken to, and whose requests these are.

    ``application_id`` is the skill's id, ``locale`` the device's language setting (sent as
    it is, whichever model serves it), ``screen`` whether it shows APL documents.
    """

    application_id: str
    locale: str
    screen: bool = False

    user_id = f"amzn1.ask.account.{_made_up('simulated user', 207)}"
    device_id = f"amzn1.ask.device.{_made_up('simulated device', 156)}"

    def envelope(self, request: Json, session: "Session") -> Json:
        """Put the whole envelope around ``request``, in ``session``."""
        application = {"applicationId": self.application_id}
        user = {"userId": self.user_id}
        return {
            "version": "1.0",
            "session": {
                "new": session.new,
                "sessionId": session.id,
                "application": application,
                "attributes": session.attributes,
                "user": user,
            },
            "context": {
                **(self._screen_context(session) if self.screen else {}),
                "System": {
                    "application": application,
                    "user": user,
                    "device": {
                        "deviceId": self.device_id,
                        "supportedInterfaces": _APL if self.screen else {},
                    },
                    "apiEndpoint": "https://api.amazonalexa.com",
                    "apiAccessToken": _TOKEN,
                },
            },
            "request": {
                "type": request["type"],
                "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
                "locale": self.locale,
                "timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                **request,
            },
        }

    def _screen_context(self, session: "Session") -> Json:
        context: Json = {"Viewports": [_VIEWPORT], "Viewport": _OLDER_VIEWPORT}
        if session.document is not None:
            context["Alexa.Presentation.APL"] = {
                "token": session.document,
                "version": "AriaRuntimeLibrary-2024.3",
                "componentsVisibleOnScreen": [],
            }
        return context


@dataclass
class Session:
    """One session: its id, whether it is new, what the skill keeps in it.

    ``document`` is the token of the APL document on the screen, if there is one.
    """

    new: bool = True
    attributes: Json = field(default_factory=dict)
    document: str | None = None
    id: str = field(default_factory=lambda: f"amzn1.echo-api.session.{uuid.uuid4()}")


def launch_request() -> Json:
    """Say that the skill was opened, and nothing else was asked."""
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent_request(understood: Understood, application_id: str) -> Json:
    """Send an intent that was understood; each slot comes with its resolutions."""
    intent: Json = {"name": understood.intent, "confirmationStatus": "NONE"}
    if understood.slots:
        intent["slots"] = {slot.name: _slot(slot, application_id) for slot in understood.slots}
    return {"type": "IntentRequest", "intent": intent}


def session_ended_request(reason: str) -> Json:
    """Say why the session is over: USER_INITIATED, ERROR or EXCEEDED_MAX_REPROMPTS."""
    return {"type": "SessionEndedRequest", "reason": reason}


def touch_request(token: str, arguments: Sequence[object], component: str) -> Json:
    """Say that ``component`` of the document that bears this token was touched.

    ``arguments`` are those of the document's SendEvent command.
    """
    return {
        "type": "Alexa.Presentation.APL.UserEvent",
        "token": token,
        "arguments": list(arguments),
        "source": {"type": "TouchWrapper", "handler": "Press", "id": component, "value": False},
        "components": {},
    }


def _slot(slot: Slot, application_id: str) -> Json:
    sent: Json = {"name": slot.name, "confirmationStatus": "NONE"}
    if not slot.values:
        return sent
    sent["source"] = "USER"
    values = [_simple(value, slot.type, application_id) for value in slot.values]
    if len(values) > 1:
        return {**sent, "slotValue": {"type": "List", "values": values}}
    simple = values[0]
    return {
        **sent,
        "value": simple["value"],
        "resolutions": simple["resolutions"],
        "slotValue": simple,
    }


def _simple(value: SlotValue, slot_type: str, application_id: str) -> Json:
    return {
        "type": "Simple",
        "value": value.heard,
        "resolutions": {
            "resolutionsPerAuthority": [
                {
                    "authority": f"amzn1.er-authority.echo-sdk.{application_id}.{slot_type}",
                    "status": {"code": "ER_SUCCESS_MATCH"},
                    "values": [
                        {"value": {"name": entity.name, "id": entity.id}}
                        for entity in value.entities
                    ],
                }
            ]
        },
    }


_TOKEN = f"made-up.{_made_up('no real access token', 840)}.made-up"

_APL: Mapping[str, Any] = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}

_VIEWPORT: Mapping[str, Any] = {
    "type": "APL",
    "id": "main",
    "shape": "RECTANGLE",
    "dpi": 160,
    "presentationType": "STANDARD",
    "canRotate": False,
    "configuration": {
        "current": {
            "mode": "HUB",
            "video": {"codecs": ["H_264_42", "H_264_41"]},
            "size": {"type": "DISCRETE", "pixelWidth": 1280, "pixelHeight": 800},
        }
    },
}

_OLDER_VIEWPORT: Mapping[str, Any] = {
    "experiences": [
        {
            "arcMinuteWidth": 221,
            "arcMinuteHeight": 162,
            "canRotate": False,
            "canResize": False,
        }
    ],
    "mode": "HUB",
    "shape": "RECTANGLE",
    "pixelWidth": 1280,
    "pixelHeight": 800,
    "dpi": 160,
    "currentPixelWidth": 1280,
    "currentPixelHeight": 800,
    "touch": ["SINGLE"],
    "video": {"codecs": ["H_264_42", "H_264_41"]},
}
