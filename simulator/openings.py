"""How Alexa is asked to open a skill: the words around the invocation name."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hassil import Intents, recognize_all

from .model import ModelError
from .text import normalised

__all__ = ["Opening", "Openings", "load_openings"]

_FILE = Path(__file__).with_name("openings.toml")


@dataclass(frozen=True)
class Opening:
    """An utterance that addresses the skill.

    ``requests`` are the ways to read what was asked for, the shortest first ("about" may
    join, or may belong to the request); there is none when the skill was just opened.
    """

    requests: tuple[str, ...]


class Openings:
    """Reads openings in one language for one invocation name."""

    def __init__(self, phrases: dict[str, Any], invocation_name: str) -> None:
        """Take one table of ``openings.toml`` and the skill's invocation name."""
        self.joiner: str = phrases["joiner"]
        wake = re.escape(normalised(phrases["wake"]))
        self._wake = re.compile(rf"^(?:(?:hey )?{wake} )+(?=.)")
        self._templates = Intents.from_dict(
            {
                "language": "",
                "intents": {
                    "launch": {"data": [{"sentences": phrases["launch"]}]},
                    "request": {"data": [{"sentences": phrases["request"]}]},
                },
                "lists": {"request": {"wildcard": True}},
                "expansion_rules": {
                    "name": normalised(invocation_name),
                    "please": phrases["please"],
                },
            }
        )

    def without_wake_word(self, utterance: str) -> str:
        """Return the utterance, normalised, with a leading "Alexa" left out."""
        return self._wake.sub("", normalised(utterance))

    def read(self, utterance: str) -> Opening | None:
        """Return the opening that the utterance is, or None when it does not address the skill."""
        text = self.without_wake_word(utterance)
        requests = set()
        for match in recognize_all(text, self._templates):
            if match.intent.name == "launch":
                return Opening(requests=())
            requests.add(str(match.entities["request"].value))
        return Opening(tuple(sorted(requests, key=len))) if requests else None


def load_openings(language: str, invocation_name: str) -> Openings:
    """Load the openings of ``language`` ("en"); raises ``ModelError`` when the file has none."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    if language not in tables:
        raise ModelError(f"{_FILE} has no table [{language}]: add one, as [en] shows")
    return Openings(tables[language], invocation_name)
