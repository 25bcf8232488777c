"""The sample utterances of an intent as a network: what may follow what, what may be passed over.

A sample such as "i have {symptom} but no {absent}" is a way from its beginning, over a value of
each slot type, to its end, with words between. The network joins all samples of an intent: what
follows a type in one sample may follow it in any, so that two samples make a third that nobody
wrote. What a value means is decided by its type, and so by the words before it: in "no {absent}"
and "i have {symptom}" the same words say the opposite.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, NamedTuple

from .model import SLOT_IN_SAMPLE, Entity, Intent
from .text import normalised

__all__ = ["END", "START", "Network", "Parse", "Passes", "Steps", "Trie", "Value", "Words", "words"]

Words = tuple[str, ...]
Passes = Mapping[int, tuple[tuple[int, float], ...]]
"""From a place in an utterance to what may be passed over there: how many words, at what cost."""

_Place = str | tuple[str, str, Words]
"""START, END, a slot type; or a slot type, what was passed before it, and the words between."""

START, END = "<", ">"
"""Where a sample begins and ends; all other places are slot types."""

_MOST_WAYS = 8
_SAMPLE, _VALUE, _BETWEEN = 1.0, 0.15, 0.01
"""What each sample costs, each value, and each word between values."""


def words(text: str) -> Words:
    """Return the words of a text, as they count."""
    return tuple(normalised(text).split())


class Steps(NamedTuple):
    """A sample: the places it passes, from START to END, and the words between them."""

    places: Words
    between: tuple[Words, ...]


def steps_of(intent: Intent) -> Iterator[Steps]:
    """Give each sample of an intent as steps."""
    for sample in intent.samples:
        parts = SLOT_IN_SAMPLE.split(sample)
        types = (intent.slots[name].type for name in parts[1::2])
        yield Steps((START, *types, END), tuple(map(words, parts[::2])))


class Value(NamedTuple):
    """Words that were taken for a value of a slot type, and where they stand in the utterance."""

    type: str
    start: int
    end: int
    entities: tuple[Entity, ...]


class Parse(NamedTuple):
    """One way to read an utterance, and its cost: less is nearer to a sample as it is written."""

    cost: float = 0.0
    values: tuple[Value, ...] = ()
    steps: Steps = Steps((START,), ())

    @property
    def meaning(self) -> tuple[str, ...]:
        """What is said, whatever the words: the ids of the values."""
        return tuple(sorted({"|".join(e.id for e in value.entities) for value in self.values}))


class Trie:
    """Phrases, and what each stands for."""

    def __init__(self) -> None:
        """Begin without any."""
        # From a word to the node below; "" to what the phrase that ends here stands for.
        self._root: dict[str, Any] = {}

    def at(self, phrase: Words, default: Any) -> Any:  # noqa: ANN401  as with `dict.setdefault`
        """Return what a phrase stands for, which is `default` from now on if it is new."""
        node = self._root
        for word in phrase:
            node = node.setdefault(word, {})
        return node.setdefault("", default)

    def found(
        self, said: Words, start: int, passes: Passes, *, around: bool = False
    ) -> Iterator[tuple[int, Any, float]]:
        """Find the phrases that stand at `start`: where each ends, what it stands for, its cost.

        What may be passed over may stand within a phrase, and with `around` before and after it.
        """
        ways = [(start, self._root, 0.0, True)]
        while ways:
            place, node, cost, complete = ways.pop()
            if complete and "" in node:
                yield place, node[""], cost
            if place < len(said) and said[place] in node:
                ways.append((place + 1, node[said[place]], cost, True))
            if around or node is not self._root:
                for length, more in passes.get(place, ()):
                    ways.append((place + length, node, cost + more, around))


class Network:
    """Reads utterances by the samples of one intent."""

    def __init__(
        self,
        samples: Iterable[Steps],
        values: Mapping[str, Trie],
        turned: Set[str] = frozenset(),
        lists: Iterable[tuple[str, Words]] = (),
        *,
        chained: bool = False,
    ) -> None:
        """Take the samples, and the phrases of each type.

        What a value of a ``turned`` type means hangs on the words before it, so only what follows
        these words in some sample may follow. ``lists`` are types of which one value may follow
        another, and the words between; with ``chained`` a whole sample may follow another.
        """
        self._values = values
        self._chained = chained
        self._between = Trie()
        for places, between in samples:
            reached = START
            for place, said, following in zip(places, between, places[1:], strict=False):
                onward = (following, place, said) if following in turned else following
                self._join(reached, said, onward)
                reached = onward
        for kind, said in lists:
            self._join(kind, said, kind)

    def _join(self, place: _Place, said: Words, following: _Place) -> None:
        self._between.at(said, {}).setdefault(place, set()).add(following)

    def parses(self, said: Words, passes: Passes, most: float) -> list[Parse]:
        """Return the ways to read all of `said` that cost no more than `most`, the best first."""
        reached: list[dict[_Place, list[Parse]]] = [{} for _ in range(len(said) + 1)]
        reached[0][START] = [Parse(_SAMPLE)]
        found: list[Parse] = []
        for position, places in enumerate(reached):
            if not places:
                continue
            for end, onward, cost in self._between.found(said, position, passes, around=True):
                total = cost + (end - position) * _BETWEEN
                for place in places.keys() & onward.keys():
                    ways = _best(places[place])
                    for following in onward[place]:
                        longer = [_longer(way, said[position:end], following, total) for way in ways]
                        longer = [way for way in longer if way.cost <= most]
                        if following != END:
                            self._take(said, end, following, longer, passes, reached)
                        elif end == len(said):
                            found += longer
                        elif self._chained:
                            again = (way._replace(cost=way.cost + _SAMPLE) for way in longer)
                            reached[end].setdefault(START, []).extend(again)
        return sorted(found, key=lambda parse: parse.cost)

    def _take(
        self,
        said: Words,
        start: int,
        place: _Place,
        ways: list[Parse],
        passes: Passes,
        reached: list[dict[_Place, list[Parse]]],
    ) -> None:
        kind = _type(place)
        for end, entities, cost in self._values[kind].found(said, start, passes):
            if end > start:
                value = Value(kind, start, end, tuple(entities))
                reached[end].setdefault(place, []).extend(
                    way._replace(cost=way.cost + cost + _VALUE, values=(*way.values, value))
                    for way in ways
                )


def _type(place: _Place) -> str:
    return place if isinstance(place, str) else place[0]


def _longer(way: Parse, between: Words, place: _Place, cost: float) -> Parse:
    steps = Steps((*way.steps.places, _type(place)), (*way.steps.between, between))
    return way._replace(cost=way.cost + cost, steps=steps)


def _best(ways: list[Parse]) -> list[Parse]:
    """Keep the cheapest way of each meaning, and not too many."""
    kept: dict[tuple[str, ...], Parse] = {}
    for way in sorted(ways, key=lambda way: way.cost):
        kept.setdefault(way.meaning, way)
    return list(kept.values())[:_MOST_WAYS]
