"""One envelope, damaged in one way or in several."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from dialogue import Open, Say
from tests.envelopes import Json
from tools.fuzz import hostile
from tools.fuzz.bases import base
from tools.fuzz.hostile import CANARY
from triage import rules

__all__ = ["DAMAGES", "Hostile", "make"]

_MOST_AT_ONCE: Final = 5
#: Names that mean something to Python, to the SDK or to JavaScript, and nothing to Alexa.
_NAMES: Final = (
    "__class__",
    "__dict__",
    "__proto__",
    "object_type",
    "deserialized_types",
    "attribute_map",
    "slot_value",
    "resolutions_per_authority",
    "parsed",
    "to_dict",
    "",
    "request.intent",
    CANARY,
)
_TYPES: Final = (
    "Alexa.Presentation.HTML.Message",
    "AudioPlayer.PlaybackStarted",
    "CanFulfillIntentRequest",
    "Connections.Response",
    "Dialog.API.Invoked",
    "GameEngine.InputHandlerEvent",
    "IntentRequest",
    "LaunchRequest",
    "SessionEndedRequest",
    "SessionResumedRequest",
    "System.ExceptionEncountered",
    f"Alexa.{CANARY}",
    "ask_sdk_model.request.Request",
    "os.system",
    "",
)


class Hostile(NamedTuple):
    """An envelope, or what is none, and what was done to it."""

    kind: str
    event: Any


class _Place(NamedTuple):
    """A value in an envelope: what holds it, and under which key."""

    holder: Any
    key: Any

    def put(self, value: object) -> None:
        """Put this there instead."""
        self.holder[self.key] = value

    @property
    def value(self) -> Any:
        """What is there."""
        return self.holder[self.key]


def make(seed: int, number: int) -> Hostile:
    """The envelope of this number; always the same one for the same seed."""
    chance = random.Random(f"{seed}:{number}")
    kind = chance.choice((*DAMAGES, "several", "whole", "text"))
    event: Any = base(chance)
    if kind == "whole":
        event = chance.choice((hostile.anything, hostile.deep, hostile.huge))(chance)
    elif kind == "text":
        event = _written_wrongly(event, chance)
    elif kind == "several":
        for name in chance.choices(list(DAMAGES), k=chance.randint(2, _MOST_AT_ONCE)):
            DAMAGES[name](event, chance)
    else:
        DAMAGES[kind](event, chance)
    return Hostile(kind, event)


def _places(part: Any) -> Iterator[_Place]:
    """Every value in it, however deep; what is hostile already is not looked into."""
    waiting = [part]
    while waiting:
        holder = waiting.pop()
        keys = holder.keys() if isinstance(holder, dict) else range(len(holder))
        for key in list(keys)[:50]:
            yield _Place(holder, key)
            if isinstance(holder[key], dict | list) and len(waiting) < 100:
                waiting.append(holder[key])


def _somewhere(event: Json, chance: random.Random) -> _Place:
    """A place, more often in what we read than in what we do not."""
    parts = [event] + [event[k] for k in ("request", "request", "session") if _held(event, k)]
    return chance.choice(list(_places(chance.choice(parts))) or [_Place(event, CANARY)])


def _held(event: Json, key: str) -> bool:
    return isinstance(event.get(key), dict) and bool(event[key])


def _missing(event: Json, chance: random.Random) -> None:
    place = _somewhere(event, chance)
    if isinstance(place.holder, dict):
        place.holder.pop(place.key, None)


def _null(event: Json, chance: random.Random) -> None:
    _somewhere(event, chance).put(None)


def _wrong_type(event: Json, chance: random.Random) -> None:
    _somewhere(event, chance).put(hostile.anything(chance))


def _deep(event: Json, chance: random.Random) -> None:
    _somewhere(event, chance).put(hostile.deep(chance))


def _huge(event: Json, chance: random.Random) -> None:
    _somewhere(event, chance).put(hostile.huge(chance))


def _injected(event: Json, chance: random.Random) -> None:
    for place in _texts(event, chance):
        place.put(hostile.injected(chance))


def _unpaired(event: Json, chance: random.Random) -> None:
    for place in _texts(event, chance):
        place.put(hostile.unpaired(chance))


def _texts(event: Json, chance: random.Random) -> list[_Place]:
    """Some of the texts in the slots if there are any, and else some of all."""
    request = event.get("request")
    intent = request.get("intent") if isinstance(request, dict) else None
    slots = intent.get("slots") if isinstance(intent, dict) else None
    parts = [part for part in (slots, event) if isinstance(part, dict) and part]
    places = [place for place in _places(parts[0]) if isinstance(place.value, str)] if parts else []
    return chance.sample(places, chance.randint(0, len(places)))


def _number(event: Json, chance: random.Random) -> None:
    _somewhere(event, chance).put(hostile.number(chance))


def _locale(event: Json, chance: random.Random) -> None:
    if isinstance(event.get("request"), dict):
        event["request"]["locale"] = hostile.locale(chance)


def _another_type(event: Json, chance: random.Random) -> None:
    kinds = [place for place in _places(event) if place.key == "type"]
    if kinds:
        chance.choice(kinds).put(chance.choice(_TYPES))


def _unknown_interface(event: Json, chance: random.Random) -> None:
    part: Any = event
    for key in ("context", "System", "device", "supportedInterfaces"):
        part = part.get(key)
        if not isinstance(part, dict):
            return
        if chance.random() < 0.5:
            name = chance.choice(("Alexa.Presentation.APL", "AudioPlayer", f"Alexa.{CANARY}"))
            part[name] = hostile.anything(chance)


def _more_keys(event: Json, chance: random.Random) -> None:
    place = _somewhere(event, chance)
    holder = place.value if isinstance(place.value, dict) else place.holder
    if isinstance(holder, dict):
        holder[chance.choice(_NAMES)] = hostile.anything(chance)


def _many(event: Json, chance: random.Random) -> None:
    """Thousands where there was one: slots, values, authorities, interfaces."""
    place = _somewhere(event, chance)
    times = chance.choice((20, 300, 3000))
    if isinstance(place.value, list) and place.value:
        place.put(place.value[:1] * times)
    elif isinstance(place.value, dict):
        place.put({**place.value, **{f"{CANARY}{n}": place.value for n in range(times)}})
    else:
        place.put([place.value] * times)


def _attributes(event: Json, chance: random.Random) -> None:
    """Attributes that somebody tampered with."""
    session = event.get("session")
    if not isinstance(session, dict):
        return
    attributes = session.get("attributes")
    if not isinstance(attributes, dict) or chance.random() < 0.1:
        session["attributes"] = hostile.anything(chance)
        return
    for key in chance.sample("vaqlmuhscrx", chance.randint(1, 3)):
        held = attributes.get(key)
        attributes[key] = _attribute(key, held if isinstance(held, str) else "", chance)


def _attribute(key: str, held: str, chance: random.Random) -> object:
    """Something for this key: close to what it may hold, or as far from it as can be."""
    codes = [question.code for question in rules().questions.values()]
    kind = chance.randrange(6)
    if kind == 0:
        return hostile.anything(chance)
    if kind == 1:
        return chance.choice((hostile.huge, hostile.deep))(chance)
    if kind == 2:
        return _written_over(held, chance)
    if key == "l":
        return " ".join(chance.choices([*Say, *Open, f"echo:{CANARY}"], k=chance.randint(1, 60)))
    if key in "ar":
        letters = "ynu" if key == "a" else " "
        many = range(chance.randint(1, 90))
        return "".join(chance.choice(codes) + chance.choice(letters).strip() for _ in many)
    return chance.choice([*codes, *Open, CANARY])


def _written_over(text: str, chance: random.Random) -> str:
    """The same text with a character lost, added or changed."""
    at = chance.randrange(len(text) + 1)
    added = chance.choice(("", "y", "n", ".", " ", "\x00", "\ud800"))
    return text[:at] + added + text[at + chance.randrange(2) :]


def _written_wrongly(event: Json, chance: random.Random) -> object:
    """The envelope after its text was damaged on the way, where it still is JSON."""
    text = json.dumps(event)
    for _ in range(20):
        at = chance.randrange(len(text))
        end = at + chance.choice((0, 1, 1, 5, 60))
        put = chance.choice((*'"{},:0', "", "null", "\\u0000", text[at : at + 9]))
        try:
            return json.loads(text[:at] + put + text[end:])
        except ValueError:
            continue
    return event


DAMAGES: Final[Mapping[str, Callable[[Json, random.Random], None]]] = MappingProxyType(
    {
        "missing": _missing,
        "null": _null,
        "wrong type": _wrong_type,
        "deep": _deep,
        "huge": _huge,
        "injected": _injected,
        "unpaired": _unpaired,
        "number": _number,
        "locale": _locale,
        "another type": _another_type,
        "interface": _unknown_interface,
        "more keys": _more_keys,
        "many": _many,
        "attributes": _attributes,
    }
)
