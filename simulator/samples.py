"""The sample utterances of an interaction model, as a tree of words: which of them is an utterance.

Strict on purpose: it corrects no spelling and skips no word.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .model import SLOT_IN_SAMPLE, Entity, Model, SlotDefinition
from .text import normalised

__all__ = ["NOTHING", "Filled", "Reading", "Samples", "SlotValue", "Words", "words"]

Words = tuple[str, ...]
"""The words of an utterance, as they count."""

NOTHING = "nothing"
"""The id of a value that is understood and states nothing."""

_MOST_VALUES = 6
_END = ""


@dataclass(frozen=True, order=True)
class SlotValue:
    """What was heard for a slot, and the entities the phrase stands for, best first."""

    heard: str
    entities: tuple[Entity, ...]


class Filled(NamedTuple):
    """One value of one slot of an intent."""

    slot: str
    value: SlotValue


class Reading(NamedTuple):
    """An utterance as a sample of an intent, with the values of its slots in the order spoken."""

    intent: str
    filled: tuple[Filled, ...] = ()

    @property
    def meaning(self) -> tuple[str, frozenset[str]]:
        """What is said, whatever the words: the intent, and the ids of the values."""
        ids = frozenset(entity.id for one in self.filled for entity in one.value.entities)
        return self.intent, ids


class _Slot(NamedTuple):
    name: str
    definition: SlotDefinition


def words(text: str) -> Words:
    """Return the words of a text, as they count."""
    return tuple(normalised(text).split())


class Samples:
    """All samples of a model."""

    def __init__(self, model: Model, joiner: str) -> None:
        """Take the model, and the word that joins the values of a slot ("and")."""
        self._joiner = words(joiner)
        self.values = {name: _by_phrase(phrases) for name, phrases in model.types.items()}
        self._longest = max((len(p) for some in self.values.values() for p in some), default=0)
        self._root: dict[Any, Any] = {}
        for name, intent in model.intents.items():
            for sample in intent.samples:
                node = self._root
                for index, part in enumerate(SLOT_IN_SAMPLE.split(sample)):
                    steps = [_Slot(part, intent.slots[part])] if index % 2 else words(part)
                    for step in steps:
                        node = node.setdefault(step, {})
                node.setdefault(_END, []).append(name)

    def readings(self, said: Words) -> list[Reading]:
        """Return each way in which all of the utterance is a sample."""
        spans = self._spans(said)
        return list(self._walk(said, 0, self._root, (), spans)) if said else []

    def plainest(self, said: Words) -> Reading | None:
        """Return the sample that the utterance is, or None.

        Of several the one with the fewest slot values wins, then the one of which most values
        state something, then the one that spells out most of the utterance itself; a tie between
        different meanings is None.
        """
        ranked: dict[tuple[int, int, int], list[Reading]] = defaultdict(list)
        for reading in self.readings(said):
            values = [filled.value for filled in reading.filled]
            idle = sum(any(e.id == NOTHING for e in value.entities) for value in values)
            ranked[len(values), idle, sum(len(value.heard) for value in values)].append(reading)
        best = ranked[min(ranked)] if ranked else []
        return min(best) if len({reading.meaning for reading in best}) == 1 else None

    def _spans(self, said: Words) -> Mapping[tuple[str, int], list[tuple[int, SlotValue]]]:
        """Where each type's phrases stand: from type and start to ends and values."""
        found = defaultdict(list)
        for start in range(len(said)):
            for end in range(start + 1, min(len(said), start + self._longest) + 1):
                for name, values in self.values.items():
                    if value := values.get(said[start:end]):
                        found[name, start].append((end, value))
        return found

    def _walk(
        self,
        said: Words,
        start: int,
        node: Mapping[Any, Any],
        filled: tuple[Filled, ...],
        spans: Mapping[tuple[str, int], list[tuple[int, SlotValue]]],
    ) -> Iterator[Reading]:
        if start == len(said):
            yield from (Reading(name, filled) for name in node.get(_END, ()))
            return
        if said[start] in node:
            yield from self._walk(said, start + 1, node[said[start]], filled, spans)
        for step, below in node.items():
            if isinstance(step, _Slot):
                for end, values in self._run(said, start, step.definition, spans):
                    longer = (*filled, *(Filled(step.name, value) for value in values))
                    yield from self._walk(said, end, below, longer, spans)

    def _run(
        self,
        said: Words,
        start: int,
        slot: SlotDefinition,
        spans: Mapping[tuple[str, int], list[tuple[int, SlotValue]]],
    ) -> Iterator[tuple[int, tuple[SlotValue, ...]]]:
        """Give one value, and where the slot takes several, as many as follow each other."""
        runs: list[tuple[int, tuple[SlotValue, ...]]] = [(start, ())]
        for place, run in runs:  # which grows
            for end, value in spans.get((slot.type, place), ()):
                yield end, (*run, value)
                if slot.multiple and len(run) + 1 < _MOST_VALUES:
                    runs.append((end, (*run, value)))
                    joined = end + len(self._joiner)
                    if said[end:joined] == self._joiner:
                        runs.append((joined, (*run, value)))


def _by_phrase(phrases: tuple[tuple[str, Entity], ...]) -> dict[Words, SlotValue]:
    values: dict[Words, SlotValue] = {}
    for phrase, entity in phrases:
        key = words(phrase)
        known = values.get(key, SlotValue(phrase, ()))
        if entity not in known.entities:
            values[key] = SlotValue(known.heard, (*known.entities, entity))
    return values
