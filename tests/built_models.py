"""The built interaction models as tests read them: from the JSON that Amazon gets."""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tools.build_model import FOLDER

__all__ = ["LOCALES", "NO", "SLOT", "UNSURE", "YES", "Model", "amazons_phrases", "key", "listed"]

LOCALES = sorted(path.stem for path in FOLDER.glob("*-*.json"))
"""Every locale that is built."""

SLOT = re.compile(r"\{(\w+)\}")
"""A slot in a sample; its one group is the name."""

YES = ("AMAZON.YesIntent", "AffirmIntent")
NO = ("AMAZON.NoIntent", "DenyIntent")
UNSURE = ("AMAZON.NextIntent", "UnsureIntent")


def key(phrase: str) -> str:
    """Return what is heard of a phrase: no apostrophes, no periods, no capitals."""
    return phrase.casefold().replace("'", "").replace(".", "")


def listed(words: str, separator: str | None = None) -> list[str]:
    """Return the entries of a list that is written as one text."""
    return [" ".join(entry.split()) for entry in words.split(separator)]


class Model:
    """One locale's built model."""

    def __init__(self, locale: str) -> None:
        """Read it from its file."""
        self.locale = locale
        self.text = (FOLDER / f"{locale}.json").read_text(encoding="utf-8")
        language: dict[str, Any] = json.loads(self.text)["interactionModel"]["languageModel"]
        self.invocation_name: str = language["invocationName"]
        self.samples: dict[str, list[str]] = {i["name"]: i["samples"] for i in language["intents"]}
        self.slots: dict[str, dict[str, str]] = {
            intent["name"]: {slot["name"]: slot["type"] for slot in intent.get("slots", [])}
            for intent in language["intents"]
        }
        self.values: dict[str, dict[str, list[str]]] = {
            slot_type["name"]: {
                value["id"]: [value["name"]["value"], *value["name"]["synonyms"]]
                for value in slot_type["values"]
            }
            for slot_type in language["types"]
        }

    @staticmethod
    @cache
    def of(locale: str) -> "Model":
        """Return the model of a locale, read once."""
        return Model(locale)

    @cached_property
    def said(self) -> dict[str, set[str]]:
        """All that the model matches word for word, slots spelled out, as it is heard → intents."""
        said: dict[str, set[str]] = {}
        for intent, samples in self.samples.items():
            for sample in samples:
                for utterance in self._spelled_out(sample, self.slots[intent]):
                    said.setdefault(key(utterance), set()).add(intent)
        return said

    def _spelled_out(self, sample: str, slots: dict[str, str]) -> Iterator[str]:
        slot = SLOT.search(sample)
        if not slot:
            yield sample
            return
        for phrases in self.values[slots[slot[1]]].values():
            for phrase in phrases:
                yield from self._spelled_out(sample.replace(slot[0], phrase, 1), slots)


def amazons_phrases(source: str) -> dict[str, list[str]]:
    """Return what Alexa gives to built-in intents by itself, as `builtin_phrases.toml` has it."""
    path = Path(__file__).with_name("builtin_phrases.toml")
    phrases: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))[source]["phrases"]
    return phrases
