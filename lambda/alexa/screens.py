"""From replies to what an Echo Show draws: an APL document, and apart from it the data it shows."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dialogue import Reply, questions_left
from speech import Paragraph, Shown, show

if TYPE_CHECKING:
    from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

__all__ = ["document", "screen"]

_FOLDER: Final = Path(__file__).with_name("apl")
_TOKEN: Final = "ankle-pain-check"  # noqa: S105  # the name of what is shown, and no secret
#: Text in APL may hold markup.
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: How long Alexa takes over a word, so that a long page scrolls along with the speech.
_MS_A_WORD: Final = 380
_MS_A_WORD_SLOWLY: Final = 520


def screen(reply: Reply, locale: str) -> "RenderDocumentDirective":
    """The directive that shows this reply.

    The document and Amazon's classes are read when a device with a screen first asks for them.
    """
    from ask_sdk_model.interfaces.alexa.presentation.apl import (  # noqa: PLC0415  # as promised
        RenderDocumentDirective,
    )

    shown = show(reply, locale, questions_left(reply.answers))
    return RenderDocumentDirective(
        token=_TOKEN,
        document=document(shown.page),
        datasources={"screen": _data(shown, reply)},
    )


@cache
def document(page: str) -> dict[str, object]:
    """The APL document for this kind of page: its own layout, in what all documents share."""
    shared, own = (
        json.loads((_FOLDER / f"{name}.json").read_text("utf-8")) for name in ("shared", page)
    )
    return {**shared, **own}


def _data(shown: Shown, reply: Reply) -> Mapping[str, Any]:
    pace = _MS_A_WORD_SLOWLY if reply.slow else _MS_A_WORD
    # At now the heading is spoken first; a result's heading is words of its paragraphs.
    words, paragraphs = len(shown.heading.split()) if shown.page == "now" else 0, []
    for paragraph in shown.paragraphs:
        paragraphs.append(_paragraph(paragraph, words * pace))
        words += len(_all_words(paragraph).split())
    return {
        "mark": shown.mark,
        "heading": _escaped(shown.heading),
        "paragraphs": paragraphs,
        "characters": {
            "heading": len(shown.heading),
            "told": sum(len(_all_words(paragraph)) for paragraph in shown.paragraphs),
            "question": len(shown.question),
        },
        "question": _escaped(shown.question),
        "progress": _escaped(shown.progress),
        "percent": shown.percent,
        "buttons": [
            {"label": _escaped(button.label), "arguments": [button.does, reply.open]}
            for button in shown.buttons
        ],
    }


def _paragraph(paragraph: Paragraph, spoken_at: int) -> Mapping[str, Any]:
    return {
        "role": paragraph.role,
        "text": _escaped(paragraph.text),
        "reasons": [_escaped(reason) for reason in paragraph.reasons],
        "after": _escaped(paragraph.after),
        "spokenAt": spoken_at,
    }


def _all_words(paragraph: Paragraph) -> str:
    return " ".join((paragraph.text, *paragraph.reasons, paragraph.after))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
