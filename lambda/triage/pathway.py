"""Which pathway the evidence points to, and whether more of it can still point elsewhere.

What counts is the tally of the evidence. There are few tallies, since weight is counted up to its
threshold and no further, and few sets of evidence that an interview still leaves: whatever is
worked out about them here is worked out once, and says nothing of who gave which answer.
"""

from collections.abc import Iterable
from functools import cache, reduce
from itertools import combinations
from typing import NamedTuple

from triage.model import Pathway
from triage.shipped import rules

__all__ = ["Tally", "can_differ", "is_settled", "pathway_of", "tally_of"]


class Tally(NamedTuple):
    """The evidence so far, each pathway's weight counted up to its threshold and no further."""

    nerve: int = 0
    mechanical: int = 0
    local_sign: bool = False
    nerve_in_back: bool = False
    mechanical_from_back: bool = False


def tally_of(signs: Iterable[str]) -> Tally:
    """The tally of these questions, each answered with yes."""
    return reduce(_add, signs, Tally())


@cache
def _add(tally: Tally, name: str) -> Tally:
    thresholds, question = rules(), rules().questions[name]
    return Tally(
        min(tally.nerve + question.nerve, thresholds.nerve_threshold),
        min(tally.mechanical + question.mechanical, thresholds.mechanical_threshold),
        tally.local_sign or question.local_sign,
        tally.nerve_in_back or question.back_link == "nerve",
        tally.mechanical_from_back or question.back_link == "mechanical",
    )


@cache
def pathway_of(tally: Tally) -> tuple[Pathway, bool]:
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


@cache
def is_settled(tally: Tally, signs: tuple[str, ...]) -> bool:
    """Whether the pathway is the same, whichever of these further yeses are added."""
    return len(set(map(pathway_of, _tallies(tally, signs)))) == 1


@cache
def can_differ(tally: Tally, background: tuple[str, ...], varied: tuple[str, ...]) -> bool:
    """Whether, before some background of further yeses, the varied ones change the pathway."""
    variants = [yeses for n in range(len(varied) + 1) for yeses in combinations(varied, n)]

    def decides(tally: Tally) -> bool:
        return len({pathway_of(reduce(_add, yeses, tally)) for yeses in variants}) > 1

    return any(map(decides, _tallies(tally, background)))


def _tallies(tally: Tally, signs: tuple[str, ...]) -> set[Tally]:
    """All that adding some of these yeses can come to."""
    tallies = {tally}
    for sign in signs:
        tallies |= {_add(tally, sign) for tally in tallies}
    return tallies
