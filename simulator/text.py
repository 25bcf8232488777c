"""Plain text: what of a typed line counts, and what of SSML is heard."""

import re
import unicodedata
from xml.etree import ElementTree as ET

__all__ = ["SsmlError", "normalised", "plain"]

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_ASCII_WORDS = re.compile("[a-z0-9]+")
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.\s*){2,}")
_SEPARATE = {"break", "p", "s"}


class SsmlError(ValueError):
    """Speech that is not well-formed SSML; Alexa would refuse the whole response."""


def normalised(text: str) -> str:
    """Return the words of a line in lower case, one space apart: "It's NUMB!" is "its numb".

    Apostrophes vanish, initials join ("E. R." is "er"), everything else that is neither a
    letter nor a digit parts words. Typed and spoken text come out alike.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    if "." in text:
        text = _INITIALS.sub(lambda match: re.sub(r"\W", "", match[0]) + " ", text)
    text = _APOSTROPHES.sub("", text)
    if text.isascii():  # a whole model is, and it is read at every start
        return " ".join(_ASCII_WORDS.findall(text))
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return " ".join("".join(kept).split())


def plain(ssml: str) -> str:
    """Return the words of an SSML document, without markup and pauses.

    Raises ``SsmlError`` when it is not well-formed or is no ``speak`` document.
    """
    # Amazon's own tags carry a prefix that nobody declares, and XML wants it declared.
    declared = ssml.replace("<speak>", '<speak xmlns:amazon="amazon">', 1)
    try:
        root = ET.fromstring(declared)  # noqa: S314  the skill's own words  # nosec B314
    except ET.ParseError as error:
        raise SsmlError(f"SSML that is not well-formed ({error}): {ssml}") from None
    if root.tag != "speak":
        raise SsmlError(f"SSML whose outermost tag is not speak: {ssml}")
    return " ".join("".join(_texts(root)).split())


def _texts(element: ET.Element) -> list[str]:
    gap = " " if element.tag in _SEPARATE else ""
    texts = [gap, element.text or ""]
    for child in element:
        texts += [*_texts(child), child.tail or ""]
    return [*texts, gap]
