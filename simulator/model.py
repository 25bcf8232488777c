"""Reads a built interaction model, the JSON file that Amazon is given for one locale."""

import json
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "SLOT_IN_SAMPLE",
    "Entity",
    "Intent",
    "Model",
    "ModelError",
    "SlotDefinition",
    "load_model",
    "nearest",
]

SLOT_IN_SAMPLE = re.compile(r"\{(\w+)\}")
"""How a sample utterance names a slot; its one group is the name."""


class ModelError(Exception):
    """The interaction model cannot be used; the message names the file and what to do."""


@dataclass(frozen=True, order=True)
class Entity:
    """One value of a slot type: its ``id`` and the ``name`` that Amazon calls canonical."""

    id: str
    name: str


@dataclass(frozen=True)
class SlotDefinition:
    """A slot of an intent: its slot type, and whether it may take several values."""

    type: str
    multiple: bool


@dataclass(frozen=True)
class Intent:
    """An intent: its sample utterances as the model writes them, and its slots by name."""

    samples: tuple[str, ...]
    slots: Mapping[str, SlotDefinition]


@dataclass(frozen=True)
class Model:
    """One locale's interaction model.

    ``types`` gives for each slot type every phrase that stands for a value (names and
    synonyms, as the model writes them) with the entity it stands for.
    """

    locale: str
    invocation_name: str
    intents: Mapping[str, Intent]
    types: Mapping[str, tuple[tuple[str, Entity], ...]]


def nearest(locale: str, built: tuple[str, ...]) -> str:
    """Choose which of the ``built`` locales serves ``locale``: itself, its language, English.

    Case does not matter. Within a language, en-US stands for English and the first by name
    for any other. Raises ``ModelError`` when not even English is built.
    """
    wanted = locale.casefold()
    for language in (wanted.split("-")[0], "en"):
        kin = sorted(name for name in built if name.casefold().split("-")[0] == language)
        for name in kin:
            if name.casefold() == wanted:
                return name
        if kin:
            return "en-US" if "en-US" in kin else kin[0]
    raise ModelError(f"no interaction model is built for {locale}, nor one for English")


def load_model(folder: Path, locale: str) -> Model:
    """Load the model that serves ``locale`` from ``folder`` (``<locale>.json`` files).

    Raises ``ModelError`` when there is none, or when the file is not a complete model.
    """
    try:
        name = nearest(locale, tuple(path.stem for path in folder.glob("*-*.json")))
    except ModelError as error:
        raise ModelError(f"{error} in {folder}; build it with: make model") from None
    path = folder / f"{name}.json"
    try:
        return _parse(name, json.loads(path.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        raise ModelError(f"{path} is not JSON ({error}); build it again: make model") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{path} is not a complete interaction model ({type(error).__name__}: {error}); "
            "build it again: make model"
        ) from None


def _parse(locale: str, built: dict[str, Any]) -> Model:
    language_model = built["interactionModel"]["languageModel"]
    types = {
        slot_type["name"]: tuple(_phrases(slot_type["values"]))
        for slot_type in language_model.get("types", [])
    }
    intents = {
        intent["name"]: Intent(
            samples=tuple(intent.get("samples", ())),
            slots={slot["name"]: _slot(slot) for slot in intent.get("slots", ())},
        )
        for intent in language_model["intents"]
    }
    for name, intent in intents.items():
        _check_slots(f"{locale}.json: {name}", intent, types.keys())
    return Model(locale, language_model["invocationName"], intents, types)


def _check_slots(where: str, intent: Intent, types: AbstractSet[str]) -> None:
    for slot, definition in intent.slots.items():
        if definition.type not in types:
            raise ModelError(
                f"{where}: slot {slot} has the type {definition.type}, for which the model lists "
                "no values; the simulator knows listed values only"
            )
    for sample in intent.samples:
        for slot in SLOT_IN_SAMPLE.findall(sample):
            if slot not in intent.slots:
                raise ModelError(f"{where}: the sample {sample!r} names a slot it does not have")


def _slot(slot: dict[str, Any]) -> SlotDefinition:
    multiple = slot.get("multipleValues", {}).get("enabled", False)
    return SlotDefinition(type=slot["type"], multiple=bool(multiple))


def _phrases(values: list[dict[str, Any]]) -> list[tuple[str, Entity]]:
    phrases = []
    for value in values:
        name = value["name"]
        entity = Entity(id=value["id"], name=name["value"])
        phrases += [(phrase, entity) for phrase in (name["value"], *name.get("synonyms", ()))]
    return phrases
