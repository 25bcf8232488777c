"""The words of the triage: answers, levels, questions, and what a step of the interview is.

Plain named tuples: immutable, equal by value, and quick to import in a cold start.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, NamedTuple

__all__ = [
    "ACTIONS",
    "ANSWERS",
    "PATHWAYS",
    "URGENCIES",
    "Action",
    "Answer",
    "Ask",
    "Decided",
    "Pathway",
    "Question",
    "Rules",
    "Source",
    "Urgency",
]

Answer = Literal["yes", "no", "unsure"]
Urgency = Literal["soon", "today", "now"]
Action = Literal["appointment", "clinician_today", "emergency_department", "call"]
Pathway = Literal["nerve", "mechanical", "both", "unclear"]

ANSWERS: Final[tuple[Answer, ...]] = ("yes", "no", "unsure")
#: From the least to the most urgent.
URGENCIES: Final[tuple[Urgency, ...]] = ("soon", "today", "now")
ACTIONS: Final[Mapping[Urgency, tuple[Action, ...]]] = {
    "soon": ("appointment",),
    "today": ("clinician_today",),
    "now": ("emergency_department", "call"),
}
PATHWAYS: Final[tuple[Pathway, ...]] = ("nerve", "mechanical", "both", "unclear")


class Source(NamedTuple):
    """Where a rule comes from."""

    key: str
    title: str
    kind: str
    address: str
    read: str
    checked: date


class Question(NamedTuple):
    """One fact that is asked for, or volunteered, and all that its answers lead to."""

    id: str
    code: str
    asks: str
    sources: tuple[str, ...]
    supports: str
    checked: date
    against: tuple[str, ...] = ()
    doubt: str = ""
    opens: tuple[frozenset[str], ...] = ()
    worrying: Answer | None = None
    level: Urgency | None = None
    action: Action | None = None
    company: frozenset[str] = frozenset()
    alone: Urgency | None = None
    nerve: int = 0
    mechanical: int = 0
    local_sign: bool = False
    back_link: Literal["nerve", "mechanical"] | None = None
    implies: str | None = None
    volunteered: bool = False
    to_confirm: str = ""

    @property
    def is_evidence(self) -> bool:
        """Whether a yes says something about the pathway or its link to the back."""
        return bool(self.nerve or self.mechanical or self.local_sign or self.back_link)


class Rules(NamedTuple):
    """All questions in the order of asking, the thresholds, and the sources."""

    questions: Mapping[str, Question]
    nerve_threshold: int
    mechanical_threshold: int
    sources: Mapping[str, Source]


class Ask(NamedTuple):
    """The interview goes on: ask this question; the urgency is what is known so far."""

    question: str
    urgency: Urgency
    urgency_reasons: tuple[str, ...] = ()


class Decided(NamedTuple):
    """What the person is told. Every reason is a question that the person really answered."""

    urgency: Urgency
    action: Action
    pathway: Pathway
    back_linked: bool
    urgency_reasons: tuple[str, ...] = ()
    pathway_reasons: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Ids of the answers that decided it, each once, the urgent ones first."""
        return tuple(dict.fromkeys(self.urgency_reasons + self.pathway_reasons))
