"""Every state of the conversation, and everything that can be said in it.

A state is here what is open: a question, an offer, or "Did I hear that right?". Each is reached by
answering, and in each every intent of the model is sent, as Alexa sends it.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dialogue import State
from simulator.assemble import load_skill
from simulator.device import Skill
from simulator.envelope import (
    Echo,
    Json,
    Session,
    intent_request,
    launch_request,
    session_ended_request,
)
from simulator.model import Model, load_model
from simulator.text import plain
from simulator.understand import FALLBACK, Slot, SlotValue, Understood
from speech import texts_for
from tests.alexa_rules import faults
from tools.certify.subject import Check, Subject

__all__ = ["CHECKS", "Walk", "walk", "walk_of"]

_SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
_LEAVING = ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent")
_HELP = "AMAZON.HelpIntent"
_ANSWERS = ("AMAZON.YesIntent", "AMAZON.NoIntent", "UnsureIntent")
_SLOWEST = 8.0
_NO_ADVICE = {"en": "not medical advice"}


@dataclass
class Walk:
    """What came of saying everything in every state: the faults of each kind, by requirement."""

    states: int = 0
    turns: int = 0
    slowest: float = 0.0
    greeting: str = ""
    faults: list[str] = field(default_factory=list)
    stayed: list[str] = field(default_factory=list)
    helpless: list[str] = field(default_factory=list)
    loud: list[str] = field(default_factory=list)


def walk(model: Model, skill: Skill) -> Walk:
    """Say everything that this model knows in every state of this skill, and silence too."""
    return _Walker(model, skill).walk


@cache
def walk_of(models: Path, locale: str) -> Walk:
    """Walk through this repository's skill in this locale; `models` is the folder of models."""
    return walk(load_model(models, locale), load_skill())


def speech_rules(subject: Subject) -> Iterator[str]:
    """An open microphone is a question with a reprompt; speech and sizes within the limits."""
    for locale in subject.models:
        yield from (f"{locale}: {fault}" for fault in _walk(subject, locale).faults)


def leaving(subject: Subject) -> Iterator[str]:
    """Stop, Cancel and NavigateHome end it in every state."""
    for locale in subject.models:
        yield from (f"{locale}: {where}" for where in _walk(subject, locale).stayed)


def helping(subject: Subject) -> Iterator[str]:
    """Help answers in every state, keeps the microphone open and ends with a question."""
    for locale in subject.models:
        yield from (f"{locale}: {where}" for where in _walk(subject, locale).helpless)


def silent_end(subject: Subject) -> Iterator[str]:
    """The end of a session is met with silence."""
    for locale in subject.models:
        yield from (f"{locale}: {where}" for where in _walk(subject, locale).loud)


def in_time(subject: Subject) -> Iterator[str]:
    """Every answer takes far less than the eight seconds that Alexa waits."""
    for locale in subject.models:
        slowest = _walk(subject, locale).slowest
        if slowest > _SLOWEST / 10:
            yield f"{locale}: one took {slowest:.1f} s"


def spoken_disclaimer(subject: Subject) -> Iterator[str]:
    """The first sentences say that it is no medical advice, and whom to call in an emergency."""
    for locale in subject.models:
        greeting = _walk(subject, locale).greeting
        wanted = (_NO_ADVICE.get(locale.partition("-")[0]), texts_for(locale).place["emergency"])
        if not all(words and words in greeting for words in wanted):
            yield f"{locale}: not both of {wanted} in: {greeting}"


def _walk(subject: Subject, locale: str) -> Walk:
    return walk_of(subject.root / "interaction_model", locale)


class _Walker:
    def __init__(self, model: Model, skill: Skill) -> None:
        self.walk = Walk()
        self._skill = skill
        self._echo = Echo(_SKILL_ID, model.locale)
        self._requests = {
            name: intent_request(_filled(model, name), _SKILL_ID) for name in model.intents
        }
        launched, attributes = self._say("LaunchRequest", launch_request(), Session())
        self.walk.greeting = plain(launched["outputSpeech"]["ssml"])
        reached: dict[str, Json] = {_open(attributes): attributes}
        ahead = list(reached)
        while ahead:
            for where, attributes in self._from(ahead.pop(), reached).items():
                if where not in reached:
                    reached[where] = attributes
                    ahead.append(where)
        self.walk.states = len(reached)

    def _from(self, where: str, reached: Mapping[str, Json]) -> dict[str, Json]:
        """Say everything in this state; return the states that the answers lead to."""
        next_states = {}
        for name, request in self._requests.items():
            session = Session(new=False, attributes=reached[where])
            response, attributes = self._say(f"{where}: {name}", request, session)
            ends = response.get("shouldEndSession")
            if name in _LEAVING and ends is not True:
                self.walk.stayed.append(f"{where}: {name} does not end it")
            if name == _HELP and ends is not False:
                self.walk.helpless.append(f"{where}: Help ends it")
            if name in _ANSWERS and ends is False:
                next_states[_open(attributes)] = attributes
        session = Session(new=False, attributes=reached[where])
        over = session_ended_request("EXCEEDED_MAX_REPROMPTS")
        response, _ = self._say(f"{where}: the session's end", over, session)
        if response.get("outputSpeech"):
            self.walk.loud.append(f"{where}: the session's end is answered")
        return next_states

    def _say(self, what: str, request: Json, session: Session) -> tuple[Json, Json]:
        envelope = self._echo.envelope(request, session)
        started = time.perf_counter()
        answer = self._skill(envelope, None)
        self.walk.slowest = max(self.walk.slowest, time.perf_counter() - started)
        self.walk.turns += 1
        self.walk.faults += [f"{what}: {fault}" for fault in faults(envelope, answer)]
        return answer["response"], answer["sessionAttributes"]


def _filled(model: Model, name: str) -> Understood:
    """The intent, each slot filled with the first value of its type."""
    if name == FALLBACK:
        return Understood(name)
    slots = []
    for slot, definition in model.intents[name].slots.items():
        phrase, entity = model.types[definition.type][0]
        slots.append(Slot(slot, definition.type, (SlotValue(phrase, (entity,)),)))
    return Understood(name, tuple(slots))


def _open(attributes: Json) -> str:
    return State.from_attributes(attributes).open


CHECKS: tuple[Check, ...] = (
    spoken_disclaimer,
    speech_rules,
    helping,
    leaving,
    silent_end,
    in_time,
)
