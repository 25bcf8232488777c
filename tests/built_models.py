"""The built interaction models as tests read them: from the JSON that Amazon gets."""

import json
import re
import tomllib
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
        self.several: set[tuple[str, str]] = {
            (intent["name"], slot["name"])
            for intent in language["intents"]
            for slot in intent.get("slots", [])
            if slot.get("multipleValues", {}).get("enabled")
        }
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
    def _carriers(self) -> dict[tuple[str, str], list[tuple[str, dict[str, str]]]]:
        """What stands before and after the one slot of a sample → intents, and the slot's phrases.

        A sample without a slot is all before, with nothing after and no phrases.
        """
        carriers: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = {}
        phrases = {
            name: {key(phrase): value for value, some in values.items() for phrase in some}
            for name, values in self.values.items()
        }
        for intent, samples in self.samples.items():
            for sample in samples:
                before, *slot_and_after = SLOT.split(key(sample))
                if len(slot_and_after) <= 2:
                    slot, after = slot_and_after or ("", "")
                    known = phrases[self.slots[intent][slot]] if slot else {"": ""}
                    entry = (before.strip(), after.strip())
                    carriers.setdefault(entry, []).append((intent, known))
        return carriers

    def intents_of(self, utterance: str) -> set[str]:
        """The intents that match an utterance word for word, by samples of one slot or none."""
        words = key(utterance).split()
        found = set()
        for start in range(len(words) + 1):
            for end in range(start, len(words) + 1):
                before, after = " ".join(words[:start]), " ".join(words[end:])
                middle = " ".join(words[start:end])
                for intent, known in self._carriers.get((before, after), ()):
                    if middle in known:
                        found.add(intent)
        return found

    @cached_property
    def utterances(self) -> dict[str, str]:
        """Utterances → the intent that has them among its samples, with slots spelled out.

        All of them would be millions: samples with several slots are left out, and where words
        stand around a slot of many values, some of these will do.
        """
        few = 40
        found: dict[str, str] = {}
        for intent, samples in self.samples.items():
            for sample in samples:
                before, *slot_and_after = SLOT.split(sample)
                if not slot_and_after:
                    found[sample] = intent
                elif len(slot_and_after) == 2:
                    slot, after = slot_and_after
                    values = self.values[self.slots[intent][slot]].values()
                    phrases = [phrase for some in values for phrase in some]
                    if before or after:
                        phrases = phrases[:: 1 + len(phrases) // few]
                    found |= {f"{before}{phrase}{after}": intent for phrase in phrases}
        return found


def amazons_phrases(source: str) -> dict[str, list[str]]:
    """Return what Alexa gives to built-in intents by itself, as `builtin_phrases.toml` has it."""
    path = Path(__file__).with_name("builtin_phrases.toml")
    phrases: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))[source]["phrases"]
    return phrases
