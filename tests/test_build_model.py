"""The builder of the interaction models: what it makes of a source, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.build_model import SourceError, build, main

SOURCE = """
invocation_name = "foot check"
locales = ["en-US", "en-GB"]
fallback_sensitivity = "LOW"

[expand]
um = "[um|well]"

[intents."AMAZON.FallbackIntent"]
samples = []

[intents."AMAZON.YesIntent"]
samples = ["<um> yes"]

[intents.NoIntent]
samples = ["no (way|thanks)", "[no] never"]

[intents.HasIntent]
slots = { sign = "SIGN" }
samples = ["i have {sign}"]

[types.SIGN]
numb = ["a numb foot", "pins [and needles]"]
cold = ["a cold foot", "call 911"]
"""


def written(folder: Path, source: str = SOURCE, **others: str) -> Path:
    """A folder with a source, and others beside it (`en_GB` is `en-GB.toml`)."""
    (folder / "en.toml").write_text(source, encoding="utf-8")
    for name, text in others.items():
        (folder / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return folder


def language_model(folder: Path, locale: str) -> dict[str, Any]:
    """The language model that is built for a locale."""
    model: dict[str, Any] = json.loads(build(folder)[f"{locale}.json"])
    return model["interactionModel"]["languageModel"]  # type: ignore[no-any-return]


def test_a_source_becomes_a_model(tmp_path: Path) -> None:
    """Templates are spelled out, each phrase once; the first phrase of a value names it."""
    model = language_model(written(tmp_path), "en-US")
    assert model == {
        "invocationName": "foot check",
        "intents": [
            {"name": "AMAZON.FallbackIntent", "samples": []},
            {"name": "AMAZON.YesIntent", "samples": ["um yes", "well yes", "yes"]},
            {"name": "NoIntent", "samples": ["no way", "no thanks", "no never", "never"]},
            {
                "name": "HasIntent",
                "slots": [{"name": "sign", "type": "SIGN"}],
                "samples": ["i have {sign}"],
            },
        ],
        "types": [
            {
                "name": "SIGN",
                "values": [
                    {
                        "id": "numb",
                        "name": {"value": "a numb foot", "synonyms": ["pins and needles", "pins"]},
                    },
                    {"id": "cold", "name": {"value": "a cold foot", "synonyms": ["call 911"]}},
                ],
            }
        ],
        "modelConfiguration": {"fallbackIntentSensitivity": {"level": "LOW"}},
    }


def test_a_locale_changes_little(tmp_path: Path) -> None:
    """A locale adds and removes lines of its language, and no other locale notices."""
    british = """
    [add.intents]
    "AMAZON.YesIntent" = ["aye"]
    [remove.intents]
    NoIntent = ["[no] never"]
    [add.types.SIGN]
    cold = ["call nine nine nine"]
    [remove.types.SIGN]
    cold = ["call 911"]
    """
    american = language_model(written(tmp_path), "en-US")
    folder = written(tmp_path, en_GB=british)
    assert language_model(folder, "en-US") == american
    local = language_model(folder, "en-GB")
    samples = {intent["name"]: intent["samples"] for intent in local["intents"]}
    assert samples["AMAZON.YesIntent"] == ["um yes", "well yes", "yes", "aye"]
    assert samples["NoIntent"] == ["no way", "no thanks"]
    assert local["types"][0]["values"][1]["name"]["synonyms"] == ["call nine nine nine"]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('locales = ["en-US", "en-GB"]', "", ["en.toml", "locales"]),
        ('"en-GB"', '"de-DE"', ["en.toml: locales", "de-DE"]),
        ('"LOW"', '"SOME"', ["en.toml: fallback_sensitivity", "HIGH"]),
        ("invocation_name", 'name = ""\ninvocation_name', ["en.toml", "unknown name"]),
        ("[expand]", "[rules]", ["en.toml", "expand"]),
        ('"<um> yes"', '"<uhm> yes"', ["intents.AMAZON.YesIntent", "<uhm> yes", "uhm"]),
        ('"<um> yes"', '"yes"', ["en.toml: expand.um", "no line uses <um>"]),
        ('"<um> yes"', '"<um> (yes"', ["intents.AMAZON.YesIntent", "<um> (yes"]),
        ('"<um> yes"', '"<um> yes", "well yes"', ["intents.AMAZON.YesIntent", "nothing new"]),
        (
            '"<um> yes"',
            '"<um> yes", "no way"',
            ["intents.NoIntent", "'no way'", "AMAZON.YesIntent"],
        ),
        ('"<um> yes"', '"<um> yes!"', ["intents.AMAZON.YesIntent", "'!'"]),
        ('"<um> yes"', '"<um> yes", "yes 2"', ["intents.AMAZON.YesIntent", "'2'", "numbers"]),
        ('"<um> yes"', '"<um> it\u2019s"', ["intents.AMAZON.YesIntent", "\u2019"]),
        ('"<um> yes"', '"<um> yes", " "', ["intents.AMAZON.YesIntent", "words"]),
        (
            'samples = ["<um> yes"]',
            'sample = ["<um> yes"]',
            ["intents.AMAZON.YesIntent", "samples"],
        ),
        ('samples = ["<um> yes"]', 'samples = "<um> yes"', ["intents.AMAZON.YesIntent", "list"]),
        ('"no (way|thanks)", "[no] never"', "", ["intents.NoIntent", "needs a sample"]),
        ('slots = { sign = "SIGN" }', "", ["intents.HasIntent", "{sign}", "slots"]),
        ('"i have {sign}"', '"i have it"', ["intents.HasIntent", "{sign}", "sample"]),
        ('sign = "SIGN"', 'sign = "SINE"', ["intents.HasIntent", "{sign}", "SINE"]),
        ('"call 911"', '"a numb foot"', ["types.SIGN.cold", "'a numb foot'", "types.SIGN.numb"]),
        ('"a cold foot", "call 911"', "", ["types.SIGN.cold", "needs a phrase"]),
        ('"a cold foot"', f'"{"cold " * 30}foot"', ["types.SIGN.cold", "140"]),
        ('"a cold foot"', f'"{"(aa|bb) " * 15}"', ["en.toml", "1500000"]),
        ("[expand]", "expand", ["en.toml", "TOML"]),
    ],
)
def test_a_fault_is_told_with_file_and_entry(
    tmp_path: Path, old: str, new: str, named: list[str]
) -> None:
    """Whoever wrote it reads where it is and what is wrong, and nothing is built."""
    assert old in SOURCE
    with pytest.raises(SourceError) as raised:
        build(written(tmp_path, SOURCE.replace(old, new)))
    assert [] == [word for word in ["en.toml", *named] if word not in str(raised.value)]


@pytest.mark.parametrize(
    ("locale", "override", "named"),
    [
        ("en_IN", "", ["en-IN.toml", "locales"]),
        ("en_GB", "[change]", ["en-GB.toml", "change"]),
        ("en_GB", "[add.words]", ["en-GB.toml: add", "words"]),
        ("en_GB", '[add.intents]\nMaybe = ["maybe"]', ["en-GB.toml: add.intents.Maybe"]),
        ("en_GB", '[add.types.SIGN]\nhot = ["hot"]', ["en-GB.toml: add.types.SIGN.hot"]),
        ("en_GB", '[add.intents]\nNoIntent = ["yes"]', ["en-GB.toml", "intents.NoIntent", "'yes'"]),
        ("en_GB", '[remove.intents]\nNoIntent = ["never"]', ["remove.intents.NoIntent", "'never'"]),
    ],
)
def test_a_fault_of_a_locale_names_its_file(
    tmp_path: Path, locale: str, override: str, named: list[str]
) -> None:
    """The same for what a locale adds and removes."""
    with pytest.raises(SourceError) as raised:
        build(written(tmp_path, **{locale: override}))
    assert [] == [word for word in named if word not in str(raised.value)]


def test_a_part_may_add_to_what_another_defines(tmp_path: Path) -> None:
    """As a locale does; what nobody defines is refused, and the part is named."""
    folder = written(tmp_path)
    (folder / "en").mkdir()
    more = folder / "en" / "more.toml"
    more.write_text('[add.intents]\nNoIntent = ["certainly not"]\n', encoding="utf-8")
    samples = {each["name"]: each["samples"] for each in language_model(folder, "en-US")["intents"]}
    assert samples["NoIntent"] == ["no way", "no thanks", "no never", "never", "certainly not"]
    more.write_text('[add.intents]\nNayIntent = ["nay"]\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"en/more\.toml: add\.intents\.NayIntent"):
        build(folder)


def test_check_tells_what_is_stale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--check` changes nothing, names each stale file, and fails until they are built."""
    folder = written(tmp_path)
    assert main(["--check"], folder) == 1
    assert [] == list(folder.glob("*.json"))
    assert main([], folder) == 0
    assert ["en-GB.json", "en-US.json"] == sorted(path.name for path in folder.glob("*.json"))
    capsys.readouterr()
    assert main(["--check"], folder) == 0
    (folder / "en-US.json").write_text("{}", encoding="utf-8")
    assert main(["--check"], folder) == 1
    told = capsys.readouterr().err
    assert "en-US.json" in told
    assert "en-GB.json" not in told


def test_a_model_that_nothing_makes_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A built file whose locale is gone is named, and not deleted behind anybody's back."""
    folder = written(tmp_path)
    (folder / "fr-FR.json").write_text("{}", encoding="utf-8")
    assert main([], folder) == 1
    assert "fr-FR.json" in capsys.readouterr().err
    assert (folder / "fr-FR.json").exists()


def test_a_fault_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A source that cannot be built ends the command with 1 and its one message, no traceback."""
    assert main([], written(tmp_path, "nonsense")) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path.name}/en.toml")
