"""Words: a reply and a locale in, sentences out. The only place that holds what is said."""

from speech.say import Card, Spoken, apology, card, refusal, say
from speech.show import Button, Paragraph, Shown, show
from speech.texts import Texts, texts_for

__all__ = [
    "Button",
    "Card",
    "Paragraph",
    "Shown",
    "Spoken",
    "Texts",
    "apology",
    "card",
    "refusal",
    "say",
    "show",
    "texts_for",
]
