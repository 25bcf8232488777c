"""Sentences as the smallest automaton that accepts them, and nothing else.

The recogniser could read them as one long list of alternatives, but searches it a thousand times
slower: thousands of sentences begin and end alike.
"""

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Arc", "Automaton", "automaton"]


class Arc(NamedTuple):
    """A step from one state to another, with a word; the empty word is no word."""

    begin: int
    end: int
    word: str


class Automaton(NamedTuple):
    """States are numbers from 0 on; ``begin`` is the first, ``end`` the last and only final one."""

    begin: int
    end: int
    arcs: tuple[Arc, ...]

    @property
    def states(self) -> int:
        """How many there are."""
        return self.end + 1


_Tree = dict[str, "_Tree"]
_END = ""


def automaton(sentences: Iterable[str]) -> Automaton:
    """Make the automaton that accepts just these sentences, words parted by spaces."""
    tree: _Tree = {}
    for sentence in sentences:
        branch = tree
        for word in sentence.split():
            branch = branch.setdefault(word, {})
        branch[_END] = {}
    states: dict[tuple[tuple[str, int], ...], int] = {}
    begin = _merge(tree, states)
    end = len(states)
    arcs = [
        Arc(state, next_state if word else end, word)
        for steps, state in states.items()
        for word, next_state in steps
    ]
    return Automaton(begin, end, tuple(arcs))


def _merge(branch: _Tree, states: dict[tuple[tuple[str, int], ...], int]) -> int:
    """Number a branch; two from which the same words can follow are one state."""
    steps = tuple((word, _merge(branch[word], states) if word else -1) for word in sorted(branch))
    return states.setdefault(steps, len(states))
