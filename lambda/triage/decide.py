"""From answers to the next question, or to what the person is told.

What is told is a function of the answers alone: how they came, and in which order, is nowhere
kept. Three small ideas carry it:

* `said` is the answers together with what they imply.
* The urgency is the gravest that any one answer asks for.
* A question is asked only while it can change what is told: it can raise the urgency, or some way
  of answering everything else is left in which it, or what it opens, moves the pathway.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, reduce
from itertools import chain, combinations
from typing import NamedTuple, TypeAlias

from triage.model import ANSWERS, URGENCIES, Action, Ask, Decided, Pathway, Question, Urgency
from triage.shipped import rules

__all__ = ["assess", "next_step"]

Answers: TypeAlias = Mapping[str, str]


class _Tally(NamedTuple):
    """The evidence so far, each pathway's weight counted up to its threshold and no further."""

    nerve: int = 0
    mechanical: int = 0
    local_sign: bool = False
    nerve_in_back: bool = False
    mechanical_from_back: bool = False


class _Case(NamedTuple):
    """What was said, and what follows from it for every question that may come next."""

    said: Answers
    raised: AbstractSet[str]
    """What was answered yes or unsure: that opens questions, and keeps red flags company."""
    urgency: Urgency
    tally: _Tally
    openers: AbstractSet[str]
    """What is raised, or still can be short of an emergency, which ends the interview."""
    signs: tuple[Question, ...]
    """The evidence that a yes can still add, short of an emergency."""


def next_step(answers: Answers) -> Ask | Decided:
    """The question to ask next, or what the person is told once none can change it.

    `answers` maps question ids to "yes", "no" or "unsure", in any order; what is missing was never
    answered. Raises ValueError for an unknown question id or answer, and names it.
    """
    said = _said(answers)
    urgency = _urgency(said)
    if urgency != "now":
        case = _case(said, urgency)
        for question in rules().questions.values():
            if (
                question.id not in said
                and _is_open(question, case.raised)
                and (_can_raise(question, case) or _can_change_pathway(question, case))
            ):
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


def _raised(said: Answers) -> set[str]:
    return {name for name, answer in said.items() if answer != "no"}


def _is_open(question: Question, raised: AbstractSet[str]) -> bool:
    return not question.volunteered and not any(map(raised.isdisjoint, question.opens))


@cache
def _follow_ups(name: str) -> tuple[Question, ...]:
    """The questions that an answer to this one can open."""
    return tuple(q for q in rules().questions.values() if any(name in group for group in q.opens))


@cache
def _self_and_accompanied(name: str) -> tuple[Question, ...]:
    """This question, and the red flags that it keeps company."""
    return tuple(q for q in rules().questions.values() if name == q.id or name in q.company)


# --- urgency


def _urgency_of(question: Question, said: Answers) -> Urgency:
    """What the answer to this one question asks for."""
    answer = said.get(question.id)
    if question.level is None or answer not in ("unsure", question.worrying):
        return "soon"
    level = question.level
    if question.company and all(said.get(name, "no") == "no" for name in question.company):
        level = question.alone or "soon"
    return "today" if level == "now" and answer == "unsure" else level


def _gravest(questions: Iterable[Question], said: Answers) -> Urgency:
    found = {_urgency_of(question, said) for question in questions}
    return "now" if "now" in found else "today" if "today" in found else "soon"


def _urgency(said: Answers) -> Urgency:
    return _gravest(map(rules().questions.__getitem__, said), said)


def _urgency_with(question: Question, answer: str, said: Answers) -> Urgency:
    """What this answer asks for, itself or by the company that it keeps."""
    return _gravest(_self_and_accompanied(question.id), {**said, question.id: answer})


def _action(said: Answers, urgency: Urgency) -> Action:
    if urgency == "soon":
        return "appointment"
    if urgency == "today":
        return "clinician_today"
    flags = (rules().questions[name] for name in said)
    calls = any(q.action == "call" and _urgency_of(q, said) == "now" for q in flags)
    return "call" if calls else "emergency_department"


