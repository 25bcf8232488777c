"""What was misheard, and what it would have done."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from alexa import INTENTS
from dialogue import Do
from simulator.device import Turn

__all__ = ["Heard", "Meaning", "Report", "meaning"]


Meaning = tuple[str, frozenset[str]]
"""What a sentence does (``dialogue.Do``, or an intent's name), and the ids that it speaks of."""


class Heard(NamedTuple):
    """What was said, with which voice, and what was heard."""

    said: str
    voice: str
    heard: str


def meaning(turn: Turn) -> Meaning:
    """Tell what the skill makes of it: two intents that do the same mean the same."""
    ids = (
        entity.id for slot in turn.slots for value in slot.values for entity in value.entities[:1]
    )
    intent = turn.intent or "nothing"
    return str(INTENTS.get(intent, intent)), frozenset(ids)


@dataclass
class Report:
    """Counts what was heard, and gathers what was taken for something else.

    ``mean`` says what a sentence does; ``wrong`` holds, by what was said and what was heard
    instead, the voices that were misheard so.
    """

    mean: Callable[[str], Meaning]
    said: int = 0
    word_for_word: int = 0
    same_meaning: int = 0
    wrong: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, heard: Heard) -> None:
        """Count one utterance."""
        self.said += 1
        if heard.said == heard.heard:
            self.word_for_word += 1
        if heard.said == heard.heard or self.mean(heard.said) == self.mean(heard.heard):
            self.same_meaning += 1
        else:
            self.wrong[heard.said, heard.heard].append(heard.voice)

    def alike(self, voices: int) -> Mapping[tuple[str, str], list[str]]:
        """Give what was misheard in the same way with at least so many voices."""
        return {pair: heard for pair, heard in self.wrong.items() if len(heard) >= voices}

    def reversed(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Give those of the pairs in which one answer was taken for the other."""
        return [
            (said, heard)
            for said, heard in pairs
            if {self.mean(said)[0], self.mean(heard)[0]} == {Do.YES, Do.NO}
        ]

    def lines(self) -> list[str]:
        """Tell the counts."""
        share = 100 / max(self.said, 1)
        return [
            f"{self.said} utterances: {self.word_for_word * share:.1f} % heard word for word,",
            f"{self.same_meaning * share:.1f} % as something that does the same.",
        ]

    def table(self, pairs: Mapping[tuple[str, str], list[str]]) -> list[str]:
        """Tell each pair: what was said and what it does, what was heard and what that does."""
        return [
            f"{said}\t{_named(self.mean(said))}\t{heard}\t{_named(self.mean(heard))}\t"
            + " ".join(voices)
            for (said, heard), voices in sorted(pairs.items(), key=lambda item: -len(item[1]))
        ]


def _named(meaning: Meaning) -> str:
    does, ids = meaning
    return " ".join([does, *sorted(ids)])
