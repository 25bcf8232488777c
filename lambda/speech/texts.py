"""The texts of a locale: one file a language, and small files for what regions say differently."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from speech.shipped import tables

__all__ = ["Texts", "texts_for"]

_FALLBACK: Final = "en"


class Texts(NamedTuple):
    """Looks up texts and fills their placeholders.

    Every text is whole sentences of its language; code never glues words. A placeholder in a text
    is a name of the table `place`, or one that the caller fills. A text that is missing raises
    KeyError, which names the file and the key.
    """

    name: str
    place: Mapping[str, str]
    listing: Mapping[str, str]
    varied: Mapping[str, Sequence[str]]
    lines: Mapping[str, str]
    questions: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, str]
    screen: Mapping[str, str]

    def line(self, key: str, **values: str) -> str:
        """Give the text `key` of the table `line`, filled."""
        if key not in self.lines:
            raise KeyError(f"{self.name}: line.{key} is missing")
        return self._fill(self.lines[key], values)

    def variant(self, key: str, number: int) -> str:
        """Give one of the texts `key` of the table `varied`, another for the next number."""
        if key not in self.varied:
            raise KeyError(f"{self.name}: varied.{key} is missing")
        return self.varied[key][number % len(self.varied[key])]

    def question(self, question: str, key: str) -> str:
        """Give the text `key` that belongs to this question."""
        if key not in self.questions.get(question, {}):
            raise KeyError(f"{self.name}: question.{question}.{key} is missing")
        return self._fill(self.questions[question][key], {})

    def topic(self, topic: str) -> str:
        """Give the short answer to a question about this topic."""
        if topic not in self.topics:
            raise KeyError(f"{self.name}: topic.{topic} is missing")
        return self._fill(self.topics[topic], {})

    def label(self, key: str, **values: str) -> str:
        """Give the text `key` of the table `screen`, filled."""
        if key not in self.screen:
            raise KeyError(f"{self.name}: screen.{key} is missing")
        return self._fill(self.screen[key], values)

    def join(self, clauses: Sequence[str]) -> str:
        """Several clauses as one, listed as the language lists them; empty for none."""
        if len(clauses) <= 1:
            return "".join(clauses)
        *rest, last = clauses
        first = self.listing["between"].join(rest)
        return self.listing["last"].format(first=first, last=last)

    def _fill(self, text: str, values: Mapping[str, str]) -> str:
        return text.format_map({**self.place, **values}) if "{" in text else text


def texts_for(locale: str) -> Texts:
    """Give the texts for this locale: those of its language, and what its region says differently.

    An unknown region gets the language alone, an unknown language gets English. Nothing is kept
    for a locale that is unknown: there is no end of them.
    """
    language = locale.partition("-")[0]
    known = tables().keys()
    if language not in known:
        language = _FALLBACK
    return _load(language, locale) if locale in known - {language} else _load(language)


@cache
def _load(*names: str) -> Texts:
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        _lay_over(found, tables()[name])
    return Texts(
        " with ".join(f"{name}.toml" for name in reversed(names)),
        found["place"],
        found["list"],
        found["varied"],
        found["line"],
        found["question"],
        found["topic"],
        found["screen"],
    )


def _lay_over(base: dict[str, Any], upper: Mapping[str, Any]) -> None:
    for key, value in upper.items():
        if isinstance(value, dict):
            _lay_over(base.setdefault(key, {}), value)
        else:
            base[key] = value
