"""skill.json: built from store/, for the locales that have a model, and true."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator import ROOT
from simulator.assemble import assemble
from tests.clauses import clause, facts
from tools.build_manifest import MANIFEST, STORE, SourceError, build, locales_with_model
from tools.build_manifest import main as build_main

TESTING = STORE / "testing.toml"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources, to be changed."""
    return Path(shutil.copytree(STORE, tmp_path / "store"))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with the model of en-US under the names of two locales."""
    folder = tmp_path / "models"
    folder.mkdir()
    for locale in ("en-US", "en-GB"):
        shutil.copyfile(ROOT / "interaction_model" / "en-US.json", folder / f"{locale}.json")
    return folder


def manifest(text: str) -> Any:
    """What the text of a manifest says."""
    return json.loads(text)["manifest"]


def replace(path: Path, old: str, new: str) -> None:
    """Change a source."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_fresh() -> None:
    """skill.json is what the sources make of it; `make manifest` builds it anew."""
    assert MANIFEST.read_text(encoding="utf-8") == build()
    assert build_main(["--check"]) == 0


def test_a_locale_is_listed_when_its_model_is_built(models: Path) -> None:
    """Adding one touches no list: page, privacy policy and country follow from the model."""
    assert locales_with_model(models) == ["en-GB", "en-US"]
    built = manifest(build(STORE, models))
    assert list(built["publishingInformation"]["locales"]) == ["en-GB", "en-US"]
    assert list(built["privacyAndCompliance"]["locales"]) == ["en-GB", "en-US"]
    assert built["publishingInformation"]["distributionCountries"] == ["GB", "US"]


def test_a_region_may_say_something_differently(sources: Path, models: Path) -> None:
    """And says all else as its language does."""
    (sources / "en-GB.toml").write_text('summary = "For {invocation_name} in Britain."\n')
    pages = manifest(build(sources, models))["publishingInformation"]["locales"]
    assert pages["en-GB"]["summary"] == "For ankle pain check in Britain."
    assert pages["en-GB"]["name"] == pages["en-US"]["name"]
    assert pages["en-GB"]["summary"] != pages["en-US"]["summary"]


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("en.toml", "{emergency}", "{ambulance}", r"en\.toml: description: 'ambulance' is no"),
        ("en.toml", "summary = ", "sumary = ", r"en\.toml: missing or unknown: sumary, summary"),
        ("en.toml", "keywords = [", "keywords = 7 #", r"en\.toml is no TOML|keywords must be"),
        ("en.toml", 'name = "Ankle Pain Check"', "name = 7", r"en\.toml: name must be a str"),
        ("manifest.toml", 'category = "', "category = ", r"manifest\.toml is no TOML"),
    ],
)
def test_a_wrong_source_is_refused(
    sources: Path, file: str, old: str, new: str, complaint: str
) -> None:
    """The error names the file and the entry."""
    replace(sources / file, old, new)
    with pytest.raises(SourceError, match=complaint):
        build(sources)


def test_a_missing_source_is_named(sources: Path) -> None:
    """A language without texts has no page."""
    (sources / "en.toml").unlink()
    with pytest.raises(SourceError, match=r"en\.toml is missing"):
        build(sources)


@pytest.mark.parametrize("locale", locales_with_model())
@pytest.mark.parametrize("number", range(1, 6))
def test_testing_instructions_hold(locale: str, number: int) -> None:
    """Whoever follows a path of the testing instructions hears what they promise."""
    paths = tomllib.loads(TESTING.read_text(encoding="utf-8"))["path"]
    assert len(paths) == 5
    device = assemble(locale)
    for step in paths[number - 1]["steps"]:
        turn = None
        for words in step["say"]:
            turn = device.hear(words)
        assert turn is not None
        known = facts(turn)
        promises = [words.strip() for words in step["holds"].split(";")]
        held = {promise: clause(promise)(known) for promise in promises}
        assert all(held.values()), f"{step['say']}: {held}; it says {turn.says}"


def test_testing_instructions_are_what_was_tested() -> None:
    """Every word to say stands in skill.json, in quotes and in order."""
    instructions = manifest(build())["publishingInformation"]["testingInstructions"]
    paths = tomllib.loads(TESTING.read_text(encoding="utf-8"))["path"]
    said = [words for path in paths for step in path["steps"] for words in step["say"] if words]
    assert re.findall(r'"([^"]+)"', instructions) == said
