"""The built interaction models, held against Amazon's rules and against the skill's own code."""

import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData

from alexa.requests import INTENTS
from tests.built_models import LOCALES, NO, SLOT, UNSURE, YES, Model, amazons_phrases, key, listed
from tools.build_model import FOLDER, build

LAUNCH_WORDS = listed("run start play resume use launch ask open tell load begin enable")
CONNECTING_WORDS = listed("to from in using with about for that by if and whether")
AMAZONS_NAMES = listed("alexa amazon echo skill app")

TEXTS = Path(__file__).parent.parent / "lambda/speech/locales"


@pytest.fixture(params=LOCALES)
def model(request: pytest.FixtureRequest) -> Model:
    """Each locale's model in turn."""
    return Model.of(request.param)


# --- Amazon's rules


def test_invocation_name(model: Model) -> None:
    """Two or more lower case words, 2 to 50 characters, no word that Amazon keeps for itself."""
    words = model.invocation_name.split(" ")
    assert len(words) >= 2
    assert 2 <= len(model.invocation_name) <= 50
    assert [] == [word for word in words if not re.fullmatch(r"[a-z]+", word)]
    assert set() == set(words) & {*LAUNCH_WORDS, *CONNECTING_WORDS, *AMAZONS_NAMES}


def test_characters_of_samples(model: Model) -> None:
    """Letters, apostrophes, periods, and one space between words; numbers are words."""
    samples = [SLOT.sub("slot", sample) for some in model.samples.values() for sample in some]
    assert set() == others_than_letters(samples) - set(" '.")
    assert [] == [sample for sample in samples if sample != " ".join(sample.split())]


def test_characters_of_values(model: Model) -> None:
    """The same, but for digits, as Alexa hands a value over written ("call 911"); 140 at most."""
    phrases = [p for values in model.values.values() for some in values.values() for p in some]
    assert set() == others_than_letters(phrases) - set(" '.0123456789")
    assert [] == [phrase for phrase in phrases if phrase != " ".join(phrase.split())]
    assert [] == [phrase for phrase in phrases if len(phrase) > 140]


def others_than_letters(phrases: list[str]) -> set[str]:
    """Return every character that is neither a letter nor a mark on one."""
    return {c for phrase in phrases for c in phrase if unicodedata.category(c)[0] not in "LM"}


def test_size(model: Model) -> None:
    """Amazon takes 1.5 MB and 50,000 values; less, so that growth is noticed early."""
    assert len(model.text.encode()) < 1_450_000
    phrases = [p for values in model.values.values() for some in values.values() for p in some]
    assert len(phrases) < 40_000


def test_slots_of_several_values(model: Model) -> None:
    """They exist everywhere but in India, and wherever one is, lists have another way, too."""
    assert (model.locale == "en-IN") == (not model.several)
    for intent, slot in {("DescribeIntent", "symptom"), ("DescribeIntent", "absent")}:
        kind = model.slots[intent][slot]
        lists = [
            sample
            for sample in model.samples[intent]
            if [model.slots[intent][name] for name in SLOT.findall(sample)].count(kind) > 1
        ]
        assert lists, slot


def test_nothing_twice(model: Model) -> None:
    """No sample stands twice; no phrase of a slot type does, nor stands for two values."""
    assert [] == repeated([sample for samples in model.samples.values() for sample in samples])
    for values in model.values.values():
        assert [] == repeated([phrase for phrases in values.values() for phrase in phrases])


def repeated(phrases: list[str]) -> list[str]:
    """Return what is heard more than once."""
    return [phrase for phrase, times in Counter(map(key, phrases)).items() if times > 1]


def test_no_utterance_has_two_intents(model: Model) -> None:
    """One meaning each, with slots spelled out; of other locales what they say in their own way."""
    american = () if model.locale == "en-US" else Model.of("en-US").utterances
    utterances = set(model.utterances) - set(american)
    found = {utterance: model.intents_of(utterance) for utterance in utterances}
    assert {} == {utterance: intents for utterance, intents in found.items() if len(intents) > 1}


@pytest.mark.parametrize("source", ["documented", "published"])
def test_no_utterance_is_amazons(model: Model, source: str) -> None:
    """What Amazon takes for an intent of its own is nowhere in the model for another one."""
    for intent, phrases in amazons_phrases(source).items():
        assert {} == {
            phrase: intents
            for phrase in phrases
            for intents in [model.intents_of(phrase)]
            if intents - {intent}
        }


def test_round_trip(model: Model) -> None:
    """Amazon's own classes read the model and give it back with nothing dropped."""
    serializer = DefaultSerializer()
    read = serializer.deserialize(model.text, InteractionModelData)
    assert json.loads(model.text) == without_none(serializer.serialize(read))


def without_none(value: Any) -> Any:
    """Return JSON without the fields that were never set, which the serializer writes as null."""
    if isinstance(value, dict):
        return {name: without_none(field) for name, field in value.items() if field is not None}
    return [without_none(item) for item in value] if isinstance(value, list) else value


# --- The skill's own promises


def test_fresh() -> None:
    """The committed models are those that the sources make."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*-*.json")}
    assert build() == committed


def test_intents_are_those_of_the_code(model: Model) -> None:
    """Every intent of the model is handled, and every intent that is handled can arrive."""
    assert set(INTENTS) == model.samples.keys()


def test_amazons_phrases_are_samples(model: Model) -> None:
    """Whoever knows nothing but the model learns from it what Amazon's own intents match."""
    for intent, phrases in amazons_phrases("documented").items():
        assert set() == set(phrases) - set(model.samples[intent])


@pytest.mark.parametrize(
    ("intents", "least"),
    [
        (YES, 80),
        (NO, 80),
        (UNSURE, 80),
        (("AMAZON.RepeatIntent",), 30),
        (("WhyIntent",), 30),
        (("ExplainIntent",), 30),
        (("AMAZON.PreviousIntent", "GoBackIntent"), 30),
        (("WaitIntent",), 30),
        (("AMAZON.HelpIntent",), 30),
        (("AMAZON.StartOverIntent",), 30),
        (("AMAZON.StopIntent", "AMAZON.CancelIntent"), 30),
        (("EmergencyIntent",), 30),
    ],
)
def test_rich_in_phrases(model: Model, intents: tuple[str, ...], least: int) -> None:
    """What people say in their own words has many samples."""
    assert sum(len(model.samples[intent]) for intent in intents) >= least


def test_suggested_phrases_are_understood(model: Model) -> None:
    """Whatever the skill tells a person to say (in straight double quotes) is in the model."""
    names = {model.locale, model.locale.partition("-")[0]}
    suggested = {
        phrase for path in TEXTS.glob("*.toml") if path.stem in names for phrase in quoted(path)
    }
    assert suggested
    assert [] == sorted(phrase for phrase in suggested if not model.intents_of(phrase))


def quoted(texts: Path) -> Iterator[str]:
    """Every phrase in double quotes in the values of a locale file, but for SSML's own quotes."""
    for text in strings(tomllib.loads(texts.read_text(encoding="utf-8"))):
        for phrase in re.findall(r'"([^"]+)"', re.sub(r"<[^>]*>", "", text)):
            yield key(phrase.rstrip(" ,?!;:"))


def strings(value: object) -> Iterator[str]:
    """Every string in tables and lists, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)
