"""What of an utterance counts: its stems, what denies them, and what turns it round."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import snowballstemmer

from .model import ModelError
from .samples import Words, words

__all__ = ["DENIED", "Gist", "Language", "load_language"]

_FILE = Path(__file__).with_suffix(".toml")
DENIED = "!"
"""What the stem of a word that is denied begins with."""

_ANSWERED, _ASKED, _TWICE = "answered", "asked", "twice"


class Gist(NamedTuple):
    """The stems of an utterance in their order, and the kinds of words that can turn it round.

    A question turns as a whole; what denies twice is of a kind of its own.
    """

    stems: Words
    turns: Words


class Language:
    """What one language does with its words."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take one table of ``gist.toml``."""
        self.stem = cache(snowballstemmer.stemmer(table["stemmer"]).stemWord)
        self._kinds: Mapping[str, str] = {
            word: kind for kind, listed in table["turning"].items() for word in listed.split()
        }
        self._denying = frozenset(table["denying"])
        self._mild = frozenset(table["mild"])
        self._twice = frozenset(table["twice"])
        self._polite = tuple(map(words, table["polite"]))
        self._still = frozenset(map(words, table["still"]))
        self._asking, self._but, self._and, self._when, self._subjects, self._no = (
            frozenset(table[name].split())
            for name in ("asking", "but", "and", "when", "subject", "no")
        )
        self._reaching, self._objects, self._articles, self._sides, self._limbs = (
            frozenset(table[name].split())
            for name in ("reaching", "objects", "articles", "sides", "limbs")
        )
        self._last, after = (frozenset(table[name].split()) for name in ("last", "after_last"))
        self._corrected = frozenset(table["corrected"].split())
        self._after_last = after | self._subjects | self._but | self._and | self._when

    def gist(self, said: Words) -> Gist:
        """Return the gist of an utterance."""
        for polite in self._polite:
            if said[: len(polite)] == polite:
                said = said[len(polite) :]
        stems, turns = list[str](), list[str]()
        before = ""
        for word, kind, denied in self.told(said):
            if kind and kind != before:
                turns.append(kind)
            if kind not in self._denying and kind != _ANSWERED:
                stems.append(denied + self.stem(word))
            before = kind
        asked = bool(said) and said[0] in self._asking
        if not asked and sum(kind in self._twice for kind in turns) > 1:
            turns.append(_TWICE)
        turns = [_ASKED] if asked else sorted(set(turns))
        return Gist(tuple(dict.fromkeys(stems)), tuple(turns))

    def turns(self, said: Words) -> frozenset[str]:
        """The kinds of words that can turn the utterance round, but for those that seldom do."""
        return frozenset(self.gist(said).turns) - self._mild

    def told(self, said: Words) -> Iterator[tuple[str, str, str]]:
        """Give each word with the kind of turning word that it is, and `DENIED` if it is denied."""
        denied = ""
        answered = len(said) > 1 and said[0] in self._no and said[1] in self._subjects | self._but
        for place, word in enumerate(said):
            if self._begins(said, place) or (answered and place == 1):
                denied = ""
            kind = self._kind(said, place, denied)
            yield word, _ANSWERED if answered and place == 0 else kind, denied
            if kind in self._denying:
                denied = DENIED

    def _kind(self, said: Words, place: int, denied: str = "") -> str:
        """The kind of word that turns a meaning round that stands here; empty where none does."""
        word, after = said[place], said[place + 1] if place + 1 < len(said) else ""
        if {said[place - 1 : place + 1], said[place : place + 2]} & self._still:
            return ""
        if word in self._last and after and after not in self._after_last:
            return ""
        for found in (f"{word}_{after}", denied + word, word, word.removesuffix("s")):
            if kind := self._kinds.get(found):
                return kind
        return ""

    def may_begin(self, said: Words, place: int) -> bool:
        """Whether a statement may begin here.

        What turns the words before it round may go on, but for a "but", an "and" before a subject,
        or a mere no: "no numbness and tingling", "it isn't true that my foot is numb".
        """
        word, before = said[place], said[:place]
        if before and (f"{before[-1]}_{word}" in self._kinds or self._reaches(before[-1], word)):
            return False
        if word in self._but or (word in self._and and self._begins(said, place)):
            return True
        if place == 1 and before[0] in self._no and word in self._subjects - self._corrected:
            return True
        if any(self._kind(said, earlier) for earlier in range(place)):
            return False
        joined = self._and | self._when
        return word in self._and or (word in self._subjects and before[-1] not in joined)

    def _reaches(self, word: str, after: str) -> bool:
        """Whether a word and the one after it stand in one statement: "on my", "did it"."""
        return word in self._reaching and after in self._objects

    def surely_begins(self, said: Words, place: int) -> bool:
        """Whether, where one may begin, one does: "and i limp", but not "pins and needles"."""
        return said[place] not in self._and | self._articles or self._begins(said, place)

    def sideless(self, said: Words) -> Words:
        """Return what is said without which side it is: "my left foot" is "my foot"."""
        after = (*said[1:], "")
        return tuple(
            word
            for word, following in zip(said, after, strict=True)
            if word not in self._sides or following not in self._limbs
        )

    def statement(self, said: Words) -> Words:
        """Return what is said without the words before it that join it to what was said."""
        while said and said[0] in self._but | self._and:
            said = said[1:]
        return said

    def _begins(self, said: Words, place: int) -> bool:
        if said[place] in self._but:
            return True
        following = said[place + 1] if place + 1 < len(said) else ""
        return said[place] in self._and | self._when and following in self._subjects


def load_language(name: str) -> Language:
    """Load what is known of a language ("en"); raises ``ModelError`` when the file has none."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    if name not in tables:
        raise ModelError(f"{_FILE} has no table [{name}]: add one, as [en] shows")
    return Language(tables[name])
