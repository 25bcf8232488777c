"""What an interaction model itself says makes no difference.

A slot type is *plain* if some sample is nothing but a slot of it: what stands alone is meant as it
stands. A type that shares phrases with a plain one, under other ids, and never stands alone is
*turned*: its values are meant by the words around them ("no {absent}", "my father had {mention}").
So the words around plain types, as far as they are not those around turned ones, turn nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import pairwise

from .grammar import END, START, Passes, Steps, Trie, Words, words
from .model import Model

__all__ = ["Neutral", "same_meaning"]

_PASSED, _SKIPPED, _UNKNOWN = 0.1, 0.3, 0.5
"""What it costs to pass over a word that says nothing, one that turns nothing, an unknown one."""

_OFTENER = 1.5
"""How much oftener around turned types than around plain ones makes a word turn what follows."""

_EVERYWHERE = 3
"""What may be passed over in so many intents may be passed over in all of them."""

Samples = Mapping[str, Set[Steps]]


class Neutral:
    """What may be passed over in an utterance."""

    def __init__(self, model: Model, samples: Samples, values: Mapping[str, Trie]) -> None:
        """Take a model, the samples of each of its intents, and the phrases of each type.

        ``alike`` tells what each intent means, ``turned`` which types are turned, ``optional``
        which types say nothing in the samples of an intent, ``denied`` whose phrases are turned.
        """
        self._values = values
        self.alike = same_meaning(model, samples)
        optional = {
            name: {kind for kind in _types(found) if _optional(kind, found)}
            for name, found in samples.items()
        }
        self.types = {
            kind
            for kind in model.types
            if sum(kind in types for types in optional.values()) >= _EVERYWHERE
        }
        self.optional = {name: types | self.types for name, types in optional.items()}
        self._slots = {name: _types(found) for name, found in samples.items()}
        self._answers: dict[Words, set[object]] = defaultdict(set)
        for name, found in samples.items():
            for said in _whole(found):
                self._answers[said].add(self.alike[name])
        self.turned = _turned(model, samples, set[str]().union(*optional.values()))
        self.denied = _denied(model, samples, self.turned)
        self._known = _vocabulary(model, samples)
        self._turning = Counter[Words]()
        for found in samples.values():
            self._turning += _around(found, self.turned, turned=True)
        self._anywhere = Counter(
            pair
            for found in samples.values()
            for sample in found
            for said in sample.between
            for pair in pairwise(said)
        )
        self._plain = {name: _around(f, self.turned, turned=False) for name, f in samples.items()}

    def only(self, intent: str) -> bool:
        """Whether all slots of an intent may be passed over: what it says is in its samples."""
        return self._slots[intent] <= self.optional[intent]

    def passes(self, intent: str, said: Words) -> Passes:
        """Tell what says nothing in an utterance that is read by the samples of an intent."""
        found: dict[int, tuple[tuple[int, float], ...]] = {}
        for start in range(len(said)):
            ends = {
                end
                for kind in self.optional[intent]
                for end, _, _ in self._values[kind].found(said, start, {})
                if self._no_other_answer(intent, said[start:end])
            }
            if ends:
                found[start] = tuple((end - start, (end - start) * _PASSED) for end in ends)
        return found

    def skips(self, intent: str, said: Words) -> Passes:
        """Tell beyond that what turns nothing round: words around plain types, and unknown ones."""
        found = dict(self.passes(intent, said))
        for place, word in enumerate(said):
            near = ((word,), *pairwise(said[max(0, place - 1) : place + 2]))
            if word not in self._known:
                found[place] = (*found.get(place, ()), (1, _UNKNOWN))
            elif self._plain[intent][(word,)] and not any(self._stops(intent, n) for n in near):
                found[place] = (*found.get(place, ()), (1, _SKIPPED))
        return found

    def _stops(self, intent: str, said: Words) -> bool:
        """Whether these words, or this pair of them, may not be passed over."""
        plain = self._plain[intent][said]
        elsewhere = len(said) > 1 and not plain and self._anywhere[said]
        return bool(elsewhere) or self._turning[said] > plain * _OFTENER

    def turns(self, word: str) -> bool:
        """Whether a word stands around turned types more than around plain ones."""
        return self._turning[(word,)] > sum(p[(word,)] for p in self._plain.values()) * _OFTENER

    def _no_other_answer(self, intent: str, phrase: Words) -> bool:
        """An answer is not passed over in another answer: "a bit" is nothing, but not in a no."""
        mine = self.alike[intent]
        others = {one for one in self._answers.get(phrase, ()) if _is_answer(one)} - {mine}
        return not (_is_answer(mine) and others)


def _is_answer(meaning: object) -> bool:
    return isinstance(meaning, tuple)


def same_meaning(model: Model, samples: Samples) -> dict[str, object]:
    """Tell which intents mean the same: those that have all phrases of a slot value as samples.

    A value of a slot type that holds "yes", "it does" and "yeah" says that the intents which have
    these as samples are one. Every other intent means itself.
    """
    whole: dict[Words, set[str]] = defaultdict(set)
    for name, found in samples.items():
        for said in _whole(found):
            whole[said].add(name)
    alike: dict[str, object] = {name: name for name in samples}
    for phrases in model.types.values():
        by_id: dict[str, list[Words]] = defaultdict(list)
        for phrase, entity in phrases:
            by_id[entity.id].append(words(phrase))
        for value, some in by_id.items():
            if all(phrase in whole for phrase in some):
                for name in set[str]().union(*(whole[phrase] for phrase in some)):
                    alike[name] = ("answer", value)
    return alike


def _whole(samples: Iterable[Steps]) -> Iterator[Words]:
    return (sample.between[0] for sample in samples if sample.places == (START, END))


def _types(samples: Iterable[Steps]) -> set[str]:
    return {place for sample in samples for place in sample.places} - {START, END}


def _optional(kind: str, samples: Set[Steps]) -> bool:
    """Whether a type may be left out of every sample that it stands in."""
    return all(_without(kind, sample) in samples for sample in samples if kind in sample.places)


def _without(kind: str, sample: Steps) -> Steps:
    index = sample.places.index(kind)
    before, after = sample.between[index - 1], sample.between[index]
    return Steps(
        sample.places[:index] + sample.places[index + 1 :],
        (*sample.between[: index - 1], before + after, *sample.between[index + 1 :]),
    )


def _turned(model: Model, samples: Samples, optional: Set[str]) -> set[str]:
    """The types whose values are meant by the words around them, and what stands beside these."""
    found = [sample for some in samples.values() for sample in some]
    plain = {s.places[1] for s in found if len(s.places) == 3 and s.between == ((), ())}
    ids = {
        kind: {phrase.casefold(): entity.id for phrase, entity in phrases}
        for kind, phrases in model.types.items()
    }
    turned = {
        kind
        for kind in ids.keys() - plain - optional
        if any(
            ids[kind][phrase] != ids[other][phrase]
            for other in plain
            for phrase in ids[kind].keys() & ids[other].keys()
        )
    }
    beside = {
        kind
        for kind in ids.keys() - plain - optional - turned
        for near in [[s.places for s in found if kind in s.places]]
        if near and all(turned & set(places) for places in near)
    }
    return turned | beside


def _denied(model: Model, samples: Samples, turned: Set[str]) -> set[str]:
    """The types that share most of their values' names with a turned one."""
    said = {phrase for kind in turned for phrase, _ in model.types[kind]}
    return {
        kind
        for kind, phrases in model.types.items()
        if len({e.id for p, e in phrases if p in said}) > 1
    }


def _vocabulary(model: Model, samples: Samples) -> set[str]:
    """All words of a model."""
    known = {word for phrases in model.types.values() for p, _ in phrases for word in words(p)}
    for found in samples.values():
        known.update(word for sample in found for said in sample.between for word in said)
    return known


def _around(samples: Iterable[Steps], kinds: Set[str], *, turned: bool) -> Counter[Words]:
    """Count words, and pairs of them, around the slots of samples with, or without, turned types."""
    between = {
        said
        for sample in samples
        if len(sample.places) > len((START, END))
        and turned == bool(kinds & set(sample.places))
        for said in sample.between
    }
    return Counter(some for said in between for some in (*((w,) for w in said), *pairwise(said)))
