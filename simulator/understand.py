"""From an utterance to an intent and its slots, by way of the interaction model alone.

A stand-in for Alexa's understanding. It has no words of its own: all that it knows is in the
model's sample utterances and slot values. What it understands beyond them, the model itself says:

1. Samples may be joined in the middle, at a slot type that they share (`grammar`), and one sample
   of an answer may follow another of the same answer. Values of a slot type that may be left out
   wherever it stands may be passed over anywhere (`neutral`).
2. Words that turn nothing round may be passed over as well, and a few that the model does not know.
3. What is then still left goes to the intent that it is most like (`likeness`), unless that is an
   answer or a description, in which a small word may say the opposite.

A match that reverses a meaning is worse than none. What fits nothing, or equally well two things
that say something different, is not understood.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .grammar import Network, Parse, Passes, Steps, Trie, Words, steps_of, words
from .likeness import Label, Likeness
from .model import Entity, Model
from .neutral import Neutral

__all__ = ["FALLBACK", "Slot", "SlotValue", "Understanding", "Understood"]

FALLBACK = "AMAZON.FallbackIntent"
"""The intent that Alexa sends when it understood nothing."""

_FARTHEST, _FARTHEST_SKIPPING = 8.0, 4.0
"""What costs more is too far from the samples, plainly read and with words passed over."""

_TIE = 1e-9


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
        self._samples = samples
        self._neutral = Neutral(model, samples, values)
        self._likeness = Likeness(model, self._neutral.optional, self._neutral.turns)
        lists = {
            (slot.type, between)
            for intent in model.intents.values()
            for slot in intent.slots.values()
            if slot.multiple
            for between in ((), words(joiner))
        }
        turned = self._neutral.turned
        self._all, self._plain = dict[str, Network](), dict[str, Network]()
        for name in model.intents:
            alike = [kin for kin in samples if self._neutral.alike[kin] == self._neutral.alike[name]]
            found = frozenset[Steps]().union(*(samples[kin] for kin in alike))
            plain = {sample for sample in found if not turned & set(sample.places)}
            chained = self._neutral.only(name)
            self._all[name] = Network(found, values, turned, lists, chained=chained)
            if not chained:
                self._plain[name] = Network(plain, values, turned, lists)

    def understand(self, utterance: str) -> Understood | None:
        """Return what the utterance means, or None."""
        said = words(utterance)
        found = self._read(said, self._all, self._neutral.passes, _FARTHEST)
        found = found or self._read(said, self._plain, self._neutral.skips, _FARTHEST_SKIPPING)
        if found:
            return self._agreed(found, said)
        return self._most_like(said) if said else None

    def in_model(self, utterance: str) -> bool:
        """Whether the utterance is a sample of the model, with slots spelled out."""
        said = words(utterance)
        return any(
            parse.steps in self._samples[name]
            for name, network in self._all.items()
            for parse in network.parses(said, {}, _FARTHEST)
        )

    def _read(self, said: Words, networks: Mapping[str, Network], passes, farthest: float):
        found = [
            (parse.cost, name, parse)
            for name, network in networks.items()
            for parse in network.parses(said, passes(name, said), farthest)
        ]
        return sorted(found, key=lambda one: one[0])

    def _agreed(self, found: list[tuple[float, str, Parse]], said: Words) -> Understood | None:
        """Take the nearest reading; of two that are as near and say different things, none."""
        least, name, parse = found[0]
        meanings = {self._meant(other, way) for cost, other, way in found if cost < least + _TIE}
        if len(meanings) > 1:
            return None
        return self._understood(name, parse, said)

    def _meant(self, name: str, parse: Parse) -> object:
        """What a reading says, whatever the words: the intent, and the ids of what says anything."""
        ids = {
            tuple(entity.id for entity in value.entities)
            for value in parse.values
            if value.type not in self._neutral.optional[name]
        }
        return self._neutral.alike[name], frozenset(ids)

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
        return self._with(name, filled)

    def _with(self, name: str, filled: Mapping[str, list[SlotValue]]) -> Understood:
        slots = self.model.intents[name].slots
        return Understood(
            name,
            tuple(Slot(slot, slots[slot].type, tuple(filled.get(slot, ()))) for slot in slots),
        )

    def _most_like(self, said: Words) -> Understood | None:
        guess = self._likeness.of(said)
        if guess is None or not (guess.safe or self._harmless(guess.label)):
            return None
        (name, slot, value) = guess.label
        if not slot:
            return self._with(name, {})
        kind = self.model.intents[name].slots[slot].type
        entity = next(entity for _, entity in self.model.types[kind] if entity.id == value)
        return self._with(name, {slot: [SlotValue(" ".join(said), (entity,))]})

    def _harmless(self, label: Label) -> bool:
        """Whether it does little harm to take this for meant: it is no answer, and no fact."""
        if isinstance(self._neutral.alike[label.intent], tuple):
            return False
        slots = self.model.intents[label.intent].slots
        return not label.slot or slots[label.slot].type not in self._neutral.denied


def _phrases(phrases: Iterable[tuple[str, Entity]]) -> Trie:
    trie = Trie()
    for phrase, entity in phrases:
        known = trie.at(words(phrase), [])
        if entity not in known:
            known.append(entity)
    return trie
