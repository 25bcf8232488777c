"""From answers to the next question, or to what the person is told.

What is told is a function of the answers alone: how they came, and in which order, is nowhere
kept. Three small ideas carry it:

* `said` is the answers together with what they imply.
* The urgency is the gravest that any one answer asks for.
* A question is asked only while it can change what is told: it can raise the urgency, or some way
  of answering everything else is left in which it, or what it opens, moves the pathway.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, combinations
from typing import Final, NamedTuple, TypeAlias

from triage.load import load_rules
from triage.model import (
    ANSWERS,
    URGENCIES,
    Action,
    Ask,
    Decided,
    Pathway,
    Question,
    Rules,
    Urgency,
)

__all__ = ["assess", "next_step", "rules"]

Answers: TypeAlias = Mapping[str, str]

_OPENING: Final = frozenset({"yes", "unsure"})


class _Tally(NamedTuple):
    """The evidence so far, each pathway's weight counted up to its threshold and no further."""

    nerve: int = 0
    mechanical: int = 0
    local_sign: bool = False
    nerve_in_back: bool = False
    mechanical_from_back: bool = False


@cache
def rules() -> Rules:
    """The rules that ship with this package, read once."""
    return load_rules()


def next_step(answers: Answers) -> Ask | Decided:
    """The question to ask next, or what the person is told once none can change it.

    `answers` maps question ids to "yes", "no" or "unsure", in any order; what is missing was never
    answered. Raises ValueError for an unknown question id or answer, and names it.
    """
    said = _said(answers)
    urgency = _urgency(said)
    if urgency != "now":
        for question in rules().questions.values():
            if question.id not in said and _is_open(question, said) and _can_change(question, said):
                return Ask(question.id, urgency, _urgency_reasons(answers, said, urgency))
    return assess(answers)


def assess(answers: Answers) -> Decided:
    """What these answers alone amount to, whether or not questions are left to ask.

    Takes and raises what `next_step` does.
    """
    said = _said(answers)
    urgency = _urgency(said)
    pathway, back_linked = _pathway(_tally(said))
    return Decided(
        urgency,
        _action(said, urgency),
        pathway,
        back_linked,
        _urgency_reasons(answers, said, urgency),
        () if urgency == "now" else _pathway_reasons(answers, said, pathway),
    )


def _said(answers: Answers) -> dict[str, str]:
    """The answers, checked, and what they imply where the person did not say otherwise."""
    questions = rules().questions
    said = dict(answers)
    for name, answer in answers.items():
        if name not in questions:
            raise ValueError(f"unknown question id: {name!r}")
        if answer not in ANSWERS:
            raise ValueError(f"unknown answer to {name}: {answer!r}; it must be yes, no or unsure")
        implied = questions[name].implies
        if implied and answer == "yes":
            said.setdefault(implied, "yes")
    return said


def _any_open(names: Iterable[str], said: Answers) -> bool:
    return any(said.get(name) in _OPENING for name in names)


def _is_open(question: Question, said: Answers) -> bool:
    return not question.volunteered and all(_any_open(group, said) for group in question.opens)


# --- urgency


def _urgency_of(question: Question, said: Answers) -> Urgency:
    """What the answer to this one question asks for."""
    answer = said.get(question.id)
    if question.level is None or answer not in ("unsure", question.worrying):
        return "soon"
    level = question.level
    if question.company and not _any_open(question.company, said):
        level = question.alone or "soon"
    return "today" if level == "now" and answer == "unsure" else level


def _urgency(said: Answers) -> Urgency:
    questions = rules().questions
    return max(
        (_urgency_of(questions[name], said) for name in said), key=URGENCIES.index, default="soon"
    )


def _action(said: Answers, urgency: Urgency) -> Action:
    if urgency == "soon":
        return "appointment"
    if urgency == "today":
        return "clinician_today"
    flags = (rules().questions[name] for name in said)
    calls = any(q.action == "call" and _urgency_of(q, said) == "now" for q in flags)
    return "call" if calls else "emergency_department"


def _can_raise(question: Question, said: Answers) -> bool:
    """Whether the worst answer to it, and to what it then opens, raises the urgency."""
    worst = {**said, question.id: question.worrying or "yes"}
    for other in rules().questions.values():
        opened = _is_open(other, worst) and not _is_open(other, said)
        if opened and other.worrying and other.id not in worst:
            worst[other.id] = other.worrying
    return URGENCIES.index(_urgency(worst)) > URGENCIES.index(_urgency(said))


# --- pathway


