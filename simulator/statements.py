"""Understands what is no sample: as samples joined together, or as what is most like one.

Safety decides where likeness does not. A wrong guess is worse than none, so what is about as like
something else is not understood; but of two readings of which one is an emergency, that one counts.
A yes or a no is never guessed: it must be made of samples.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .gist import DENIED, Language
from .likeness import NOTHING, Likeness, Near, idle_types
from .model import Model
from .samples import Filled, Reading, Samples, SlotValue, Words

__all__ = ["Statements"]

_DESCRIPTION, _EMERGENCY = "DescribeIntent", "EmergencyIntent"
_EMERGENCY_TYPE, _ANSWER_TYPE = "EMERGENCY", "ANSWER"
_ANSWERS: Mapping[str, str] = {
    "AMAZON.YesIntent": "yes",
    "AffirmIntent": "yes",
    "AMAZON.NoIntent": "no",
    "DenyIntent": "no",
    "UnsureIntent": "unsure",
    "AMAZON.NextIntent": "unsure",
}
_NEVER_GUESSED = ("yes", "no")
_ASIDE = ("AMAZON.RepeatIntent", "GoBackIntent", "WaitIntent")
"""What is said beside facts and not meant: "sorry, my foot is numb, too"."""

_LIKE, _LIKE_A_FACT, _LIKE_NOTHING, _LIKE_AN_EMERGENCY = 0.55, 0.65, 0.82, 0.5
"""How like it must be: more for a fact, which is put down, and for what is understood and ignored;
less for what must not be missed."""

_LESS, _LESS_THAN_A_FACT = 0.02, 0.05
"""By how much anything else must be less like it."""

_PART = 0.3
"""What it costs to begin another statement, in words."""


class _Way(NamedTuple):
    """Statements, one after the other, and how many of their words are understood."""

    words: float = 0.0
    parts: tuple[Reading, ...] = ()


class Statements:
    """Reads utterances that are no sample."""

    def __init__(self, model: Model, samples: Samples, language: Language) -> None:
        """Take a model, its samples, and its language."""
        self._model = model
        self._samples = samples
        self._language = language
        self._likeness = Likeness(model, language, _EMERGENCY_TYPE)
        self._filler = {
            phrase
            for intent in _ANSWERS.keys() & model.intents.keys()
            for kind in idle_types(model.intents[intent])
            for phrase in samples.values[kind]
        }

    def reading(self, said: Words) -> Reading | None:
        """Return what is said, or None."""
        return self._answer(said) or self._told(said) or self._emergency_beside(said)

    def _answer(self, said: Words) -> Reading | None:
        """Take for an answer several samples of it in a row, with phrases that say nothing."""
        reached: list[dict[str, Reading | None]] = [{} for _ in range(len(said) + 1)]
        reached[0] = dict.fromkeys(_ANSWERS.values())
        for start in range(len(said)):
            before = reached[start]
            for end in range(start + 1, len(said) + 1) if before else ():
                if said[start:end] in self._filler:
                    reached[end] = {**before, **reached[end]}
                for reading in self._samples.readings(said[start:end]):
                    answer = _ANSWERS.get(reading.intent)
                    if answer in before:
                        reached[end][answer] = Reading(reading.intent)
        found = [reading for reading in reached[-1].values() if reading]
        return found[0] if len(found) == 1 else None

    def _told(self, said: Words) -> Reading | None:
        """Part what is said into statements, understand all of them, and join what they say."""
        cuts = [p for p in range(1, len(said)) if self._language.may_begin(said, p)]
        best: dict[int, _Way] = {0: _Way()}
        for start in (0, *cuts):
            for end in (*cuts, len(said)) if start in best else ():
                part = self._language.statement(said[start:end])
                likeness, readings = (part and self._nearest(part)) or (0.0, ())
                more = best[start].words + likeness * (end - start) - _PART
                if readings and (end not in best or more > best[end].words):
                    best[end] = _Way(more, (*best[start].parts, *readings))
        joined = self._joined(best[len(said)].parts) if len(said) in best else None
        if joined:
            return joined
        _, readings = self._nearest(said) or (0.0, ())
        return self._joined(readings) if readings else self._emergency(said, cuts)

    def _emergency_beside(self, said: Words) -> Reading | None:
        """Hear an emergency that is among words of which none could turn it round."""
        for long in range(len(said) - 1, 0, -1):
            for start in range(len(said) - long + 1):
                beside = (said[:start], said[start + long :])
                if any(some and self._language.gist(some).turns for some in beside):
                    continue
                for reading in self._samples.readings(said[start : start + long]):
                    if reading.intent == _EMERGENCY:
                        return reading
        return None

    def _emergency(self, said: Words, cuts: Sequence[int]) -> Reading | None:
        """Return an emergency that is a whole statement, whatever is said before and after it."""
        for start, end in pairwise((0, *cuts, len(said))):
            reading = self._samples.plainest(self._language.statement(said[start:end]))
            if reading and reading.intent == _EMERGENCY:
                return reading
        return None

    def _nearest(self, said: Words) -> tuple[float, tuple[Reading, ...]] | None:
        """Read one statement: as a sample, or as what it is by far the most like, and how much.

        Of "sneezing makes it shoot down my leg" one fact tells one part, and another the other.
        """
        reading = self._samples.plainest(said)
        if reading:
            return 1.0, (reading,)
        best: dict[object, Near] = {}
        for near in self._likeness.near(said, _LIKE_AN_EMERGENCY):
            best.setdefault(_ANSWERS.get(near.reading.intent) or near.reading.meaning, near)
        likest, readings = _guessed(list(best.values()))
        return (likest, readings) if readings else None

    def _joined(self, parts: tuple[Reading, ...]) -> Reading | None:
        """Make one of several statements: an emergency before all, facts, or one thing twice.

        An answer may stand before facts.
        """
        emergencies = [part for part in parts if part.intent == _EMERGENCY]
        facts = [part for part in parts if part.intent == _DESCRIPTION]
        if len(parts) == 1 or emergencies or not facts:
            same = len({part.meaning for part in parts}) == 1
            return (emergencies or (parts if same else (None,)))[0]
        answers = [_ANSWERS[part.intent] for part in parts if part.intent in _ANSWERS]
        aside = [part for part in parts if part.intent in _ASIDE]
        if len(answers) > 1 or (answers and parts[0] in facts):
            return None
        if len(facts) + len(answers) + len(aside) < len(parts):
            return None
        slots = self._model.intents[_DESCRIPTION].slots
        values = [(slots[slot].type, value) for part in facts for slot, value in part.filled]
        return self._described([*map(self._as_value, answers), *values])

    def _as_value(self, answer: str) -> tuple[str, SlotValue]:
        phrases = self._model.types[_ANSWER_TYPE]
        phrase, entity = next((p, e) for p, e in phrases if e.id == answer)
        return _ANSWER_TYPE, SlotValue(phrase, (entity,))

    def _described(self, values: Iterable[tuple[str, SlotValue]]) -> Reading | None:
        """Put each value into a slot of its type that is free; None where there is none."""
        filled = list[Filled]()
        for kind, value in values:
            taken = {one.slot for one in filled}
            for name, slot in self._model.intents[_DESCRIPTION].slots.items():
                if slot.type == kind and (slot.multiple or name not in taken):
                    filled.append(Filled(name, value))
                    break
            else:
                return None
        return Reading(_DESCRIPTION, tuple(filled))


def _guessed(found: Sequence[Near]) -> tuple[float, tuple[Reading, ...]]:
    """Choose of all that a statement is like, the most like first; nothing if that is not safe."""
    if not found:
        return 0.0, ()
    # "i have pain" is in "i have back pain", too, which says more.
    nearest = next((near for near in found if _says_more(near, found[0])), found[0])
    fact = nearest.reading.intent == _DESCRIPTION
    less = found[0].score - (_LESS_THAN_A_FACT if fact else _LESS)
    for near in found:
        likely = near.score > (_LIKE_A_FACT if near.shared > nearest.shared else less)
        if likely and near.reading.intent == _EMERGENCY:
            return near.score, (near.reading,)
    known = _ANSWERS.get(nearest.reading.intent) not in _NEVER_GUESSED
    least = _LIKE_NOTHING if _says_nothing(nearest) else _LIKE_A_FACT if fact else _LIKE
    if not known or nearest.score < least:
        return 0.0, ()
    chosen = [nearest]
    for near in found:
        if near.score < less or near is nearest or _says_nothing(near):
            continue
        if not (fact and near.reading.intent == _DESCRIPTION) or near.shared == nearest.shared:
            return 0.0, ()
        if not near.shared < nearest.shared:
            chosen.append(near)
    if len(chosen) > 1 and any(map(_denied, chosen)):
        return 0.0, ()
    return nearest.score, tuple(near.reading for near in chosen)


def _says_nothing(near: Near) -> bool:
    filled = near.reading.filled
    return bool(filled) and all(e.id == NOTHING for one in filled for e in one.value.entities)


def _says_more(near: Near, nothing: Near) -> bool:
    """Whether it says something where the other does not, and of words that the other leaves.

    What is denied is taken as a whole: "no pain" is not "no back pain".
    """
    if not _says_nothing(nothing) or _says_nothing(near):
        return False
    likely = near.reading.intent == _DESCRIPTION and near.score > _LIKE_A_FACT
    return likely and not _denied(near) and not near.shared <= nothing.shared


def _denied(near: Near) -> bool:
    return any(stem.startswith(DENIED) for stem in near.shared)
