"""Every path of yes, no and unsure through the interview, walked by sharing equal states.

    PYTHONPATH=lambda python -m tests.triage_walk      (or: make proof)

prints how many paths there are, how many questions they put, and what they end in.

There are millions of paths. But what an interview may still ask and tell depends on less than the
answers themselves; on how much less, the oracle says, which knows nothing of the code under test:
it calls it a `Standing`. Answers that lead to the same standing after the same number of questions
are one state here. A state keeps a few of the answers that lead to it, picked at random, so that
tests can hold them against each other; `test_triage_sharing.py` does.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from tests.triage_oracle import ANSWERS, Standing, Told, after, standing
from triage import Ask, Decided, next_step
from triage.model import PATHWAYS, URGENCIES

__all__ = ["Answers", "State", "Step", "Walk", "figures", "gist", "reachable", "walk"]

Answers: TypeAlias = Mapping[str, str]
Step: TypeAlias = Callable[[Answers], Ask | Decided]

Key = TypeVar("Key")

_MEMBERS = 3
"""How many of the answers that lead to a state it keeps."""


class State(NamedTuple):
    """A place in the interview that paths share."""

    here: Standing
    members: tuple[Answers, ...]
    """Some of the answers that lead here, no two the same."""
    paths: int
    """How many paths lead here."""
    step: Ask | Decided
    """What comes next, after the first of the members."""

    @property
    def answers(self) -> Answers:
        """The first of the members."""
        return self.members[0]


class Walk(NamedTuple):
    """Every state that can be reached, and so every path."""

    states: tuple[State, ...]

    @property
    def standings(self) -> list[State]:
        """One state for each standing, however many questions it took to get there."""
        return list({state.here: state for state in self.states}.values())

    @property
    def asking(self) -> list[tuple[State, Ask]]:
        """The states in which there is a question to ask."""
        return [(state, state.step) for state in self.states if isinstance(state.step, Ask)]

    @property
    def ends(self) -> list[tuple[State, Decided]]:
        """The states in which the interview is over."""
        return [(state, state.step) for state in self.states if isinstance(state.step, Decided)]

    @property
    def lengths(self) -> Counter[int]:
        """How many paths put so many questions."""
        return _sums((len(state.answers), state.paths) for state, _ in self.ends)

    @property
    def outcomes(self) -> Counter[tuple[str, str]]:
        """How many paths end in an urgency and a pathway."""
        return _sums(((end.urgency, end.pathway), state.paths) for state, end in self.ends)


def walk(step: Step = next_step) -> Walk:
    """Walk every path of the interview that ``step`` leads.

    Raises ``ValueError`` for a question that is asked again, since that path would have no end.
    """
    chance = random.Random(0)
    states: list[State] = []
    level: dict[Standing, tuple[list[Answers], int]] = {standing({}): ([{}], 1)}
    while level:
        below: dict[Standing, tuple[list[Answers], int]] = {}
        for here, (found, paths) in level.items():
            members = chance.sample(found, min(_MEMBERS, len(found)))
            state = State(here, tuple(members), paths, step(members[0]))
            states.append(state)
            if isinstance(state.step, Ask):
                question = state.step.question
                if question in members[0]:
                    raise ValueError(f"{question} is asked again after {members[0]}")
                for answer in ANSWERS:
                    there = after(here, question, answer)
                    others, ways = below.get(there, ([], 0))
                    others += [{**member, question: answer} for member in members]
                    below[there] = others, ways + paths
        level = below
    return Walk(tuple(states))


def reachable(starts: Iterable[Answers]) -> Iterator[tuple[Standing, Answers, Ask | Decided]]:
    """Give every standing that interviews can reach which begin with these answers.

    With each, one set of answers that leads there, and what comes next.
    """
    seen: set[Standing] = set()
    left = [(standing(start), start) for start in starts]
    while left:
        here, answers = left.pop()
        if here in seen:
            continue
        seen.add(here)
        step = next_step(answers)
        yield here, answers, step
        if isinstance(step, Ask):
            name = step.question
            left += [(after(here, name, a), {**answers, name: a}) for a in ANSWERS]


def gist(step: Ask | Decided) -> str | Told:
    """Return the question that is asked, or what is told."""
    if isinstance(step, Ask):
        return step.question
    if step.urgency == "now":
        return Told(step.action)
    return Told(step.action, step.pathway, step.back_linked)


def figures(walked: Walk) -> str:
    """Return what all paths come to, as lines of text."""
    lengths = walked.lengths
    paths = lengths.total()
    rows = [(urgency, (urgency,)) for urgency in reversed(URGENCIES)] + [("all", URGENCIES)]
    return _FIGURES.format(
        paths=paths,
        fewest=min(lengths),
        mean=sum(length * ways for length, ways in lengths.items()) / paths,
        most=max(lengths),
        head="".join(f"{title:>12}" for title in (*PATHWAYS, "all")),
        rows="\n".join(name.ljust(5) + _row(walked.outcomes, some) for name, some in rows),
    )


_FIGURES = """\
paths of yes, no and unsure    {paths:>12,}
questions asked, at least      {fewest:>12}
                 on average    {mean:>12.2f}
                 at most       {most:>12}

Paths by what they end in. At now that pathway is not told: it is what was heard by then.

     {head}
{rows}
"""


def _row(outcomes: Counter[tuple[str, str]], urgencies: Iterable[str]) -> str:
    counts = [sum(outcomes[urgency, pathway] for urgency in urgencies) for pathway in PATHWAYS]
    return "".join(f"{count:>12,}" for count in (*counts, sum(counts)))


def _sums(counted: Iterable[tuple[Key, int]]) -> Counter[Key]:
    sums: Counter[Key] = Counter()
    for key, count in counted:
        sums[key] += count
    return sums


def main() -> None:
    """Walk, and print the figures and how they came about."""
    begun = time.perf_counter()
    walked = walk()
    members = sum(len(state.members) for state in walked.states)
    sys.stdout.write(figures(walked))
    sys.stdout.write(
        f"\nWalked in {time.perf_counter() - begun:.1f} seconds by way of {len(walked.states):,}"
        f" states that the paths share; {members:,} sets of answers stand for them.\n"
    )


if __name__ == "__main__":
    main()
