"""What an utterance is most like, of all that the samples of an interaction model spell out.

Utterance and sample are compared by the stems that they have in common, the rare ones weighing most
(Tversky's index), so that endings and words between do not matter and order matters little. The
words that can turn a meaning round must be the same in both: see `gist`.
"""

import math
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from .gist import DENIED, Gist, Language
from .model import SLOT_IN_SAMPLE, Intent, Model
from .samples import Filled, Reading, SlotValue, Words, words

__all__ = ["NOTHING", "Likeness", "Near", "idle_types"]

NOTHING = "nothing"
"""The id of a value that is understood and states nothing."""

_MISSING = 1.2
"""How much a stem of the sample counts that the utterance lacks; one that both have counts 1."""

_SPARE, _SPARE_BESIDE_SLOT, _SPARE_DENIED, _LIGHT = 0.7, 0.4, 1.0, 0.3
"""How much a stem counts that the sample lacks: less where a slot tells the meaning, unless it is
denied; and less again if it is in phrases that say nothing."""

_UNKNOWN = 5.0
"""The weight of a stem that is nowhere in the model, about that of a rare one."""

_ORDER = 0.3
"""What part of the likeness hangs on the order."""


class Near(NamedTuple):
    """A sample that an utterance is like, how much, from 0 to 1, and the stems that they share."""

    score: float
    reading: Reading
    shared: frozenset[str]