def _add(tally: _Tally, question: Question) -> _Tally:
    thresholds = rules()
    return _Tally(
        min(tally.nerve + question.nerve, thresholds.nerve_threshold),
        min(tally.mechanical + question.mechanical, thresholds.mechanical_threshold),
        tally.local_sign or question.local_sign,
        tally.nerve_in_back or question.back_link == "nerve",
        tally.mechanical_from_back or question.back_link == "mechanical",
    )


def _tally(said: Answers) -> _Tally:
    questions = rules().questions
    tally = _Tally()
    for name, answer in said.items():
        if answer == "yes":
            tally = _add(tally, questions[name])
    return tally


def _pathway(tally: _Tally) -> tuple[Pathway, bool]:
    """The pathway, and whether it leads to the back."""
    nerve = tally.nerve >= rules().nerve_threshold
    mechanical = tally.mechanical >= rules().mechanical_threshold
    if nerve and mechanical and tally.local_sign:
        return "both", tally.nerve_in_back or tally.mechanical_from_back
    if nerve:
        return "nerve", tally.nerve_in_back
    if mechanical:
        return "mechanical", tally.mechanical_from_back
    return "unclear", False


def _can_change_pathway(question: Question, said: Answers) -> bool:
    """Whether all else can be answered so that this, with what it opens, decides the pathway.

    That is: two ways of answering everything left, which differ only in this question and in what
    it opens, end in different pathways. A worrying answer to a `now` question ends the interview,
    so those bring no evidence here.
    """
    unasked = [
        q
        for q in rules().questions.values()
        if q.is_evidence and q.level != "now" and q.id not in said and q is not question
    ]
    without = {**said, question.id: "no"}
    with_it = {**said, question.id: "unsure"}
    background = [q for q in unasked if _may_open(q, without)]
    opened = [
        q
        for q in unasked
        if any(question.id in group for group in q.opens)
        and not _is_open(q, without)
        and _may_open(q, with_it)
    ]
    # What another unanswered question opens too is only this one's doing where that one stays shut.
    rivals = {name for q in opened for group in q.opens if question.id in group for name in group}
    apart = [q for q in background if q not in opened and q.id not in rivals]
    return _differs(said, background, [question]) or (
        bool(opened) and _differs(said, apart, [question, *opened])
    )


def _may_open(question: Question, said: Answers) -> bool:
    """Whether answers still to come, or those given, can open it."""
    return all(
        any(said.get(name, "unsure") in _OPENING for name in group) for group in question.opens
    )


def _differs(said: Answers, background: list[Question], varied: list[Question]) -> bool:
    """Whether, before some background of further yeses, the varied ones change the pathway."""
    tallies = {_tally(said)}
    for other in background:
        tallies |= {_add(tally, other) for tally in tallies}
    variants = [()] + [v for n in range(len(varied)) for v in combinations(varied, n + 1)]
    return any(len({_pathway(_add_all(tally, v)) for v in variants}) > 1 for tally in tallies)


def _add_all(tally: _Tally, questions: Iterable[Question]) -> _Tally:
    for question in questions:
        tally = _add(tally, question)
    return tally


def _can_change(question: Question, said: Answers) -> bool:
    return _can_raise(question, said) or _can_change_pathway(question, said)


# --- reasons


def _given(names: Iterable[str], answers: Answers) -> Iterator[str]:
    """These ids where they were answered; where they were implied, what implied them."""
    questions = rules().questions
    for name in names:
        if name in answers:
            yield name
        else:
            yield from (n for n in answers if questions[n].implies == name and answers[n] == "yes")


def _urgency_reasons(answers: Answers, said: Answers, urgency: Urgency) -> tuple[str, ...]:
    if urgency == "soon":
        return ()
    decisive = [q for q in rules().questions.values() if _urgency_of(q, said) == urgency]
    decisive.sort(key=lambda q: q.action != "call")
    company = chain.from_iterable(
        sorted(name for name in q.company if said.get(name) in _OPENING)
        for q in decisive
        if q.level == urgency
    )
    names = chain((q.id for q in decisive), company)
    return tuple(dict.fromkeys(_given(names, answers)))


def _pathway_reasons(answers: Answers, said: Answers, pathway: Pathway) -> tuple[str, ...]:
    """The signs that made the pathway, the weightiest first."""

    def weight(question: Question) -> int:
        nerve = 0 if pathway == "mechanical" else question.nerve
        mechanical = 0 if pathway == "nerve" else question.mechanical
        link = question.back_link is not None and pathway in (question.back_link, "both")
        return nerve + mechanical + link

    signs = [q for q in rules().questions.values() if said.get(q.id) == "yes" and weight(q)]
    signs.sort(key=weight, reverse=True)
    return tuple(dict.fromkeys(_given((q.id for q in signs), answers)))
