"""Understands what is no sample: as samples joined together, or by what was learnt of them.

Safety decides where likelihood does not. A wrong guess is worse than none; but of two readings of
which one is an emergency, that one counts. A yes or a no is never guessed: it must be made of
samples.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .gist import Language
from .learned import Guess, Learned, meaning
from .model import Model
from .samples import NOTHING, Filled, Reading, Samples, SlotValue, Words
from .spelled import idle_types
from .witnesses import Witnesses

__all__ = ["Statements"]

_DESCRIPTION, _EMERGENCY = "DescribeIntent", "EmergencyIntent"
_ANSWER_TYPE = "ANSWER"
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

_LIKELY, _LIKELY_NOTHING, _LIKELY_ENDING, _LIKELY_ANSWER = 0.4, 0.6, 0.8, 0.95
"""How likely a meaning must be: more if it states nothing, ends something, or is an answer."""

_EMERGENCY_LIKELY, _EMERGENCY_BESIDE_FACT, _EMERGENCY_AS_A_WHOLE = 0.35, 0.45, 0.5
"""The same for an emergency, which must not be missed; more where a fact that is none is likelier,
and where several statements are taken as one."""

_LEAD, _OPPOSITE, _NO_FACT = 0.12, 0.25, 0.6
"""By how much a meaning must be likelier than the next; and how likely, if it is a fact, may be its
opposite beside it, and what is no fact."""

_FEWEST = 3
"""How many words a statement has at least that is no sample and stands among others."""

_ENDING = ("AMAZON.StopIntent", "AMAZON.StartOverIntent", "ChildIntent")

_PART, _PASSED_OVER = 0.8, -0.1
"""How much each statement that is understood counts beside its words, since two say more than one;
and what a word counts, if 1 is one that is understood, in a statement that is not."""


class _Way(NamedTuple):
    """Statements, one after the other, how many of their words are understood, and whether all."""

    words: float = 0.0
    parts: tuple[Reading, ...] = ()
    whole: bool = True


class Statements:
    """Reads utterances that are no sample."""

    def __init__(
        self, model: Model, samples: Samples, language: Language, learned: Learned
    ) -> None:
        """Take a model, its samples, its language, and what was learnt of it."""
        self._model = model
        self._samples = samples
        self._language = language
        self._learned = learned
        self._witnesses = Witnesses(model, language, learned.rarity)
        self._answers = samples.values[_ANSWER_TYPE].keys()
        self._idle = {
            phrase for kind in ("FILLER", "WHEN") for phrase in samples.values.get(kind, ())
        }
        self._filler = {
            phrase
            for intent in _ANSWERS.keys() & model.intents.keys()
            for kind in idle_types(model.intents[intent])
            for phrase in samples.values[kind]
        }

    def reading(self, said: Words) -> Reading | None:
        """Return what is said, or None."""
        return (
            self._answer(said)
            or self._emergency_beside(said)
            or self._told(said)
            or self._begun(said)
        )

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

    def _begun(self, said: Words) -> Reading | None:
        """Take for an answer what begins with one, if all of it most likely is that answer."""
        first, rest = self._samples.plainest(said[:1]), said[1:]
        guesses = self._learned.guesses(said)
        if not first or first.intent not in _ANSWERS or not guesses or self._samples.plainest(rest):
            return None
        sure = guesses[0].meaning == meaning(first) and guesses[0].chance >= _LIKELY_ANSWER
        beside = [guess.meaning for guess in self._learned.guesses(rest)[:1]]
        states = any(each.startswith((_DESCRIPTION, _EMERGENCY)) for each in beside)
        return first if sure and not states else None

    def _told(self, said: Words) -> Reading | None:
        """Part what is said into statements, understand them, and join what they say.

        A statement that is not understood is passed over, unless it may turn the others round.
        """
        chance, whole = self._nearest(said) or (0.0, None)
        if whole and whole.intent == _EMERGENCY and chance >= _EMERGENCY_AS_A_WHOLE:
            return whole
        cuts = [p for p in range(1, len(said)) if self._language.may_begin(said, p)]
        unsure = {p for p in cuts if not self._language.surely_begins(said, p)}
        best: dict[int, _Way] = {0: _Way()}
        for start in (0, *cuts):
            for end in (*cuts, len(said)) if start in best else ():
                guessing = end - start >= _FEWEST and not unsure & {start, end}
                way = self._after(best[start], said[start:end], guessing=guessing)
                if way and (end not in best or way.words > best[end].words):
                    best[end] = way
        way = best.get(len(said), _Way())
        joined = self._joined(way.parts) if way.parts else None
        if joined and (way.whole or joined.intent not in _ANSWERS):
            return joined
        return whole or self._emergency(said, cuts)

    def _after(self, before: _Way, said: Words, *, guessing: bool) -> _Way | None:
        """Go on with a statement; None where it cannot be passed over."""
        long, said = len(said), self._language.statement(said)
        if not said or said in self._idle:
            return _Way(before.words + long, before.parts, before.whole)
        chance, reading = self._nearest(said, guessing=guessing) or (0.0, None)
        # "every time" is a yes, but not in "every time i sneeze it hurts".
        if reading and (reading.intent not in _ANSWERS or said in self._answers):
            says_more = not (meaning(reading) or "").endswith(NOTHING)
            words = before.words + chance * long + _PART * says_more
            return _Way(words, (*before.parts, reading), before.whole)
        if self._language.turns(said):
            return None
        return _Way(before.words + _PASSED_OVER * long, before.parts, whole=False)

    def _emergency_beside(self, said: Words) -> Reading | None:
        """Hear an emergency that is among words of which none could turn it round."""
        for long in range(len(said) - 1, 0, -1):
            for start in range(len(said) - long + 1):
                beside = (said[:start], said[start + long :])
                if any(some and self._language.turns(some) for some in beside):
                    continue
                for reading in self._samples.readings(said[start : start + long]):
                    if reading.intent == _EMERGENCY:
                        return reading
        return None

    def _emergency(self, said: Words, cuts: Sequence[int]) -> Reading | None:
        """Return an emergency that is a whole statement, whatever is said before and after it."""
        for start, end in pairwise((0, *cuts, len(said))):
            part = self._language.statement(said[start:end])
            # A guess is not safe beside words that may turn it round; a sample was said as it is.
            guessing = not self._language.turns(said[:start] + said[end:])
            _, reading = self._nearest(part, guessing=guessing) or (0.0, None)
            if reading and reading.intent == _EMERGENCY:
                return reading
        return None

    def _nearest(self, said: Words, *, guessing: bool = True) -> tuple[float, Reading] | None:
        """Read one statement: as a sample, or as what it most likely means, and how likely."""
        reading = self._samples.plainest(said)
        if reading:
            return 1.0, reading
        return self._guessed(said) if guessing else None

    def _guessed(self, said: Words) -> tuple[float, Reading] | None:
        """Take a statement for what it most likely means, if that is likely and borne out."""
        guesses = self._learned.guesses(said)
        if not guesses:
            return None
        best, others = guesses[0], guesses[1:]
        least = _EMERGENCY_BESIDE_FACT if best.meaning.endswith("=yes") else _EMERGENCY_LIKELY
        for guess in guesses:
            if not guess.reading or guess.reading.intent != _EMERGENCY or guess.chance < least:
                continue
            if self._witnesses.bear_out(said, guess.meaning):
                return guess.chance, _in_words(guess.reading, said)
        if not best.reading or best.reading.intent == _EMERGENCY:
            return None
        answer = _ANSWERS.get(best.reading.intent)
        if answer in _NEVER_GUESSED or (answer and len(said) < _FEWEST):
            return None
        if best.chance < _least(best.meaning) or any(_speaks_against(best, o) for o in others):
            return None
        if "=" not in best.meaning or self._witnesses.bear_out(said, best.meaning):
            return best.chance, _in_words(best.reading, said)
        # A denial of less than all is understood, and denies nothing.
        nothing = self._learned.nothing if best.meaning.endswith("=no") else None
        if not nothing or best.chance < _LIKELY_NOTHING:
            return None
        return best.chance, _in_words(nothing, said)

    def _joined(self, parts: tuple[Reading, ...]) -> Reading | None:
        """Make one of several statements: an emergency before all, facts, or one thing twice.

        An answer may stand before facts.
        """
        emergencies = [part for part in parts if part.intent == _EMERGENCY]
        facts = [part for part in parts if part.intent == _DESCRIPTION]
        if emergencies or not facts:
            # "sorry, say that again": what is said beside another wish is not meant.
            wishes = [part for part in parts if part.intent not in _ASIDE] or parts[-1:]
            same = len(set(map(meaning, wishes))) == 1
            return (emergencies or (wishes if same else (None,)))[0]
        answers = [_ANSWERS[part.intent] for part in parts if part.intent in _ANSWERS]
        aside = [part for part in parts if part.intent in _ASIDE]
        told = [part for part in parts if part not in aside]
        if len(answers) > 1 or (answers and told[0] in facts):
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


def _in_words(reading: Reading, said: Words) -> Reading:
    """The reading with what was said in the place of the phrase that means the same."""
    heard = " ".join(said)
    return Reading(
        reading.intent,
        tuple(Filled(slot, SlotValue(heard, value.entities)) for slot, value in reading.filled),
    )


def _least(meant: str) -> float:
    """How likely a meaning must be."""
    if meant in _ENDING:
        return _LIKELY_ENDING
    return _LIKELY_NOTHING if meant.endswith(NOTHING) else _LIKELY


def _speaks_against(best: Guess, other: Guess) -> bool:
    """Whether another guess is about as likely; or is the opposite of a fact, or none at all."""
    question, fact, _ = best.meaning.partition("=")
    if fact and other.meaning.startswith(f"{question}="):
        return other.chance > _OPPOSITE * best.chance
    if fact and other.meaning.startswith(_EMERGENCY):
        return False  # It would have counted, had it been likely enough.
    if fact and not other.meaning.startswith(_DESCRIPTION):
        return other.chance > _NO_FACT * best.chance
    return other.chance > best.chance - _LEAD
