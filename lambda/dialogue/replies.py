"""What the skill replies, as ids. `speech` turns them into words.

Ids are also what session attributes keep of the last reply, so that it can be said again.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from triage import Ask, Decided

__all__ = [
    "ABOUT_OPEN",
    "OFFERS",
    "ONLY_NOW",
    "ONLY_RESULT",
    "TOPICS",
    "Ask",
    "Decided",
    "Line",
    "Open",
    "Reply",
    "Say",
]


class Open(StrEnum):
    """What a plain yes or no answers, when it is not a question of the triage."""

    NOTHING = ""
    HEARD_RIGHT = "heard_right"
    OFFER_START = "offer_start"
    OFFER_RELIEF = "offer_relief"
    OFFER_WHO = "offer_who"
    OFFER_AGAIN = "offer_again"


#: What is offered after a result.
OFFERS: Final = (Open.OFFER_RELIEF, Open.OFFER_WHO, Open.OFFER_AGAIN)


class Say(StrEnum):
    """The kinds of line."""

    INTRO = "intro"
    STARTED_OVER = "started_over"
    RESUME = "resume"
    LOST = "lost"
    LOST_TRACK = "lost_track"
    OFFER_START = "offer_start"

    ACK = "ack"
    NOTED = "noted"
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

    TOPIC = "topic"
    RECAP = "recap"
    CAREGIVER = "caregiver"
    CHILD = "child"

    NOW = "now"
    NOW_STROKE = "now_stroke"
    NOW_AGAIN = "now_again"
    CRISIS = "crisis"
    HEARD_RIGHT = "heard_right"
    MISHEARD = "misheard"

    RESULT = "result"
    WHY_RESULT = "why_result"
    HELP_RESULT = "help_result"
    RELIEF = "relief"
    WHO = "who"
    HANDOVER = "handover"
    CARD = "card"
    CARD_LATER = "card_later"
    OFFER_RELIEF = "offer_relief"
    OFFER_WHO = "offer_who"
    OFFER_AGAIN = "offer_again"

    STOP_SAFETY = "stop_safety"
    STOP_TODAY = "stop_today"
    GOODBYE = "goodbye"


#: Lines whose words belong to the open question.
ABOUT_OPEN: Final = frozenset({Say.QUESTION, Say.CHECK, Say.SHORT, Say.WHY, Say.EXPLAIN})

#: Lines that ask the open question.
_ASKING: Final = frozenset({Say.QUESTION, Say.SHORT, Say.CHECK})

#: Lines told of an outcome, and so only once there is one that fits them.
ONLY_NOW: Final = frozenset({Say.NOW, Say.NOW_AGAIN})
ONLY_RESULT: Final = frozenset({Say.RESULT, Say.WHY_RESULT, Say.RELIEF, Say.WHO})

#: What people ask about. Each has a text in every language.
TOPICS: Final = (
    "about",
    "back_to_ankle",
    "nerves",
    "sciatica",
    "pressed_nerve",
    "herniated_disc",
    "stenosis",
    "bone_spurs",
    "radiculopathy",
    "foot_drop",
    "nerve_pain",
    "tingling",
    "quiet_back",
    "cough",
    "gait",
    "overuse",
    "mechanical_pain",
    "relief",
    "ice_or_heat",
    "evaluation",
    "who",
    "treatment",
    "serious",
    "diagnosis",
    "privacy",
    "fear",
)


class Line(NamedTuple):
    """One thing said; `about` is the question that an echo is about, or the topic of a topic."""

    say: Say
    about: str = ""

    @property
    def asks(self) -> bool:
        """Whether this line is a question, so that nothing may follow it."""
        return self.say in _ASKING or str(self.say) in set(map(str, Open))

    def fits(self, open_now: str) -> bool:
        """Whether this line, said last, asks for what is open."""
        if open_now in set(Open):
            return self.say == open_now
        return self.say in _ASKING

    def __str__(self) -> str:
        return f"{self.say}:{self.about}" if self.about else self.say.value


class Reply(NamedTuple):
    """All that one turn is answered with.

    lines     what is said, in order
    open      the question id or `Open` that the reply ends on; empty exactly where it `ends`
    position  and `answers`: what results and reasons are told from
    facts     the answers that a `TOLD`, a `RECAP` or a `HANDOVER` speaks of
    slow      to be spoken slowly
    """

    lines: tuple[Line, ...]
    open: str
    ends: bool
    position: Ask | Decided
    answers: Mapping[str, str]
    facts: tuple[str, ...] = ()
    slow: bool = False

    @property
    def shows_card(self) -> bool:
        """Whether the person asked for the card, and this reply says that it was sent."""
        return Line(Say.CARD) in self.lines
