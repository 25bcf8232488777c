"""The sentences that the samples of an interaction model spell out, with what they say."""

from collections.abc import Iterator

from .gist import Language
from .model import SLOT_IN_SAMPLE, Intent, Model
from .samples import Filled, Reading, SlotValue, Words, words

__all__ = ["idle_types", "spelled_out"]


_FILLINGS, _APART = 3, 7
"""How many phrases are put into a slot of which each says the same; and how far apart they are."""


def spelled_out(model: Model, language: Language) -> Iterator[tuple[Words, Reading]]:
    """Spell out samples: with all values of one slot, where the words around it are new.

    Of a slot type that has one id, which value it is says nothing: any will do.
    """
    telling = _telling(model)
    for name, intent in model.intents.items():
        spelled, idle = set[Words](), idle_types(intent)
        for turn, sample in enumerate(sorted(intent.samples, key=len)):
            types = [intent.slots[slot].type for slot in SLOT_IN_SAMPLE.findall(sample)]
            if idle.intersection(types) or (len(types) > 1 and telling.intersection(types)):
                continue
            if not telling.intersection(types):
                for number in range(turn, turn + _FILLINGS if types else turn + 1):
                    yield _filled(model, name, sample, number * _APART)
                continue
            (kind,) = types
            around = words(SLOT_IN_SAMPLE.sub("", sample))
            key = (kind, *language.gist(around).turns) if around else (kind, "alone")
            fresh = not spelled & {key, (kind, "alone")}
            spelled.add(key)
            for value in range(len(model.types[kind])) if fresh else ():
                yield _filled(model, name, sample, value)


def idle_types(intent: Intent) -> set[str]:
    """The slot types that may be left out of every sample of an intent that they stand in."""
    samples = {" ".join(sample.split()) for sample in intent.samples}
    needed = {
        intent.slots[name].type
        for sample in intent.samples
        for name in SLOT_IN_SAMPLE.findall(sample)
        if " ".join(sample.replace(f"{{{name}}}", "").split()) not in samples
    }
    return {slot.type for slot in intent.slots.values()} - needed


def _filled(model: Model, intent: str, sample: str, number: int) -> tuple[Words, Reading]:
    """Put a value into each slot of a sample: the one of this number, counted round."""
    filled = []
    for slot in SLOT_IN_SAMPLE.findall(sample):
        phrases = model.types[model.intents[intent].slots[slot].type]
        phrase, entity = phrases[number % len(phrases)]
        sample = sample.replace(f"{{{slot}}}", phrase, 1)
        filled.append(Filled(slot, SlotValue(phrase, (entity,))))
    return words(sample), Reading(intent, tuple(filled))


def _telling(model: Model) -> set[str]:
    """The slot types of which it matters which value it is."""
    return {name for name, found in model.types.items() if len({e.id for _, e in found}) > 1}
