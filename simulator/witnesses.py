"""Whether the samples of an interaction model bear out what a sentence is taken to mean.

A word that can turn a meaning round ("not", "used to", "my mother") may do so wherever it stands.
So what has such words is taken for a fact only where a sample says that fact with words of the same
kinds, and denies, for the most part, the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from .gist import DENIED, Language
from .learned import meaning
from .model import Model
from .samples import Words
from .spelled import spelled_out

__all__ = ["Witnesses"]

_ALIKE, _WHOLE = 0.5, 0.75
"""What part of what a sample says, and of what is denied, must be said and denied alike; more of it
where that denies a fact: who denies a part of what is asked has not denied it."""


class Witnesses:
    """The samples of a model that have words which can turn a meaning round."""

    def __init__(self, model: Model, language: Language, rarity: Mapping[str, float]) -> None:
        """Take a model, its language, and how rare stems are: the rare ones weigh most."""
        self._language = language
        self._rarity = rarity
        self._rarest = max(rarity.values(), default=1.0)
        self._known: dict[tuple[str, AbstractSet[str]], list[frozenset[str]]] = defaultdict(list)
        for said, reading in spelled_out(model, language):
            turns, named = language.turns(said), meaning(reading)
            if named and turns:
                self._known[named, turns].append(frozenset(language.gist(said).stems))

    def bear_out(self, said: Words, named: str) -> bool:
        """Whether what is said can mean this."""
        turns = self._language.turns(said)
        if not turns:
            return True
        stems = frozenset(self._language.gist(said).stems)
        denied = {stem for stem in stems if stem.startswith(DENIED)}
        least = _WHOLE if named.endswith("=no") else _ALIKE
        return any(
            self._weight(stems & known) >= least * self._weight(known)
            and self._weight(denied & known) >= _ALIKE * self._weight(denied)
            for known in self._known[named, turns]
        )

    def _weight(self, stems: Iterable[str]) -> float:
        return sum(self._rarity.get(stem, self._rarest) for stem in stems)
