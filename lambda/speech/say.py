"""From reply ids to sentences, in plain text and in SSML."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from dialogue.replies import ABOUT_OPEN, Line, Open, Reply, Say
from speech.parts import COMPOSED, Part, do_now
from speech.texts import Texts, texts_for

__all__ = [
    "PAUSE",
    "Card",
    "Spoken",
    "apology",
    "card",
    "clauses",
    "line_text",
    "plain",
    "refusal",
    "say",
]

#: Stands in a text where the voice pauses; the longest pause that Alexa allows.
PAUSE: Final = "[pause]"
_PAUSE_SSML: Final = '<break time="10s"/>'
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: Three digits or more, perhaps in groups, are a telephone number.
_PHONE: Final = re.compile(r"\d[\d ]+\d")
_PHONE_SSML: Final = r'<say-as interpret-as="digits">\g<0></say-as>'


class Spoken(NamedTuple):
    """What is said, and said again after a silence; the reprompt is empty where nothing is asked.

    The SSML is escaped and well formed, without the outer `speak` element.
    """

    text: str
    ssml: str
    reprompt_text: str = ""
    reprompt_ssml: str = ""


class Card(NamedTuple):
    """What is shown in the Alexa app, on request only: a household shares that app."""

    title: str
    text: str


def say(reply: Reply, locale: str) -> Spoken:
    """The words of this reply in the locale, or its language, or English.

    Raises KeyError where a text is missing; a test proves that none is.
    """
    texts = texts_for(locale)
    words = _join(line_text(texts, reply, line) for line in reply.lines)
    again = "" if reply.ends else _reprompt(texts, reply)
    return Spoken(
        plain(words), _ssml(words, slow=reply.slow), plain(again), _ssml(again, slow=reply.slow)
    )


def plain(words: str) -> str:
    """These words as they are read: without the pauses."""
    return " ".join(words.replace(PAUSE, " ").split())


def _ssml(words: str, *, slow: bool = False) -> str:
    escaped = _PHONE.sub(_PHONE_SSML, words.translate(_ESCAPES))
    ssml = " ".join(escaped.replace(PAUSE, _PAUSE_SSML).split())
    return f'<prosody rate="slow">{ssml}</prosody>' if slow and ssml else ssml


def _join(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def line_text(texts: Texts, reply: Reply, line: Line) -> str:
    """The words of one line of the reply."""
    if line.say in COMPOSED:
        return _join(_part(texts, reply, part) for part in COMPOSED[line.say](reply))
    if line.say == Say.ACK:
        return texts.variant("ack", len(reply.answers))
    if line.say == Say.TOPIC:
        return texts.topic(line.about)
    if line.about:
        return texts.question(line.about, line.say)
    if line.say in ABOUT_OPEN:
        return texts.question(reply.open, line.say)
    return texts.line(line.say)


def _reprompt(texts: Texts, reply: Reply) -> str:
    if reply.open == Open.HEARD_RIGHT:
        return _join((_part(texts, reply, do_now(reply)), texts.line("heard_right")))
    if reply.open in set(Open):
        return texts.line(f"{reply.open}_again")
    return texts.question(reply.open, Say.SHORT)


def _part(texts: Texts, reply: Reply, part: Part) -> str:
    return texts.line(part.key, reasons=texts.join(clauses(texts, reply, part)))


def clauses(texts: Texts, reply: Reply, part: Part) -> list[str]:
    """The reasons that this part names: the person's own answers, as clauses that follow on."""
    return [
        texts.question(reason, "unsure" if reply.answers[reason] == "unsure" else "because")
        for reason in part.reasons
    ]


def card(locale: str) -> Card:
    """The card for the Alexa app: general advice, and nothing of what the person said."""
    texts = texts_for(locale)
    return Card(texts.line("card_title"), texts.line("card_text"))


def apology(locale: str) -> Spoken:
    """What is said when something went wrong on our side; it keeps the conversation open.

    Never raises: should the texts themselves be what went wrong, the last words are English.
    """
    try:
        texts = texts_for(locale)
        return _sorry(texts.line("error"), texts.line("error_question"))
    except Exception:  # noqa: BLE001  # a sentence in the wrong language beats an error tone
        return _LAST_WORDS


def _sorry(first: str, again: str) -> Spoken:
    words = _join((first, again))
    return Spoken(plain(words), _ssml(words), plain(again), _ssml(again))


#: The only words outside the locale files: for the moment in which those cannot be read.
_LAST_WORDS: Final = _sorry(
    "Sorry, something went wrong. In an emergency, call your local emergency number.",
    "Could you say that again?",
)


def refusal(locale: str) -> Spoken:
    """What is said to a request that is meant for another skill; it ends the session."""
    words = texts_for(locale).line("not_for_me")
    return Spoken(plain(words), _ssml(words))