def _can_raise(question: Question, case: _Case) -> bool:
    """Whether the worst answer to it, or to what a yes then opens, raises the urgency."""
    said, raised = case.said, case.raised
    yes, raised_by_yes = {**said, question.id: "yes"}, raised | {question.id}
    found = [_urgency_with(question, answer, said) for answer in ("yes", "no")]
    found += [
        _urgency_with(other, other.worrying, yes)
        for other in _follow_ups(question.id)
        if other.worrying
        and other.id not in said
        and _is_open(other, raised_by_yes)
        and not _is_open(other, raised)
    ]
    return max(map(URGENCIES.index, found)) > URGENCIES.index(case.urgency)


# --- pathway


@cache
def _add(tally: _Tally, name: str) -> _Tally:
    """The tally after a yes to this question. Tallies are few, so each sum is done once."""
    thresholds, question = rules(), rules().questions[name]
    return _Tally(
        min(tally.nerve + question.nerve, thresholds.nerve_threshold),
        min(tally.mechanical + question.mechanical, thresholds.mechanical_threshold),
        tally.local_sign or question.local_sign,
        tally.nerve_in_back or question.back_link == "nerve",
        tally.mechanical_from_back or question.back_link == "mechanical",
    )


def _tally(said: Answers) -> _Tally:
    return reduce(_add, (name for name, answer in said.items() if answer == "yes"), _Tally())


@cache
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


def _case(said: Answers, urgency: Urgency) -> _Case:
    raised = _raised(said)
    openers, signs = set(raised), []
    for question in rules().questions.values():
        if question.id not in said and _is_open(question, openers):
            if _urgency_with(question, "unsure", said) != "now":
                openers.add(question.id)
            if question.is_evidence and _urgency_with(question, "yes", said) != "now":
                signs.append(question)
    return _Case(said, raised, urgency, _tally(said), openers, tuple(signs))


def _can_change_pathway(question: Question, case: _Case) -> bool:
    """Whether all else can be answered so that this, with what it opens, decides the pathway.

    That is: two ways of answering everything left, which differ only in this question and in what
    it opens, end in different pathways.
    """
    name = question.id
    itself = [sign.id for sign in case.signs if sign.id == name]
    # The signs that this question can open, each with the group it waits for.
    waiting = {
        sign.id: group
        for sign in case.signs
        for group in sign.opens
        if name in group and group.isdisjoint(case.raised)
    }
    if not itself and not waiting:
        return False
    without = case.openers - {name}
    others = [sign.id for sign in case.signs if sign.id != name and _is_open(sign, without)]
    # What another question opens too is this one's doing only where that other one stays shut.
    rivals = waiting.keys() | set().union(*waiting.values())
    apart = [other for other in others if other not in rivals]
    return (bool(itself) and _differs(case.tally, others, itself)) or (
        bool(waiting) and _differs(case.tally, apart, [*itself, *waiting])
    )


def _differs(tally: _Tally, background: Iterable[str], varied: list[str]) -> bool:
    """Whether, before some background of further yeses, the varied ones change the pathway."""
    variants = [yeses for n in range(len(varied) + 1) for yeses in combinations(varied, n)]

    def decides(tally: _Tally) -> bool:
        return len({_pathway(reduce(_add, yeses, tally)) for yeses in variants}) > 1

    tallies = {tally}
    for other in background:
        tallies |= {_add(tally, other) for tally in tallies}
    return any(map(decides, tallies))


# --- reasons


def _given(names: Iterable[str], answers: Answers) -> Iterator[str]:
    """These ids where they were answered; where they were implied, what implied them."""
    for name in names:
        if name in answers:
            yield name
        else:
            questions = rules().questions.values()
            yield from (q.id for q in questions if q.implies == name and answers.get(q.id) == "yes")


def _urgency_reasons(answers: Answers, said: Answers, urgency: Urgency) -> tuple[str, ...]:
    if urgency == "soon":
        return ()
    decisive = [q for q in rules().questions.values() if _urgency_of(q, said) == urgency]
    decisive.sort(key=lambda q: q.action != "call")
    company = chain.from_iterable(
        sorted(q.company & _raised(said)) for q in decisive if q.level == urgency
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
