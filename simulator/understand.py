"""From an utterance to an intent and its slots, by way of the interaction model alone.

A stand-in for Alexa's understanding, on purpose a strict one: it knows the model's sample
utterances and slot values, has no words of its own, corrects no spelling and skips no word,
since a match that reverses a meaning is worse than none. What fits no sample, or fits two
that say different things, is not understood.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hassil import Intents, SlotList, TextSlotList, recognize_all
from hassil.models import MatchEntity

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
        self._lists: dict[str, SlotList] = {
            name: TextSlotList.from_strings(phrases, allow_template=False, name=name)
            for name, phrases in self._values.items()
        }
        self._whole: dict[str, set[str]] = defaultdict(set)
        templates = defaultdict(list)
        for name, intent in model.intents.items():
            for sample in intent.samples:
                if SLOT_IN_SAMPLE.search(sample):
                    templates[name].append(_template(sample, intent, joiner))
                else:
                    self._whole[normalised(sample)].add(name)
        intents = {name: {"data": [{"sentences": found}]} for name, found in templates.items()}
        self._templates = Intents.from_dict({"language": "", "intents": intents})

    def understand(self, utterance: str) -> Understood | None:
        """Return the intent whose sample the utterance is, or None.

        Of several samples the one with the fewest slot values wins, then the one that
        spells out most of the utterance itself; a tie between different meanings is None.
        """
        text = normalised(utterance)
        found = {self._understood(name, ()) for name in self._whole.get(text, ())}
        found = found or self._in_templates(text)
        return found.pop() if len(found) == 1 else None

    def _in_templates(self, text: str) -> set[Understood]:
        ranked: dict[tuple[int, int], set[Understood]] = defaultdict(set)
        for match in recognize_all(text, self._templates, self._lists):
            in_slots = [len(entity.text) for entity in match.entities_list]
            understood = self._understood(match.intent.name, match.entities_list)
            ranked[len(in_slots), sum(in_slots)].add(understood)
        return ranked[min(ranked)] if ranked else set()

    def _understood(self, intent: str, entities: Iterable[MatchEntity]) -> Understood:
        heard = defaultdict(list)
        for entity in entities:
            heard[entity.name].append(str(entity.value))
        slots = self.model.intents[intent].slots
        return Understood(
            intent,
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
