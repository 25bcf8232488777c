"""The invocation name, the interaction models and the example phrases."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData
from ask_smapi_model.v1.skill.manifest.skill_manifest_envelope import SkillManifestEnvelope

from simulator.model import load_model
from simulator.openings import Openings, load_openings
from simulator.text import normalised
from simulator.understand import Understanding
from tools.certify.subject import Check, Json, Subject

__all__ = ["CHECKS", "without_none"]

_WORDS = 2
_LEAST, _MOST = 2, 50
_MOST_PHRASES = 3
_LAUNCHING = "run start play resume use launch ask open tell load begin enable"
_CONNECTING = "to from in using with about for that by if and whether"
_AMAZONS = "alexa amazon echo skill app"
_REQUIRED = (
    "AMAZON.HelpIntent",
    "AMAZON.StopIntent",
    "AMAZON.CancelIntent",
    "AMAZON.FallbackIntent",
    "AMAZON.NavigateHomeIntent",
)
_QUOTED = re.compile(r'"([^"]+)"')


def locales(subject: Subject) -> Iterator[str]:
    """The manifest lists the locales that have a model, and no other."""
    for name, listed in (("store page", subject.pages), ("privacy policy", subject.policies)):
        for locale in sorted(listed.keys() ^ subject.models.keys()):
            yield f"{locale} has a {name} or a model, but not both; run: make model manifest"


def invocation_name(subject: Subject) -> Iterator[str]:
    """An invocation name of two words or more, without words that Alexa keeps for herself."""
    reserved = f"{_LAUNCHING} {_CONNECTING} {_AMAZONS}".split()
    for locale in subject.models:
        name = subject.invocation_name(locale)
        words = name.split()
        if len(words) < _WORDS or not _LEAST <= len(name) <= _MOST:
            yield f"{locale}: {name!r} must have two words or more, and 2 to 50 characters"
        if not re.fullmatch(r"[a-z][a-z' ]*[a-z]", name):
            yield f"{locale}: {name!r} may have small letters, spaces and apostrophes only"
        yield from (f"{locale}: {word!r} is reserved" for word in words if word in reserved)


def required_intents(subject: Subject) -> Iterator[str]:
    """Help, Stop, Cancel, Fallback and NavigateHome are in every model."""
    for locale, model in subject.models.items():
        intents = {
            intent["name"] for intent in model["interactionModel"]["languageModel"]["intents"]
        }
        yield from (f"{locale}: {name} is missing" for name in _REQUIRED if name not in intents)


def example_phrases(subject: Subject) -> Iterator[str]:
    """Up to three example phrases; the first opens the skill, and all are in the model."""
    for locale, page in subject.pages.items():
        phrases = page["examplePhrases"]
        if not 0 < len(phrases) <= _MOST_PHRASES:
            yield f"{locale}: there are {len(phrases)}"
        opening = f"Alexa, open {subject.invocation_name(locale)}"
        if phrases[:1] != [opening]:
            yield f"{locale}: the first is not {opening!r}"
        yield from (
            f"{locale}: {phrase!r} is no sample of the model"
            for phrase in phrases[1:]
            if not _understood(subject.root, locale, phrase)
        )


def suggested_phrases(subject: Subject) -> Iterator[str]:
    """Whatever the description says one can say is in the model."""
    for locale, page in subject.pages.items():
        yield from (
            f"{locale}: {phrase!r} is no sample of the model"
            for phrase in _QUOTED.findall(page["description"])
            if not _understood(subject.root, locale, phrase)
        )


def schema(subject: Subject) -> Iterator[str]:
    """Amazon's own classes read the manifest and the models, and lose nothing of them."""
    manifest = {"manifest": subject.manifest}
    if _round_trip(manifest, SkillManifestEnvelope) != manifest:
        yield "skill.json has a key or a value that Amazon does not know"
    for locale, model in subject.models.items():
        if _round_trip(model, InteractionModelData) != model:
            yield f"{locale}.json has a key or a value that Amazon does not know"


def without_none(value: object) -> object:
    """Return this JSON value without keys that are null, as Amazon's classes write absent ones."""
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_none(item) for item in value]
    return value


def _round_trip(value: Json, kind: type) -> object:
    serializer = DefaultSerializer()
    return without_none(serializer.serialize(serializer.deserialize(json.dumps(value), kind)))


def _understood(root: Path, locale: str, phrase: str) -> bool:
    understanding, openings = _understanding(root / "interaction_model", locale)
    opening = openings.read(phrase)
    said = opening.requests if opening else (normalised(phrase),)
    return any(understanding.understand(words) for words in said)


@cache
def _understanding(models: Path, locale: str) -> tuple[Understanding, Openings]:
    model = load_model(models, locale)
    openings = load_openings(locale.partition("-")[0], model.invocation_name)
    return Understanding(model, openings.joiner), openings


CHECKS: tuple[Check, ...] = (
    locales,
    invocation_name,
    required_intents,
    example_phrases,
    suggested_phrases,
    schema,
)
