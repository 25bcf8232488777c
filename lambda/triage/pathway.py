"""Which pathway the evidence points to, and whether more of it can still point elsewhere.

The evidence of some signs is one number, their sum: each sign adds to digits of its own, which are
wide enough for all signs together. So a set of such sums can be one number too, with a bit for
each; and one shift adds a sign to every one of them. That makes it cheap to go through all that
may still be answered, at every turn anew: nothing is remembered here but what the rules say.
"""

from collections.abc import Iterable
from functools import cache, reduce
from itertools import accumulate
from operator import mul, or_
from typing import NamedTuple

from triage.model import Pathway, Question
from triage.shipped import rules

__all__ = ["can_differ", "evidence_of", "may_differ", "pathway_of", "sums_of"]


class _Outcome(NamedTuple):
    pathway: Pathway
    back_linked: bool
    sums: int
    """The set of sums that lead to it. A sum between two of them is one of them too."""


def evidence_of(signs: Iterable[str]) -> int:
    """The sum of these questions, each answered with yes."""
    return sum(map(_worth, signs))


def pathway_of(evidence: int) -> tuple[Pathway, bool]:
    """The pathway, and whether it leads to the back."""
    outcome = next(outcome for outcome in _outcomes() if outcome.sums >> evidence & 1)
    return outcome.pathway, outcome.back_linked


def sums_of(evidence: int, signs: Iterable[str]) -> int:
    """The set of all sums that adding some of these signs to the evidence can come to."""
    sums = 1 << evidence
    for sign in signs:
        sums |= sums << _worth(sign)
    return sums


def can_differ(before: int, varied: Iterable[str]) -> bool:
    """Whether, before some of these sums, some of these signs change the pathway.

    If any of the signs do, all of them together do.
    """
    return bool(before & _turning(evidence_of(varied)))


def may_differ(every: int, varied: Iterable[str]) -> bool:
    """The same at a glance, from all sums that are possible with the varied signs and without.

    May be mistaken, but not where it says no.
    """
    more = evidence_of(varied)
    return bool(every & every >> more & _turning(more))


@cache
def _turning(more: int) -> int:
    """The set of sums to which so much more makes a difference.

    That is remembered. It is asked of each question and what it opens: few, and nobody's answers.
    """
    outcomes = (outcome.sums for outcome in _outcomes())
    return reduce(or_, (sums & ~(sums >> more) for sums in outcomes))


def _digits(question: Question) -> tuple[int, ...]:
    from_nerve, from_gait = (question.back_link == side for side in ("nerve", "mechanical"))
    return question.nerve, question.mechanical, question.local_sign, from_nerve, from_gait


@cache
def _units() -> tuple[int, ...]:
    """What a one is worth in each digit, and at last how many sums there are."""
    needed = (rules().nerve_threshold, rules().mechanical_threshold, 1, 1, 1)
    columns = zip(needed, *map(_digits, rules().questions.values()), strict=True)
    sizes = (1 + max(least, sum(worth)) for least, *worth in columns)
    return tuple(accumulate(sizes, mul, initial=1))


@cache
def _worth(name: str) -> int:
    return sum(map(mul, _digits(rules().questions[name]), _units()))


@cache
def _outcomes() -> tuple[_Outcome, ...]:
    units, every = _units(), (1 << _units()[-1]) - 1

    def at_least(least: int, digit: int) -> int:
        """The set of sums that have so much in this digit, whatever is in the others."""
        once = (1 << units[digit + 1]) - (1 << units[digit] * least)
        return once * (every // ((1 << units[digit + 1]) - 1))

    nerve = at_least(rules().nerve_threshold, 0)
    mechanical = at_least(rules().mechanical_threshold, 1)
    from_nerve, from_gait = at_least(1, 3), at_least(1, 4)
    both = nerve & mechanical & at_least(1, 2)
    found: tuple[tuple[Pathway, int, int], ...] = (
        ("both", both, from_nerve | from_gait),
        ("nerve", nerve & ~both, from_nerve),
        ("mechanical", mechanical & ~nerve, from_gait),
        ("unclear", every & ~nerve & ~mechanical, 0),
    )
    return tuple(
        _Outcome(pathway, back_linked, sums & (linked if back_linked else ~linked))
        for pathway, sums, linked in found
        for back_linked in (True, False)
    )
