"""The simulator understands what the interaction model says, all of it and nothing more."""

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.assemble import MODELS
from simulator.model import ModelError, load_model, nearest
from simulator.openings import Opening, Openings, load_openings
from simulator.text import SsmlError, normalised, plain
from simulator.understand import Understanding, Understood

SIGNS = [
    {"id": "numb", "name": {"value": "numb", "synonyms": ["pins and needles", "it's asleep"]}},
    {"id": "cold", "name": {"value": "cold", "synonyms": ["dead"]}},
    {"id": "dead", "name": {"value": "dead to touch", "synonyms": ["dead"]}},
]
INTENTS = [
    {"name": "Yes", "samples": ["yes", "i do", "it\u2019s true", "the same"]},
    {"name": "No", "samples": ["no", "I don't", "e. r. no", "the same"]},
    {"name": "AMAZON.FallbackIntent", "samples": []},
    {
        "name": "Has",
        "slots": [{"name": "sign", "type": "SIGN"}],
        "samples": ["my foot is {sign}", "{sign}"],
    },
    {
        "name": "HasMany",
        "slots": [
            {"name": "signs", "type": "SIGN", "multipleValues": {"enabled": True}},
            {"name": "absent", "type": "SIGN"},
        ],
        "samples": ["i have {signs}", "i have {signs} but no {absent}"],
    },
]


def built(folder: Path, **changes: object) -> Path:
    """Write a small interaction model; ``changes`` replace parts of its language model."""
    language_model: dict[str, object] = {
        "invocationName": "foot check",
        "intents": INTENTS,
        "types": [{"name": "SIGN", "values": SIGNS}],
    }
    model = {"interactionModel": {"languageModel": {**language_model, **changes}}}
    (folder / "en-US.json").write_text(json.dumps(model), encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Understanding:
    """Understand by the small model."""
    return Understanding(load_model(built(tmp_path), "en-US"), "and")


def told(understood: Understood | None) -> tuple[str, dict[str, list[list[str]]]] | None:
    """Give the intent, and for each filled slot the ids of each of its values."""
    if understood is None:
        return None
    slots = {
        slot.name: [[entity.id for entity in value.entities] for value in slot.values]
        for slot in understood.slots
        if slot.values
    }
    return understood.intent, slots


@pytest.mark.parametrize(
    ("utterance", "expected"),
    [
        ("yes", ("Yes", {})),
        ("  YES!! ", ("Yes", {})),
        ("I don\u2019t.", ("No", {})),
        ("i dont", ("No", {})),
        ("it's true", ("Yes", {})),
        ("ER, no", ("No", {})),
        ("my foot is numb", ("Has", {"sign": [["numb"]]})),
        ("My foot is... pins-and-needles", ("Has", {"sign": [["numb"]]})),
        ("it\u2019s asleep", ("Has", {"sign": [["numb"]]})),
        ("dead", ("Has", {"sign": [["cold", "dead"]]})),
        (
            "I have numb, cold and pins and needles",
            ("HasMany", {"signs": [["numb"], ["cold"], ["numb"]]}),
        ),
        ("i have cold but no numb", ("HasMany", {"signs": [["cold"]], "absent": [["numb"]]})),
    ],
)
def test_a_sample_is_understood(
    small: Understanding, utterance: str, expected: tuple[str, dict[str, list[list[str]]]]
) -> None:
    """However it is typed; a phrase that two values share gives both, as Alexa does."""
    assert told(small.understand(utterance)) == expected


@pytest.mark.parametrize(
    "utterance",
    [
        "",
        "...",
        "yess",
        "know",
        "not numb",
        "my foot is not numb",
        "my foot is numbing",
        "xnumb",
        "yes but no",
        "oh yes",
        "i do not",
        "no i do",
        "my foot is",
        "numb foot",
        "but no cold",
    ],
)
def test_nothing_is_guessed(small: Understanding, utterance: str) -> None:
    """What is no sample is not understood, however near it comes."""
    assert small.understand(utterance) is None


def test_what_two_intents_claim_is_not_understood(small: Understanding) -> None:
    """A sample of two intents says nothing for sure."""
    assert small.understand("the same") is None


REAL = load_model(MODELS, "en-US")
REAL_UNDERSTANDING = Understanding(REAL, "and")
WORDS = sorted(
    set(
        chain.from_iterable(normalised(s).split() for i in REAL.intents.values() for s in i.samples)
    )
)


@pytest.mark.parametrize("intent", sorted(REAL.intents))
def test_every_sample_of_the_model_is_understood_as_its_intent(intent: str) -> None:
    """No sample of the skill's own model is lost or taken for another intent."""
    samples = [sample for sample in REAL.intents[intent].samples if "{" not in sample]
    heard = {sample: told(REAL_UNDERSTANDING.understand(sample)) for sample in samples}
    assert {s: h for s, h in heard.items() if h != (intent, {})} == {}


@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_words_of_the_model_in_any_order_are_no_guess(utterance: str) -> None:
    """Understood without a slot is only what stands in the model word for word."""
    understood = REAL_UNDERSTANDING.understand(utterance)
    if understood is not None and not told(understood)[1]:  # type: ignore[index]
        samples = REAL.intents[understood.intent].samples
        assert utterance in set(map(normalised, samples))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"intents": [{"samples": ["hi"]}]}, "en-US.json is not a complete interaction model"),
        ({"intents": 7}, "en-US.json is not a complete interaction model"),
        ({"types": []}, "slot sign has the type SIGN, for which the model lists no values"),
        (
            {"intents": [{"name": "Odd", "samples": ["it is {gone}"]}]},
            "en-US.json: Odd: the sample 'it is {gone}' names a slot it does not have",
        ),
    ],
)
def test_a_model_that_cannot_be_used_is_refused(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    """The error names the file, and what in it is wrong."""
    with pytest.raises(ModelError) as refused:
        load_model(built(tmp_path, **changes), "en-US")
    assert complaint in str(refused.value)


def test_a_missing_or_broken_file_is_refused(tmp_path: Path) -> None:
    """The error says how to build it."""
    with pytest.raises(ModelError, match="make model"):
        load_model(tmp_path, "en-US")
    (tmp_path / "en-US.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"en-US\.json is not JSON .*make model"):
        load_model(tmp_path, "en-US")


@pytest.mark.parametrize(
    ("locale", "served_by"),
    [
        ("en-GB", "en-GB"),
        ("EN-gb", "en-GB"),
        ("en-NZ", "en-US"),
        ("de-AT", "de-CH"),
        ("fr-FR", "en-US"),
        ("", "en-US"),
        ("../../en-GB", "en-US"),
    ],
)
def test_a_locale_falls_back_to_its_language_then_to_english(locale: str, served_by: str) -> None:
    """As the skill's own words do."""
    assert nearest(locale, ("de-DE", "de-CH", "en-GB", "en-US")) == served_by


@pytest.fixture
def openings() -> Openings:
    """Read English openings of a skill called foot check."""
    return load_openings("en", "foot check")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("open foot check", Opening(())),
        ("Alexa, open Foot Check.", Opening(())),
        ("Alexa, could you please start foot check", Opening(())),
        ("foot check", Opening(())),
        ("ask foot check about my foot", Opening(("my foot", "about my foot"))),
        ("tell foot check I am numb", Opening(("i am numb",))),
        ("open foot check and help me", Opening(("help me",))),
        ("ask foot check", Opening(())),
        ("open foot checks", None),
        ("go on with foot check", None),
        ("foot", None),
        ("no", None),
        ("alexa", None),
    ],
)
def test_an_opening_is_told_from_what_is_none(
    openings: Openings, line: str, expected: Opening | None
) -> None:
    """With the request in it, read with and without the word that joins it."""
    assert openings.read(line) == expected


