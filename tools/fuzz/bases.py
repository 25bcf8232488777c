"""Whole requests, in the middle of all sorts of conversations, before any harm is done to them."""

import json
import random
from functools import cache

from alexa import INTENTS
from dialogue import NOTHING, SELF_HARM, TOPICS, State
from lambda_function import lambda_handler
from simulator import ROOT
from tests.envelopes import SILENT, Json, envelope, intent, launch, no_match, slot, touch
from triage import ANSWERS, rules

__all__ = ["base", "filled", "in_conversation"]

_EVENTS = ROOT / "tests" / "events"
_CONVERSATIONS = 60
_TURNS = 25


def base(chance: random.Random) -> Json:
    """A request that Alexa might send, to somebody who has got somewhere."""
    if chance.random() < 0.2:
        published: Json = json.loads(chance.choice(_published()))
        return published
    return in_conversation(chance)


def in_conversation(chance: random.Random) -> Json:
    """A request in the middle of some conversation."""
    attributes = json.loads(chance.choice(_reached()))
    return envelope(
        _request(chance, attributes),
        attributes,
        new=chance.random() < 0.1,
        locale=chance.choice(("en-US", "en-GB", "en-CA", "en-AU", "en-IN")),
        screen=chance.random() < 0.5,
    )


@cache
def _published() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(_EVENTS.glob("*.json")))


@cache
def _reached() -> tuple[str, ...]:
    """Attributes in which conversations stood, each as JSON: the same ones in every run."""
    chance = random.Random(0)
    found = ["{}"]
    for _ in range(_CONVERSATIONS):
        attributes: Json = {}
        for _ in range(chance.randrange(_TURNS)):
            answer = lambda_handler(envelope(_request(chance, attributes), attributes), None)
            attributes = answer["sessionAttributes"]
            found.append(json.dumps(attributes))
            if answer["response"]["shouldEndSession"]:
                break
    return tuple(found)


def _request(chance: random.Random, attributes: Json) -> Json:
    kind = chance.randrange(20)
    if kind == 0:
        return launch()
    if kind == 1:
        return {**chance.choice(SILENT)}
    if kind == 2:
        return touch(chance.choice((*ANSWERS, "why")), State.from_attributes(attributes).open)
    if kind in (3, 4, 5, 6):
        request = filled(chance)
        return no_match(request) if chance.random() < 0.2 else request
    if kind < 13:
        return intent(chance.choice(("AMAZON.NoIntent", "AMAZON.NoIntent", "AMAZON.YesIntent")))
    return intent(chance.choice(sorted(INTENTS)))


def filled(chance: random.Random) -> Json:
    """A request whose slots say something."""
    questions = sorted(rules().questions)
    if chance.random() < 0.3:
        flags = [chance.choice([*questions, SELF_HARM]) for _ in range(chance.randint(1, 3))]
        return intent("EmergencyIntent", slot("emergency", "EMERGENCY", flags))
    if chance.random() < 0.2:
        return intent("TopicIntent", slot("topic", "TOPIC", [chance.choice(TOPICS)]))
    facts = [f"{chance.choice(questions)}={chance.choice(ANSWERS)}" for _ in range(2)]
    answer = chance.choice([*ANSWERS, NOTHING])
    return intent(
        "DescribeIntent",
        slot("symptom", "SYMPTOM", facts),
        slot("absent", "ABSENT", ()),
        slot("answer", "ANSWER", [answer]),
    )
