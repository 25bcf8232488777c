"""What the skill replies, as ids. `speech` turns them into words.

Ids are also what session attributes keep of the last reply, so that it can be said again.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from triage import Ask, Decided

__all__ = ["ABOUT_OPEN", "OFFERS", "Decided", "Line", "Open", "Reply", "Say"]


class Open(StrEnum):
    """What a plain yes or no answers, when it is not a question of the triage."""

    NOTHING = ""
    HEARD_RIGHT = "heard_right"
    OFFER_RELIEF = "offer_relief"
    OFFER_WHO = "offer_who"
    OFFER_AGAIN = "offer_again"


OFFERS: Final = (Open.OFFER_RELIEF, Open.OFFER_WHO, Open.OFFER_AGAIN)


class Say(StrEnum):
    """The kinds of line."""

    INTRO = "intro"
    RESUME = "resume"
    STARTED_OVER = "started_over"
    LOST = "lost"
    LOST_TRACK = "lost_track"

    ACK = "ack"
    NOTED_UNSURE = "noted_unsure"
    TOLD = "told"
    ECHO = "echo"
    TODAY_NOTICE = "today_notice"
    HALFWAY = "halfway"

    QUESTION = "question"
    CHECK = "check"
    SHORT = "short"
    WHY = "why"
    EXPLAIN = "explain"
    WAIT = "wait"
    BACK = "back"
    FIRST_QUESTION = "first_question"
    HELP = "help"
    UNHEARD = "unheard"
    UNHEARD_WORDS = "unheard_words"
    UNHEARD_MOVING_ON = "unheard_moving_on"

    NOW = "now"
    NOW_STROKE = "now_stroke"
    NOW_AGAIN = "now_again"
    HEARD_RIGHT = "heard_right"
    MISHEARD = "misheard"

    RESULT = "result"
    WHY_RESULT = "why_result"
    HELP_RESULT = "help_result"
    RELIEF = "relief"
    WHO = "who"
    OFFER_RELIEF = "offer_relief"
    OFFER_WHO = "offer_who"
    OFFER_AGAIN = "offer_again"

    STOP_SAFETY = "stop_safety"
    STOP_TODAY = "stop_today"
    GOODBYE = "goodbye"


#: Lines whose words belong to the open question.
ABOUT_OPEN: Final = frozenset({Say.QUESTION, Say.CHECK, Say.SHORT, Say.WHY, Say.EXPLAIN})


class Line(NamedTuple):
    """One thing said; `about` is the question id that an echo is about."""

    say: Say
    about: str = ""

    def __str__(self) -> str:
        return f"{self.say}:{self.about}" if self.about else self.say.value


class Reply(NamedTuple):
    """All that one turn is answered with.

    `open` is the question id or `Open` that the reply ends on; empty exactly where it `ends`.
    `position` and `answers` are what results and reasons are told from.
    """

    lines: tuple[Line, ...]
    open: str
    ends: bool
    position: Ask | Decided
    answers: Mapping[str, str]