def test_the_wake_word_says_nothing(openings: Openings) -> None:
    """People say it out of habit."""
    assert openings.without_wake_word("Hey Alexa, stop!") == "stop"


def test_a_language_without_openings_is_refused() -> None:
    """The error names the file and shows what to do."""
    with pytest.raises(ModelError, match=r"openings\.toml has no table \[xx\]"):
        load_openings("xx", "foot check")


@pytest.mark.parametrize(
    ("ssml", "words"),
    [
        ("<speak>Hello.</speak>", "Hello."),
        ('<speak>Call <say-as interpret-as="digits">911</say-as>.</speak>', "Call 911."),
        ('<speak>Wait.<break time="10s"/>Ready?</speak>', "Wait. Ready?"),
        ("<speak><p>One.</p><p>Two &amp; three.</p></speak>", "One. Two & three."),
        ('<speak><prosody rate="slow">So</prosody>ft</speak>', "Soft"),
        ('<speak><amazon:effect name="whispered">Hush</amazon:effect></speak>', "Hush"),
    ],
)
def test_ssml_is_read_as_it_is_heard(ssml: str, words: str) -> None:
    """Markup goes, words stay, and do not run together."""
    assert plain(ssml) == words


@pytest.mark.parametrize("ssml", ["<speak>A & B</speak>", "<speak>", "Hello", "<p>Hello</p>"])
def test_what_alexa_would_refuse_to_speak_is_refused(ssml: str) -> None:
    """The error shows the speech."""
    with pytest.raises(SsmlError, match=r"SSML"):
        plain(ssml)
