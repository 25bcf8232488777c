"""The sample utterances of one intent, as a grammar that also allows what lies between them.

A sample such as "i have {symptom} but no {absent}" is a way from its beginning, over a value of
each slot type, to its end, with words between. The grammar is the network of all samples: whatever
may follow a type in some sample may follow it in any. So two samples make a third that nobody
wrote, and no word is ever passed over. What a value means is decided by its type, and so by the
words before it: in "no {absent}" and "i have {symptom}" the same words mean the opposite.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .model import SLOT_IN_SAMPLE, Entity, Intent
from .text import normalised

__all__ = ["END", "START", "Grammar", "Parse", "Steps", "Value", "Words", "steps_of", "words"]

Words = tuple[str, ...]

START, END = "<", ">"
"""Where a sample begins and ends; all other places are slot types."""

_MOST_AT_A_PLACE = 12


def words(text: str) -> Words:
    """Return the words of a text, as they count."""
    return tuple(normalised(text).split())


class Steps(NamedTuple):
    """A sample: the places it passes, from START to END, and the words between them."""

    places: Words
    between: tuple[Words, ...]


class Value(NamedTuple):
    """Words that were taken for a value of a slot type, by their place in the utterance."""

    type: str
    start: int
    end: int
    entities: tuple[Entity, ...]


class Parse(NamedTuple):
    """One way to read an utterance; `cost` is less for fewer values and fewer words between."""

    cost: float
    values: tuple[Value, ...]
    steps: Steps

    @property
    def meaning(self) -> tuple[str, ...]:
        """What is said, whatever the words: the ids of the values."""
        return tuple(sorted("|".join(e.id for e in value.entities) for value in self.values))


def steps_of(intent: Intent) -> Iterator[Steps]:
    """Give each sample of an intent as steps."""
    for sample in intent.samples:
        parts = SLOT_IN_SAMPLE.split(sample)
        types = (intent.slots[name].type for name in parts[1::2])
        yield Steps((START, *types, END), tuple(map(words, parts[::2])))


class Grammar:
    """Reads utterances by the samples of one intent."""

    def __init__(
        self,
        samples: Iterable[Steps],
        values: Mapping[str, Mapping[Words, tuple[Entity, ...]]],
        lists: Iterable[tuple[str, Words]] = (),
    ) -> None:
        """Take the samples, the phrases of each type, and what may part values of a list."""
        self.samples = frozenset(samples)
        self._values = values
        self._next: dict[Words, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for places, between in self.samples:
            for place, said, following in zip(places, between, places[1:], strict=False):
                self._next[said][place].add(following)
        for kind, said in lists:
            self._next[said][kind].add(kind)
        self._longest_between = max(map(len, self._next), default=0)
        types = {place for sample in self.samples for place in sample.places} - {START, END}
        self._longest_value = {kind: max(map(len, values[kind]), default=0) for kind in types}

    def parses(self, said: Words) -> list[Parse]:
        """Return the ways to read all of `said`, the best first."""
        reached: dict[tuple[int, str], list[Parse]] = {
            (0, START): [Parse(0, (), Steps((START,), ()))]
        }
        found: list[Parse] = []
        for position in range(len(said) + 1):
            for place in [place for at, place in reached if at == position]:
                ways = _best(reached[position, place])
                for between, following in self._onward(said, position, place):
                    if following != END:
                        self._take(said, position, between, following, ways, reached)
                    elif position + len(between) == len(said):
                        found += [_longer(way, between, END, None) for way in ways]
        return sorted(found, key=lambda parse: parse.cost)

    def _onward(self, said: Words, position: int, place: str) -> Iterator[tuple[Words, str]]:
        for end in range(position, min(position + self._longest_between, len(said)) + 1):
            between = said[position:end]
            for following in self._next[between][place] if between in self._next else ():
                yield between, following

    def _take(
        self,
        said: Words,
        position: int,
        between: Words,
        kind: str,
        ways: list[Parse],
        reached: dict[tuple[int, str], list[Parse]],
    ) -> None:
        start = position + len(between)
        for end in range(start + 1, min(start + self._longest_value[kind], len(said)) + 1):
            if entities := self._values[kind].get(said[start:end]):
                value = Value(kind, start, end, entities)
                longer = [_longer(way, between, kind, value) for way in ways]
                reached.setdefault((end, kind), []).extend(longer)


def _longer(way: Parse, between: Words, place: str, value: Value | None) -> Parse:
    steps = Steps((*way.steps.places, place), (*way.steps.between, between))
    cost = way.cost + len(between) / 100 + (1 if value else 0)
    return Parse(cost, (*way.values, value) if value else way.values, steps)


def _best(ways: list[Parse]) -> list[Parse]:
    """Keep the cheapest way of each meaning, and not too many."""
    kept: dict[tuple[str, ...], Parse] = {}
    for way in sorted(ways, key=lambda way: way.cost):
        kept.setdefault(way.meaning, way)
    return list(kept.values())[:_MOST_AT_A_PLACE]
