"""From an utterance to an intent and its slots, by way of the interaction model alone.

A stand-in for Alexa's understanding. It has no words of its own: all that it knows is in the model's
sample utterances and slot values, put together as `grammar` says. Three things may vary beyond that,
and each of them is the model's own word that it changes nothing:

* Samples may be joined in the middle, at a slot type that they share.
* Words may be passed over that are values of a slot type which may be left out of every sample it
  stands in (`neutral_types`).
* Of intents that mean the same (`same_meaning`), one sample may follow another.

A match that reverses a meaning is worse than none. What fits nothing, or fits equally well two
things that say something different, is not understood.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .grammar import START, Network, Parse, Steps, Trie, Words, steps_of, words
from .model import Entity, Model
from .neutral import Neutral, same_meaning

__all__ = ["FALLBACK", "Slot", "SlotValue", "Understanding", "Understood"]

FALLBACK = "AMAZON.FallbackIntent"
"""The intent that Alexa sends when it understood nothing."""

_DEAREST = 8.0
"""What costs more is too far from the samples."""


@dataclass(frozen=True)
class SlotValue:
    """What was heard for a slot, and the entities the phrase stands for, best first."""

    heard: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True)
class Slot:
    """A slot of the understood intent; one that was not filled has no values."""

    name: str
    type: str
    values: tuple[SlotValue, ...]


@dataclass(frozen=True)
class Understood:
    """An intent, with every slot it defines, filled or not."""

    intent: str
    slots: tuple[Slot, ...] = ()


class Understanding:
    """Matches utterances with one interaction model."""

    def __init__(self, model: Model, joiner: str) -> None:
        """Take the model, and the word that joins the values of a slot ("and")."""
        self.model = model
        values = {name: _phrases(phrases) for name, phrases in model.types.items()}
        samples = {name: frozenset(steps_of(intent)) for name, intent in model.intents.items()}
        self._neutral = Neutral(model, samples, values)
        self._networks: dict[str, Network] = {}
        self._alike = same_meaning(model, samples)
        self._samples = samples
        for name, intent in model.intents.items():
            kin = [other for other in samples if self._alike[other] == self._alike[name]]
            together = frozenset().union(*(samples[other] for other in kin))
            network = Network(together, values, chained=self._neutral.only(name))
            for slot in intent.slots.values():
                if slot.multiple:
                    network.join(slot.type, (), slot.type)
                    network.join(slot.type, words(joiner), slot.type)
            self._networks[name] = network

    def understand(self, utterance: str) -> Understood | None:
        """Return what the utterance means, or None."""
        said = words(utterance)
        found: list[tuple[float, str, Parse]] = []
        for name, network in self._networks.items():
            passes = self._neutral.passes(name, said)
            for parse in network.parses(said, passes, _DEAREST):
                found.append((parse.cost, name, parse))
        if not found:
            return None
        found.sort(key=lambda one: one[0])
        least, name, parse = found[0]
        for cost, other, way in found:
            if cost - least < 1e-9 and (self._alike[other], way.meaning) != (self._alike[name], parse.meaning):
                return None
        return self._understood(name, parse, said)

    def in_model(self, utterance: str) -> bool:
        """Whether the utterance is a sample of the model, with slots spelled out."""
        said = words(utterance)
        return any(
            parse.steps in self._samples[name]
            for name, network in self._networks.items()
            for parse in network.parses(said, {}, _DEAREST)
        )

    def _understood(self, name: str, parse: Parse, said: Words) -> Understood | None:
        slots = self.model.intents[name].slots
        filled: dict[str, list[SlotValue]] = {slot: [] for slot in slots}
        for value in parse.values:
            heard = SlotValue(" ".join(said[value.start : value.end]), value.entities)
            for slot, definition in slots.items():
                if definition.type == value.type and (definition.multiple or not filled[slot]):
                    filled[slot].append(heard)
                    break
            else:
                return None
        return Understood(
            name, tuple(Slot(n, slots[n].type, tuple(found)) for n, found in filled.items())
        )


def _phrases(phrases: Iterable[tuple[str, Entity]]) -> Trie:
    trie = Trie()
    for phrase, entity in phrases:
        known = trie.at(words(phrase), [])
        if entity not in known:
            known.append(entity)
    return trie
