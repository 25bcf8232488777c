"""What an interaction model itself says makes no difference."""

from collections import defaultdict
from collections.abc import Mapping, Set

from .grammar import END, START, Passes, Steps, Trie, Words, words
from .model import Model

__all__ = ["Neutral", "same_meaning"]

_PASSED = 0.1
"""What it costs to pass over a word."""

_EVERYWHERE = 3
"""What may be passed over in so many intents may be passed over in all of them."""


class Neutral:
    """What may be passed over in an utterance."""

    def __init__(
        self,
        model: Model,
        samples: Mapping[str, Set[Steps]],
        values: Mapping[str, Trie],
    ) -> None:
        """Take a model, the samples of each of its intents, and the phrases of each type."""
        self._values = values
        optional = {
            name: {kind for kind in _types(found) if _optional(kind, found)}
            for name, found in samples.items()
        }
        common = {
            kind
            for kind in model.types
            if sum(kind in types for types in optional.values()) >= _EVERYWHERE
        }
        self._slots = {name: _types(found) for name, found in samples.items()}
        self._types = {name: types | common for name, types in optional.items()}
        self._alike = same_meaning(model, samples)
        self._said = defaultdict(set)
        for name, found in samples.items():
            for sample in found:
                if len(sample.places) == 2:
                    self._said[sample.between[0]].add(self._alike[name])
        self._classes = {c for c in self._alike.values() if isinstance(c, tuple)}

    def only(self, intent: str) -> bool:
        """Whether all slots of an intent may be passed over: what it says is in its samples."""
        return self._slots[intent] <= self._types[intent]

    def passes(self, intent: str, said: Words) -> Passes:
        """Tell what may be passed over when an utterance is read by the samples of an intent."""
        found = {}
        for start in range(len(said)):
            ends = {
                end
                for kind in self._types[intent]
                for end, _, _ in self._values[kind].found(said, start, {})
                if self._harmless(intent, said[start:end])
            }
            if ends:
                found[start] = tuple((end - start, (end - start) * _PASSED) for end in ends)
        return found

    def _harmless(self, intent: str, phrase: Words) -> bool:
        """An answer cannot be passed over in another answer."""
        mine = self._alike[intent]
        other = self._said[phrase] & self._classes if phrase in self._said else set()
        return mine not in self._classes or not other - {mine}


def same_meaning(model: Model, samples: Mapping[str, Set[Steps]]) -> dict[str, object]:
    """Tell which intents mean the same: those that have all phrases of a slot value as samples.

    A value of a slot type that holds "yes", "it does" and "yeah" says that the intents which have
    these as samples are one. Every other intent means itself.
    """
    whole = defaultdict(set)
    for name, found in samples.items():
        for sample in found:
            if sample.places == (START, END):
                whole[sample.between[0]].add(name)
    alike: dict[str, object] = {name: name for name in samples}
    for kind, phrases in model.types.items():
        by_id = defaultdict(list)
        for phrase, entity in phrases:
            by_id[entity.id].append(words(phrase))
        for value, found in by_id.items():
            if all(phrase in whole for phrase in found):
                for name in set().union(*(whole[phrase] for phrase in found)):
                    alike[name] = ("answer", value)
    return alike


def _types(samples: Set[Steps]) -> set[str]:
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