class Likeness:
    """Tells what utterances are most like."""

    def __init__(self, model: Model, language: Language, grave: str) -> None:
        """Take the model, its language, and the slot type of which no word may be ignored."""
        self._language = language
        idle = set[str]().union(*map(idle_types, model.intents.values())) - _telling(model)
        self._telling = {
            name for name, intent in model.intents.items() if _telling(model) & _kinds(intent)
        }
        self._light = _stems(model, idle, language)
        self._same = _same(model, idle, language)
        readings: dict[Gist, set[Reading]] = defaultdict(set)
        for said, reading in _spelled_out(model, language):
            readings[language.gist(said, self._same)].add(reading)
        self._known = list(readings.items())
        self._with: dict[Words, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        times = Counter[str]()
        for index, (gist, _) in enumerate(self._known):
            times.update(gist.stems)
            for stem in gist.stems:
                self._with[gist.turns][stem].append(index)
        self._grave = _grave(model, grave, language) - self._light - language.small
        self._graves = {name for name, intent in model.intents.items() if grave in _kinds(intent)}
        self._weights = {stem: math.log(len(self._known) / times[stem]) for stem in times}

    def near(self, said: Words, least: float) -> list[Near]:
        """Return what is at least as like as ``least``, the most like first."""
        gist = self._language.gist(said, self._same)
        known = self._with.get(gist.turns, {}) if gist.clear else {}
        shared = defaultdict[int, float](float)
        for stem in gist.stems:
            for index in known.get(stem, ()):
                shared[index] += self._weights[stem]
        found = [
            near
            for index, weight in shared.items()
            for near in self._compared(gist, weight, *self._known[index], least)
        ]
        return sorted(found, key=lambda near: -near.score)

    def _compared(
        self, gist: Gist, weight: float, other: Gist, readings: AbstractSet[Reading], least: float
    ) -> Iterator[Near]:
        lacked = sum(self._weights[stem] for stem in other.stems if stem not in gist.stems)
        if weight < least * (weight + _MISSING * lacked) or self._heart(other) not in gist.stems:
            return
        spare = [stem for stem in gist.stems if stem not in other.stems]
        if self._grave.intersection(stem.lstrip(DENIED) for stem in spare):
            readings = {reading for reading in readings if reading.intent in self._graves}
        order = 1 - _ORDER * (1 - _in_order(gist.stems, other.stems))
        for reading in readings:
            over = self._spare(spare, beside_slot=reading.intent in self._telling)
            score = order * weight / (weight + _MISSING * lacked + over)
            if score >= least:
                yield Near(score, reading, frozenset(gist.stems).intersection(other.stems))

    def _heart(self, gist: Gist) -> str:
        """The rarest stem of a sample, without which it does not say what it says."""
        plain = [stem for stem in gist.stems if stem not in self._language.small]
        return max(plain or gist.stems, key=lambda stem: self._weights[stem], default="")

    def _spare(self, stems: list[str], *, beside_slot: bool) -> float:
        return sum(
            self._weights.get(stem, _UNKNOWN) * self._share(stem, beside_slot=beside_slot)
            for stem in stems
        )

    def _share(self, stem: str, *, beside_slot: bool) -> float:
        if not beside_slot:
            return _SPARE
        if stem.lstrip(DENIED) in self._light:
            return _SPARE_BESIDE_SLOT * _LIGHT
        return _SPARE_DENIED if stem.startswith(DENIED) else _SPARE_BESIDE_SLOT


def idle_types(intent: Intent) -> set[str]:
    """The slot types that may be left out of every sample of an intent that they stand in."""
    samples = {" ".join(sample.split()) for sample in intent.samples}
    needed = {
        intent.slots[name].type
        for sample in intent.samples
        for name in SLOT_IN_SAMPLE.findall(sample)
        if " ".join(sample.replace(f"{{{name}}}", "").split()) not in samples
    }
    return _kinds(intent) - needed


def _spelled_out(model: Model, language: Language) -> Iterator[tuple[Words, Reading]]:
    """Spell out samples: with all values of one slot, where the words around it are new.

    Of a slot type that has one id, which value it is says nothing: any will do.
    """
    telling = _telling(model)
    for name, intent in model.intents.items():
        spelled, idle = set[Words](), idle_types(intent)
        for turn, sample in enumerate(sorted(intent.samples, key=len)):
            kinds = [intent.slots[slot].type for slot in SLOT_IN_SAMPLE.findall(sample)]
            if idle.intersection(kinds) or (len(kinds) > 1 and telling.intersection(kinds)):
                continue
            if not telling.intersection(kinds):
                yield _filled(model, name, sample, turn)
                continue
            (kind,) = kinds
            around = words(SLOT_IN_SAMPLE.sub("", sample))
            key = (kind, *language.gist(around).turns) if around else (kind, "alone")
            fresh = not spelled & {key, (kind, "alone")}
            spelled.add(key)
            for value in range(len(model.types[kind])) if fresh else ():
                yield _filled(model, name, sample, value)


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


def _kinds(intent: Intent) -> set[str]:
    return {slot.type for slot in intent.slots.values()}


def _grave(model: Model, grave: str, language: Language) -> set[str]:
    """The stems that more phrases of the grave type have than of all others that state anything."""
    times: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for kind, phrases in model.types.items():
        for phrase, entity in phrases:
            if entity.id == NOTHING or entity.id.endswith("=no"):
                continue
            stems = language.gist(words(phrase)).stems
            times[kind == grave].update({stem.lstrip(DENIED) for stem in stems})
    return {stem for stem, often in times[True].items() if often > times[False][stem]}


def _same(model: Model, idle: AbstractSet[str], language: Language) -> Mapping[str, str]:
    """Stems of which it does not matter which it is: "mother" is as good as "husband"."""
    telling = _telling(model)
    said = _stems(model, telling, language, most=1)
    return {
        stem: f"{{{kind}}}"
        for kind in model.types.keys() - telling - idle
        for stem in _stems(model, {kind}, language, most=1) - said
    }


def _stems(model: Model, types: AbstractSet[str], language: Language, most: int = 99) -> set[str]:
    """The stems of all phrases of these types that have no more than ``most`` words."""
    phrases = (words(phrase) for kind in types for phrase, _ in model.types[kind])
    return {stem for said in phrases if len(said) <= most for stem in language.gist(said).stems}


def _in_order(one: Words, other: Words) -> float:
    """What part of the words that two have in common stands in the same order."""
    places = [other.index(word) for word in one if word in other]
    longest = list[int]()
    for place in places:
        at = bisect(longest, place)
        longest[at : at + 1] = [place]
    return len(longest) / len(places)
