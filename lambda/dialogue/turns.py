"""What a person can do in one turn, whatever words or touch it came by."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from triage import rules

__all__ = ["Do", "Turn", "emergency"]


class Do(StrEnum):
    """The kinds of turn."""

    LAUNCH = "launch"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    TELL = "tell"
    """Says facts of their own accord; the turn carries them as answers."""
    REPEAT = "repeat"
    WHY = "why"
    EXPLAIN = "explain"
    BACK = "back"
    START_OVER = "start_over"
    HELP = "help"
    WAIT = "wait"
    STOP = "stop"
    UNHEARD = "unheard"
    """Said something that was not understood. Never read as an answer."""


class Turn(NamedTuple):
    """One turn. `told` maps question ids to yes / no / unsure and is filled for `TELL` alone."""

    do: Do
    told: Mapping[str, str] = MappingProxyType({})


def emergency(facts: Iterable[str]) -> Turn:
    """The turn of somebody who speaks of an emergency: the red flags named by these ids.

    An emergency that names no red flag that the triage knows is an emergency all the same.
    """
    questions = rules().questions
    flags = {fact: questions[fact].worrying for fact in facts if fact in questions}
    told = {fact: worrying for fact, worrying in flags.items() if worrying}
    return Turn(Do.TELL, told or {"other_emergency": "yes"})
