"""What a person can do in one turn, whatever words or touch it came by."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from dialogue.replies import TOPICS
from triage import ANSWERS, rules

__all__ = [
    "NOTHING",
    "SELF_HARM",
    "Do",
    "Turn",
    "asked_about",
    "described",
    "emergency",
    "touched",
]

#: Stands for words that state no fact: a part of one denied, or something long past.
NOTHING: Final = "nothing"
#: An emergency that is met with kindness and a crisis line.
SELF_HARM: Final = "self_harm"


class Do(StrEnum):
    """The kinds of turn."""

    LAUNCH = "launch"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    TELL = "tell"
    """Says facts of their own accord, perhaps beside an answer."""
    NOTED = "noted"
    """Says something that is understood and answers nothing."""
    TOPIC = "topic"
    """Asks about the topic; the turn names which."""
    REPEAT = "repeat"
    SLOWER = "slower"
    WHY = "why"
    EXPLAIN = "explain"
    BACK = "back"
    RECAP = "recap"
    HANDOVER = "handover"
    """Asks what to tell the clinician."""
    CARD = "card"
    """Asks for a card in the Alexa app."""
    CAREGIVER = "caregiver"
    CHILD = "child"
    START_OVER = "start_over"
    HELP = "help"
    WAIT = "wait"
    STOP = "stop"
    UNHEARD = "unheard"
    """Said something that was not understood. Never read as an answer."""


class Turn(NamedTuple):
    """One turn.

    told    for `TELL`: question id to yes / no / unsure
    answer  for `TELL`: the yes, no or unsure that was said beside it, to the open question
    topic   for `TOPIC`: its id
    crisis  for `TELL`: words about dying or self-harm
    """

    do: Do
    told: Mapping[str, str] = MappingProxyType({})
    answer: str = ""
    topic: str = ""
    crisis: bool = False


#: What a button can do.
_BUTTONS: Final = frozenset({Do.YES, Do.NO, Do.UNSURE, Do.WHY})


def emergency(facts: Iterable[str]) -> Turn:
    """The turn of somebody who speaks of an emergency: the red flags named by these ids.

    An emergency that names no red flag that the triage knows is an emergency all the same.
    """
    questions = rules().questions
    facts = tuple(facts)
    flags = {fact: questions[fact].worrying for fact in facts if fact in questions}
    told = {fact: worrying for fact, worrying in flags.items() if worrying}
    return Turn(Do.TELL, told or {"other_emergency": "yes"}, crisis=SELF_HARM in facts)


def described(facts: Iterable[str]) -> Turn:
    """The turn of somebody who describes: facts as "question=answer", and a plain answer beside.

    Of two facts that contradict each other the worrying one counts, and a yes beside a
    no is no answer. `NOTHING` states no fact; ids of any other form were not understood.
    """
    questions = rules().questions
    told: dict[str, str] = {}
    facts = tuple(facts)
    plain = {fact for fact in facts if fact in ANSWERS}
    answer = plain.pop() if len(plain) == 1 else ""
    for fact in facts:
        question, _, value = fact.partition("=")
        if question in questions and value in ANSWERS:
            grave = value == (questions[question].worrying or "yes")
            told[question] = value if grave else told.get(question, value)
    if told:
        return Turn(Do.TELL, told, answer)
    if answer:
        return Turn(Do(answer))
    return Turn(Do.NOTED if NOTHING in facts else Do.UNHEARD)


def asked_about(topics: Iterable[str]) -> Turn:
    """The turn of somebody who asks a question: the first topic that is known."""
    known = [topic for topic in topics if topic in TOPICS]
    return Turn(Do.TOPIC, topic=known[0]) if known else Turn(Do.UNHEARD)


def touched(arguments: object, open_now: str) -> Turn:
    """The turn of somebody who touched a button: what it does, and what it is about.

    An answer is taken only for what is open. A late touch, on a screen whose question is open no
    more, asks for the last reply again, and so does whatever is no button.
    """
    match arguments:
        case [str(does), about] if does in _BUTTONS and about == open_now:
            return Turn(Do(does))
    return Turn(Do.REPEAT)
