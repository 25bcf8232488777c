"""The triage in outline: the questions in order, what opens them, where each answer leads.

Read from the rules alone. The picture and the table of the triage are both made of it.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from triage import ANSWERS, Answer, Question, Rules, Urgency
from triage.model import ACTIONS, Action

__all__ = ["Row", "Step", "either", "outline", "pathways", "urgencies"]

_OPENING: Final = ("yes", "unsure")


class Step(NamedTuple):
    """Where an answer leads.

    urgency   what it asks for by itself; None is nothing: the interview goes on as before
    action    what the person is told to do for that; None without an urgency
    points    pathway to weight, as far as the answer is evidence
    back      whether it places a pathway in the back
    opens     the numbers of the questions that it opens
    """

    urgency: Urgency | None
    action: Action | None
    points: Mapping[str, int]
    back: bool
    opens: tuple[int, ...]


class Row(NamedTuple):
    """A question, its place in the order of asking, and where its answers lead.

    number    from 1; None for what is never asked and only volunteered
    after     groups of numbers: asked once every group holds a yes or a "not sure"
    """

    question: Question
    number: int | None
    after: tuple[tuple[int, ...], ...]
    steps: Mapping[Answer, Step]

    @property
    def opens(self) -> tuple[int, ...]:
        """The numbers of the questions that a yes or a "not sure" opens."""
        return self.steps["yes"].opens


def outline(rules: Rules) -> tuple[Row, ...]:
    """The rules as rows, in the order of asking; what is only volunteered comes last."""
    order = _order(rules)
    rows = [
        Row(
            question,
            order.get(question.id),
            tuple(_sorted(order[name] for name in group) for group in question.opens),
            {answer: _step(question, answer, rules, order) for answer in ANSWERS},
        )
        for question in rules.questions.values()
    ]
    return tuple(sorted(rows, key=lambda row: row.question.volunteered))


def urgencies() -> Mapping[Urgency, str]:
    """What each urgency means to the person, the gravest first."""
    return {
        "now": "Emergency care at once: call the emergency number, or go to an emergency "
        "department without driving oneself. Of several such answers, a call comes first.",
        "today": "Seen by a clinician today, or in an emergency department if nobody can.",
        "soon": "An appointment: every red flag that was asked, or told, has its harmless answer.",
    }


def pathways(rules: Rules) -> Mapping[str, str]:
    """Each answer to where the pain comes from, and what leads to it."""
    order, questions = _order(rules), rules.questions.values()
    local = either(_sorted(order[q.id] for q in questions if q.local_sign))
    nerve, ankle = (
        either(_sorted(order[q.id] for q in questions if q.back_link == pathway))
        for pathway in ("nerve", "mechanical")
    )
    return {
        "A nerve": f"{rules.nerve_threshold} nerve points or more.",
        "The ankle": f"{rules.mechanical_threshold} ankle points or more.",
        "Both": f"Enough of both, and a sign at the ankle itself, which is a yes to {local}. "
        "Without that sign: a nerve.",
        "Not clear": "Enough of neither.",
        "From the back": f"A nerve, after a yes to {nerve}; the ankle, after a yes to {ankle}.",
    }


def either(found: tuple[int, ...]) -> str:
    """Numbers as words: "3", "3 or 4", "3, 4 or 10"."""
    *rest, last = map(str, found)
    return f"{', '.join(rest)} or {last}" if rest else last


def _order(rules: Rules) -> dict[str, int]:
    asked = [question.id for question in rules.questions.values() if not question.volunteered]
    return {name: number for number, name in enumerate(asked, start=1)}


def _sorted(found: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(found))


def _step(question: Question, answer: Answer, rules: Rules, order: Mapping[str, int]) -> Step:
    """Where it leads when it was asked: then `while` holds, for what it names opened it."""
    urgency: Urgency | None = None
    if answer == question.worrying:
        urgency = question.level
    elif answer == "unsure" and question.level:
        urgency = "today"
    action = question.action if urgency == "now" else ACTIONS[urgency][0] if urgency else None
    weights = {"nerve": question.nerve, "ankle": question.mechanical}
    opened = [q for q in rules.questions.values() if any(question.id in g for g in q.opens)]
    return Step(
        urgency,
        action,
        {name: weight for name, weight in weights.items() if weight and answer == "yes"},
        question.back_link is not None and answer == "yes",
        _sorted(order[q.id] for q in opened if answer in _OPENING),
    )
