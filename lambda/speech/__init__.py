"""Words: a reply and a locale in, sentences out. The only place that holds what is said."""

from speech.say import Card, Spoken, apology, card, refusal, say
from speech.texts import Texts, texts_for

__all__ = ["Card", "Spoken", "Texts", "apology", "card", "refusal", "say", "texts_for"]
