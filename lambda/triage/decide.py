"""From answers to the next question, or to what the person is told.

What is told is a function of the answers alone: how they came, and in which order, is nowhere
kept. Three small ideas carry it:

* `said` is the answers together with what they imply.
* The urgency is the gravest that any one answer asks for.
* A question is asked only while it can change what is told: it can raise the urgency, or some way
  of answering everything else is left in which it, or what it opens, moves the pathway.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from itertools import chain
from typing import TypeAlias

from triage.model import ANSWERS, URGENCIES, Action, Ask, Decided, Pathway, Question, Urgency
from triage.pathway import can_differ, evidence_of, may_differ, pathway_of, sums_of
from triage.shipped import rules

__all__ = ["assess", "next_step"]

Answers: TypeAlias = Mapping[str, str]


class _Case:
    """What was said, and what follows from it for every question that may come next."""

    def __init__(self, said: Answers, urgency: Urgency) -> None:
        self.said = said
        self.urgency = urgency
        #: What was not answered.
        self.left = [q for q in rules().questions.values() if q.id not in said]
        #: What was answered yes or unsure: that opens questions, and keeps red flags company.
        self.raised = _raised(said)

    @cached_property
    def evidence(self) -> int:
        return _evidence(self.said)

    @cached_property
    def prospects(self) -> tuple[set[str], set[str], int]:
        """What may still come, short of an emergency, which ends the interview.

        All that is raised or still can be, the evidence that a yes can still add, and every sum
        that it can come to.
        """
        openers, signs = set(self.raised), set[str]()
        for question in self.left:
            if _is_open(question, openers):
                if _urgency_with(question, "unsure", self.said) != "now":
                    openers.add(question.id)
                if question.is_evidence and _urgency_with(question, "yes", self.said) != "now":
                    signs.add(question.id)
        return openers, signs, sums_of(self.evidence, signs)


def next_step(answers: Answers) -> Ask | Decided:
    """The question to ask next, or what the person is told once none can change it.

    `answers` maps question ids to "yes", "no" or "unsure", in any order; what is missing was never
    answered. Raises ValueError for an unknown question id or answer, and names it.
    """
    said = _said(answers)
    levels = _levels(said)
    urgency = _gravest(levels.values())
    if urgency != "now":
        case = _Case(said, urgency)
        for question in case.left:
            if _is_open(question, case.raised) and (
                _can_raise(question, case) or _can_change_pathway(question, case)
            ):
                return Ask(question.id, urgency, _urgency_reasons(answers, said, levels))
    return _told(answers, said, levels)


def assess(answers: Answers) -> Decided:
    """What these answers alone amount to, whether or not questions are left to ask.

    Takes and raises what `next_step` does.
    """
    said = _said(answers)
    return _told(answers, said, _levels(said))


def _told(answers: Answers, said: Answers, levels: Mapping[str, Urgency]) -> Decided:
    urgency = _gravest(levels.values())
    pathway, back_linked = pathway_of(_evidence(said))
    return Decided(
        urgency,
        _action(levels, urgency),
        pathway,
        back_linked,
        _urgency_reasons(answers, said, levels),
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
    if question.volunteered:
        return False
    for group in question.opens:  # noqa: SIM110  # nothing else is asked as often
        if raised.isdisjoint(group):
            return False
    return True


@cache
def _follow_ups(name: str) -> tuple[Question, ...]:
    """The questions that an answer to this one can open."""
    return tuple(q for q in rules().questions.values() if any(name in group for group in q.opens))


@cache
def _signs_opened(name: str) -> tuple[Question, ...]:
    """Those of them that are evidence."""
    return tuple(question for question in _follow_ups(name) if question.is_evidence)


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


def _levels(said: Answers) -> dict[str, Urgency]:
    """What each answer asks for."""
    questions = rules().questions
    return {
        name: _urgency_alone(name, answer) or _urgency_of(questions[name], said)
        for name, answer in said.items()
    }


def _gravest(levels: Container[Urgency]) -> Urgency:
    return "now" if "now" in levels else "today" if "today" in levels else "soon"


def _urgency_with(question: Question, answer: str, said: Answers) -> Urgency:
    """What this answer asks for, itself or by the company that it keeps."""
    alone = _urgency_alone(question.id, answer)
    if alone:
        return alone
    told = {**said, question.id: answer}
    return _gravest({_urgency_of(other, told) for other in _self_and_accompanied(question.id)})


@cache
def _urgency_alone(name: str, answer: str) -> Urgency | None:
    """The same, where nothing else that was said has a part in it."""
    question, *accompanied = _self_and_accompanied(name)
    alone = not accompanied and not question.company
    return _urgency_of(question, {name: answer}) if alone else None


def _action(levels: Mapping[str, Urgency], urgency: Urgency) -> Action:
    if urgency == "soon":
        return "appointment"
    if urgency == "today":
        return "clinician_today"
    questions = rules().questions
    calls = any(questions[name].action == "call" for name in levels if levels[name] == "now")
    return "call" if calls else "emergency_department"


@cache
def _worst(name: str) -> int:
    """How grave this question, what it opens and what it keeps company can get, at the most."""
    names = (name, *(question.id for question in _follow_ups(name)))
    concerned = chain.from_iterable(map(_self_and_accompanied, names))
    return max(URGENCIES.index(question.level or "soon") for question in concerned)


def _can_raise(question: Question, case: _Case) -> bool:
    """Whether the worst answer to it, or to what a yes then opens, raises the urgency."""
    if _worst(question.id) <= URGENCIES.index(case.urgency):
        return False
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


def _evidence(said: Answers) -> int:
    return evidence_of(name for name, answer in said.items() if answer == "yes")


def _can_change_pathway(question: Question, case: _Case) -> bool:
    """Whether all else can be answered so that this, with what it opens, decides the pathway.

    That is: two ways of answering everything left, which differ only in this question and in what
    it opens, end in different pathways.
    """
    name = question.id
    openers, signs, every = case.prospects
    itself = [name] if name in signs else []
    opened = [sign for sign in _signs_opened(name) if sign.id in signs]
    varied = itself + [sign.id for sign in opened]
    if not varied or not may_differ(every, varied):
        return False
    without = openers.difference({name})
    shut = [sign.id for sign in opened if not _is_open(sign, without)]
    others = signs.difference({name}, shut)
    if itself and can_differ(sums_of(case.evidence, others), itself):
        return True
    # The signs that this question can open, each with the group it waits for.
    waiting = {
        sign.id: group
        for sign in opened
        for group in sign.opens
        if name in group and group.isdisjoint(case.raised)
    }
    if not waiting:
        return False
    # What another question opens too is this one's doing only where that other one stays shut.
    apart = others.difference(waiting, *waiting.values())
    return can_differ(sums_of(case.evidence, apart), [*itself, *waiting])


# --- reasons


def _given(names: Iterable[str], answers: Answers) -> Iterator[str]:
    """These ids where they were answered; where they were implied, what implied them."""
    for name in names:
        if name in answers:
            yield name
        else:
            questions = rules().questions.values()
            yield from (q.id for q in questions if q.implies == name and answers.get(q.id) == "yes")


def _urgency_reasons(
    answers: Answers, said: Answers, levels: Mapping[str, Urgency]
) -> tuple[str, ...]:
    urgency = _gravest(levels.values())
    if urgency == "soon":
        return ()
    decisive = [q for q in rules().questions.values() if levels.get(q.id) == urgency]
    decisive.sort(key=lambda q: q.action != "call")
    names = [q.id for q in decisive]
    names += [
        name
        for q in decisive
        if q.level == urgency
        for name in sorted(q.company)
        if said.get(name, "no") != "no"
    ]
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
