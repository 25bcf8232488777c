"""Words: a reply and a locale in, sentences out. The only place that holds what is said."""

from speech.say import Spoken, apology, refusal, say
from speech.texts import Texts, texts_for

__all__ = ["Spoken", "Texts", "apology", "refusal", "say", "texts_for"]
