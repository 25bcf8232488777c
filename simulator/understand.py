"""From an utterance to an intent and its slots, by way of the interaction model alone.

A stand-in for Alexa's understanding, on purpose a strict one: it knows the model's sample
utterances and slot values, has no words of its own, corrects no spelling and skips no word,
since a match that reverses a meaning is worse than none. What fits no sample, or fits two
that say different things, is not understood.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hassil import Intents, RecognizeResult, recognize_all

from .model import SLOT_IN_SAMPLE, Entity, Intent, Model
from .text import normalised

__all__ = ["FALLBACK", "Slot", "SlotValue", "Understanding", "Understood"]

FALLBACK = "AMAZON.FallbackIntent"
"""The intent that Alexa sends when it understood nothing."""

_MOST_VALUES = 6


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
    """Matches utterances with the samples of one interaction model."""

    def __init__(self, model: Model, joiner: str) -> None:
        """Take the model, and the word that joins the values of a slot ("and")."""
        self.model = model
        self._values: dict[str, dict[str, SlotValue]] = {
            name: _by_phrase(phrases) for name, phrases in model.types.items()
        }
        self._templates = Intents.from_dict(
            {
                "language": "",
                "intents": {
                    name: {"data": [{"sentences": [_template(s, intent, joiner) for s in samples]}]}
                    for name, intent in model.intents.items()
                    if (samples := intent.samples)
                },
                "lists": {
                    name: {"values": [{"in": phrase, "out": phrase} for phrase in phrases]}
                    for name, phrases in self._values.items()
                },
            }
        )

    def understand(self, utterance: str) -> Understood | None:
        """Return the intent whose sample the utterance is, or None.

        Of several samples the one with the fewest slot values wins, then the one that
        spells out most of the utterance itself; a tie between different meanings is None.
        """
        ranked: dict[tuple[int, int], set[Understood]] = defaultdict(set)
        for match in recognize_all(normalised(utterance), self._templates):
            in_slots = [len(entity.text) for entity in match.entities_list]
            ranked[len(in_slots), sum(in_slots)].add(self._understood(match))
        best = ranked[min(ranked)] if ranked else set()
        return best.pop() if len(best) == 1 else None

    def _understood(self, match: RecognizeResult) -> Understood:
        heard = defaultdict(list)
        for entity in match.entities_list:
            heard[entity.name].append(str(entity.value))
        slots = self.model.intents[match.intent.name].slots
        return Understood(
            match.intent.name,
            tuple(
                Slot(
                    name,
                    definition.type,
                    tuple(self._values[definition.type][phrase] for phrase in heard[name]),
                )
                for name, definition in slots.items()
            ),
        )


def _by_phrase(phrases: Iterable[tuple[str, Entity]]) -> dict[str, SlotValue]:
    values: dict[str, SlotValue] = {}
    for phrase, entity in phrases:
        key = normalised(phrase)
        known = values.get(key, SlotValue(phrase, ()))
        if entity not in known.entities:
            values[key] = SlotValue(known.heard, (*known.entities, entity))
    return values


def _template(sample: str, intent: Intent, joiner: str) -> str:
    parts = SLOT_IN_SAMPLE.split(sample)
    return " ".join(
        normalised(part) if index % 2 == 0 else _reference(part, intent, joiner)
        for index, part in enumerate(parts)
    ).strip()


def _reference(name: str, intent: Intent, joiner: str) -> str:
    slot = intent.slots[name]
    reference = f"{{{slot.type}:{name}}}"
    template = reference
    if slot.multiple:
        for _ in range(_MOST_VALUES - 1):
            template = f"{reference} [[{joiner}] {template}]"
    return template
