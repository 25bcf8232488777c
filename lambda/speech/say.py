"""From reply ids to sentences, in plain text and in SSML."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from dialogue.replies import ABOUT_OPEN, Decided, Line, Open, Reply, Say
from speech.texts import Texts, texts_for

__all__ = ["PAUSE", "Card", "Spoken", "apology", "card", "refusal", "say"]

#: Stands in a text where the voice pauses; the longest pause that Alexa allows.
PAUSE: Final = "[pause]"
_PAUSE_SSML: Final = '<break time="10s"/>'
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: Three digits or more, perhaps in groups, are a telephone number.
_PHONE: Final = re.compile(r"\d[\d ]+\d")
_PHONE_SSML: Final = r'<say-as interpret-as="digits">\g<0></say-as>'
#: More reasons than these are heard, not listened to. "Why" tells more.
_URGENT_REASONS: Final = 2
_REASONS: Final = 3
_ALL_REASONS: Final = 6


#: The only words outside the locale files: for the moment in which those cannot be read.
_LAST_WORDS: Final = ("Sorry, something went wrong.", "Could you say that again?")


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
    words = _join(_line(texts, reply, line) for line in reply.lines)
    again = "" if reply.ends else _reprompt(texts, reply)
    return Spoken(
        _plain(words), _ssml(words, slow=reply.slow), _plain(again), _ssml(again, slow=reply.slow)
    )


def _plain(words: str) -> str:
    return " ".join(words.replace(PAUSE, " ").split())


def _ssml(words: str, *, slow: bool = False) -> str:
    escaped = _PHONE.sub(_PHONE_SSML, words.translate(_ESCAPES))
    ssml = " ".join(escaped.replace(PAUSE, _PAUSE_SSML).split())
    return f'<prosody rate="slow">{ssml}</prosody>' if slow and ssml else ssml


def _join(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _line(texts: Texts, reply: Reply, line: Line) -> str:
    if line.say in _COMPOSED:
        return _COMPOSED[line.say](texts, reply)
    if line.say == Say.TOPIC:
        return texts.topic(line.about)
    if line.about:
        return texts.question(line.about, line.say)
    if line.say in ABOUT_OPEN:
        return texts.question(reply.open, line.say)
    return texts.line(line.say)


def _reprompt(texts: Texts, reply: Reply) -> str:
    if reply.open == Open.HEARD_RIGHT:
        return _join((_do_now(texts, _decided(reply)), texts.line("heard_right")))
    if reply.open in set(Open):
        return texts.line(f"{reply.open}_again")
    return texts.question(reply.open, Say.SHORT)


# --- lines made of several sentences


def _ack(texts: Texts, reply: Reply) -> str:
    return texts.variant("ack", len(reply.answers))


def _clauses(texts: Texts, reply: Reply, reasons: Sequence[str]) -> str:
    """The person's own answers, as clauses that follow a "because"."""
    return texts.join(
        [
            texts.question(reason, "unsure" if reply.answers[reason] == "unsure" else "because")
            for reason in reasons
        ]
    )


def _about_facts(key: str) -> Callable[[Texts, Reply], str]:
    def told(texts: Texts, reply: Reply) -> str:
        if not reply.facts:
            return texts.line(f"{key}_nothing")
        return texts.line(key, reasons=_clauses(texts, reply, reply.facts[:_ALL_REASONS]))

    return told


def _do_now(texts: Texts, decided: Decided) -> str:
    return texts.line(f"now_{decided.action}")


def _now(texts: Texts, reply: Reply) -> str:
    decided = _decided(reply)
    reasons = _clauses(texts, reply, decided.urgency_reasons[:_URGENT_REASONS])
    return _join(
        (
            _do_now(texts, decided),
            texts.line("now_because", reasons=reasons),
            texts.line("now_cannot_call"),
        )
    )


def _now_again(texts: Texts, reply: Reply) -> str:
    return _do_now(texts, _decided(reply)) + " " + texts.line("now_close")


def _result(texts: Texts, reply: Reply) -> str:
    """Urgency first where it presses, the pathway with its reasons, what to do, the safety net."""
    decided = _decided(reply)
    urgent = decided.urgency_reasons[:_URGENT_REASONS]
    return _join(
        (
            texts.line("result_today", reasons=_clauses(texts, reply, urgent))
            if decided.urgency == "today"
            else "",
            _told_pathway(texts, reply, "result", _REASONS - len(urgent)),
            texts.line("result_soon") if decided.urgency == "soon" else "",
            texts.line("safety_net"),
            texts.line("not_a_diagnosis"),
        )
    )


def _why_result(texts: Texts, reply: Reply) -> str:
    return _told_pathway(texts, reply, "why", _ALL_REASONS)


def _told_pathway(texts: Texts, reply: Reply, kind: str, most: int) -> str:
    decided = _decided(reply)
    reasons = _clauses(texts, reply, decided.pathway_reasons[:most])
    key = f"{kind}_{decided.pathway}"
    if decided.back_linked:
        key += "_back"
    elif not reasons:
        key += "_nothing"
    return texts.line(key, reasons=reasons)


def _by_urgency(key: str) -> Callable[[Texts, Reply], str]:
    return lambda texts, reply: texts.line(f"{key}_{reply.position.urgency}")


def _decided(reply: Reply) -> Decided:
    if isinstance(reply.position, Decided):
        return reply.position
    raise TypeError("a result is told only when it is decided")


_COMPOSED: Final[Mapping[Say, Callable[[Texts, Reply], str]]] = {
    Say.ACK: _ack,
    Say.TOLD: _about_facts("told"),
    Say.RECAP: _about_facts("recap"),
    Say.HANDOVER: _about_facts("handover"),
    Say.NOW: _now,
    Say.NOW_AGAIN: _now_again,
    Say.RESULT: _result,
    Say.WHY_RESULT: _why_result,
    Say.RELIEF: _by_urgency("relief"),
    Say.WHO: _by_urgency("who"),
}


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
        first, again = texts.line("error"), texts.line("error_question")
    except Exception:  # noqa: BLE001  # a sentence in the wrong language beats an error tone
        first, again = _LAST_WORDS
    return Spoken(
        _plain(_join((first, again))), _ssml(_join((first, again))), _plain(again), _ssml(again)
    )


def refusal(locale: str) -> Spoken:
    """What is said to a request that is meant for another skill; it ends the session."""
    words = texts_for(locale).line("not_for_me")
    return Spoken(_plain(words), _ssml(words))
