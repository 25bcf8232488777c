"""What an utterance most likely means, by what was learnt from the samples of the models.

``make model`` learns (``tools.learn``) and writes what it learnt, a file a language, beside this
one: a weight for each stem, and for each two stems in a row, in each meaning. A meaning is an
intent, and for some intents the id of a value ("DescribeIntent numbness=yes").
"""

import json
import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from simulator.gist import Language
from simulator.model import Model, ModelError
from simulator.samples import NOTHING, Filled, Reading, SlotValue, Words

__all__ = ["ASIDE", "DOUBT", "FOLDER", "Guess", "Learned", "features", "load_learned", "meaning"]

FOLDER = Path(__file__).parent
"""Where what was learnt lies, ``<language>.json``."""

ASIDE, DOUBT = "aside", "doubt"
"""Meanings that are no intent: nothing that the skill is about; and something turned round."""

_TOLD = {"DescribeIntent": "FACT", "EmergencyIntent": "EMERGENCY", "TopicIntent": "QUESTION"}
"""Intents of which the id of a value is part of the meaning, and the slot type of most ids."""

_SAME = {
    "AMAZON.YesIntent": "AffirmIntent",
    "AMAZON.NoIntent": "DenyIntent",
    "AMAZON.NextIntent": "UnsureIntent",
    "AMAZON.PreviousIntent": "GoBackIntent",
    "AMAZON.CancelIntent": "AMAZON.StopIntent",
}
"""Intents of Amazon's that do what one of ours does."""

_LEAST = 0.02
"""Meanings that are less likely are not worth a look."""

_KNOWN = 0.6
"""What part of what is said must be known."""

_STRANGE: tuple[float, list[tuple[int, float]]] = (7.0, [])
"""The rarity and the weights of a stem that no sample has: it makes all others weigh less."""

_IDLE = frozenset({"past", "when", "place", "degree", "filler", "moving"})
"""Ids of values that say nothing by themselves."""


class Guess(NamedTuple):
    """A meaning, how likely it is, from 0 to 1, and the reading that has it; none has an aside."""

    chance: float
    meaning: str
    reading: Reading | None


class Learned:
    """Guesses what utterances mean."""

    def __init__(self, learnt: Mapping[str, Any], model: Model, language: Language) -> None:
        """Take what was learnt, the model whose readings are to be given, and its language."""
        self._language = language
        self._meanings: list[str] = learnt["meanings"]
        self._bias: list[float] = learnt["bias"]
        self._features: Mapping[str, tuple[float, list[tuple[int, float]]]] = learnt["features"]
        self._readings = [_reading(model, meaning) for meaning in self._meanings]
        self.nothing = _reading(model, f"DescribeIntent {NOTHING}")
        """The reading of what is understood and states nothing."""
        self.rarity = {name: rarity for name, (rarity, _) in self._features.items()}
        """How rare each stem is."""

    def guesses(self, said: Words) -> list[Guess]:
        """Return what the utterance may mean, the likeliest first; nothing if most is unknown."""
        scores = list(self._bias)
        found = [
            self._features.get(feature, _STRANGE)
            for feature in features(said, self._language)
            if feature in self._features or " " not in feature
        ]
        length = math.sqrt(sum(rarity * rarity for rarity, _ in found))
        known = math.sqrt(sum(each[0] ** 2 for each in found if each is not _STRANGE))
        if known <= _KNOWN * length:
            return []
        for rarity, weights in found:
            for index, weight in weights:
                scores[index] += weight * rarity / length
        highest = max(scores)
        chances = [math.exp(score - highest) for score in scores]
        total = sum(chances)
        likely = [
            Guess(chance / total, self._meanings[index], self._readings[index])
            for index, chance in enumerate(chances)
            if chance > _LEAST * total
        ]
        return sorted(likely, key=lambda guess: -guess.chance)


def features(said: Words, language: Language) -> Iterator[str]:
    """Give each stem of an utterance once, marked if it is denied, and each two in a row."""
    told = language.told(language.sideless(said))
    stems = [denied + language.stem(word) for word, _, denied in told]
    pairs = (f"{one} {other}" for one, other in pairwise(stems))
    yield from dict.fromkeys([*stems, *pairs])


def meaning(reading: Reading) -> str | None:
    """Name what a reading means; None where it says several things."""
    intent = _SAME.get(reading.intent, reading.intent)
    if intent not in _TOLD:
        return intent
    ids = {entity.id for one in reading.filled for entity in one.value.entities} - _IDLE
    ids = ids or {NOTHING}
    return f"{intent} {ids.pop()}" if len(ids) == 1 else None


def _reading(model: Model, named: str) -> Reading | None:
    """The reading that means this, in as few words as the model has for it."""
    intent, _, value = named.partition(" ")
    if not value:
        return Reading(intent) if intent in model.intents else None
    slots = model.intents[intent].slots
    for slot, definition in sorted(slots.items(), key=lambda item: item[1].type != _TOLD[intent]):
        for phrase, entity in model.types[definition.type]:
            if entity.id == value:
                return Reading(intent, (Filled(slot, SlotValue(phrase, (entity,))),))
    return None


def load_learned(model: Model, language: Language) -> Learned:
    """Load what was learnt of the model's language; raises ``ModelError`` when nothing was."""
    path = FOLDER / f"{model.locale.partition('-')[0]}.json"
    try:
        learnt = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{path} is missing: nothing was learnt yet; run: make model") from None
    return Learned(learnt, model, language)
