"""From an utterance to an intent and its slots, by way of the interaction model.

A stand-in for Alexa's understanding. What is a sample of the model, word for word, is taken for it
(`samples`); of anything else `statements` makes what it safely can; the rest is not understood.
"""

from collections import defaultdict
from dataclasses import dataclass

from .gist import Language
from .learned import load_learned
from .model import Model
from .samples import Reading, Samples, SlotValue, words
from .statements import Statements

__all__ = ["FALLBACK", "Slot", "SlotValue", "Understanding", "Understood"]

FALLBACK = "AMAZON.FallbackIntent"
"""The intent that Alexa sends when it understood nothing."""


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
    """Understands by the samples of one interaction model."""

    def __init__(self, model: Model, joiner: str, language: Language | None = None) -> None:
        """Take the model, the word that joins the values of a slot ("and"), and its language.

        Without a language only what is a sample word for word is understood.
        """
        self.model = model
        self._samples = Samples(model, joiner)
        self._language = language
        self._statements: Statements | None = None

    def understand(self, utterance: str) -> Understood | None:
        """Return what the utterance means, or None."""
        said = words(utterance)
        if not said:
            return None
        reading = self._samples.plainest(said)
        if self._language and not self._samples.readings(said):
            if self._statements is None:  # which takes a second to make, and is often not needed
                learned = load_learned(self.model, self._language)
                self._statements = Statements(self.model, self._samples, self._language, learned)
            reading = self._statements.reading(said)
        return reading and self._understood(reading)

    def in_model(self, utterance: str) -> bool:
        """Whether the utterance is a sample of the model, with its slots spelled out."""
        return bool(self._samples.readings(words(utterance)))

    def _understood(self, reading: Reading) -> Understood:
        heard = defaultdict(list)
        for slot, value in reading.filled:
            heard[slot].append(value)
        slots = self.model.intents[reading.intent].slots
        return Understood(
            reading.intent,
            tuple(Slot(name, slots[name].type, tuple(heard[name])) for name in slots),
        )
