"""Builds `skill.json`, the skill manifest, from what people write in `store/`.

    python -m tools.build_manifest            builds skill.json
    python -m tools.build_manifest --check    changes nothing; exits 1 if skill.json is stale

It lists every locale that has an interaction model, and no other. store/manifest.toml holds what is
the same everywhere, store/<language>.toml what the skill store shows, store/<locale>.toml what a
region says differently, store/testing.toml the testing instructions.
"""

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from simulator import ROOT
from speech import texts_for

__all__ = ["MANIFEST", "STORE", "SourceError", "build", "locales_with_model", "main"]

MANIFEST = ROOT / "skill.json"
"""The built manifest."""

STORE = ROOT / "store"
"""The folder of its sources."""

_MODELS = ROOT / "interaction_model"
_TEXTS = {
    "name": str,
    "summary": str,
    "description": str,
    "example_phrases": list,
    "keywords": list,
    "privacy_policy_url": str,
}
_ICONS = {
    "smallIconUri": "file://assets/icon-108.png",
    "largeIconUri": "file://assets/icon-512.png",
}

Json = dict[str, Any]


class SourceError(ValueError):
    """A source cannot be built; the message names the file and the entry, and says what to do."""


def locales_with_model(models: Path = _MODELS) -> list[str]:
    """The locales that have a built interaction model in this folder, in order."""
    return sorted(path.stem for path in models.glob("*-*.json"))


def build(store: Path = STORE, models: Path = _MODELS) -> str:
    """Return the text of the manifest that these sources make. Writes nothing.

    Raises `SourceError` for a source that is missing, is no TOML or lacks an entry, for an unknown
    entry, and for a placeholder that nothing fills.
    """
    manifest = _load(store / "manifest.toml")
    locales = locales_with_model(models)
    publishing = manifest["publishingInformation"]
    publishing["distributionCountries"] = sorted({name.partition("-")[2] for name in locales})
    publishing["testingInstructions"] = _instructions(store / "testing.toml")
    publishing["locales"], manifest["privacyAndCompliance"]["locales"] = {}, {}
    for locale in locales:
        texts = _texts(store, locale, models / f"{locale}.json")
        policy = {"privacyPolicyUrl": texts.pop("privacyPolicyUrl")}
        manifest["privacyAndCompliance"]["locales"][locale] = policy
        publishing["locales"][locale] = {**texts, **_ICONS}
    return json.dumps({"manifest": manifest}, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Build the manifest, or with `--check` compare it; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.build_manifest", description="Build skill.json."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    check = parser.parse_args(arguments).check
    try:
        text = build()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    if MANIFEST.is_file() and MANIFEST.read_text(encoding="utf-8") == text:
        return 0
    if check:
        print("skill.json: stale; build it with: make manifest", file=sys.stderr)
        return 1
    MANIFEST.write_text(text, encoding="utf-8")
    print(f"skill.json: built for {', '.join(locales_with_model())}")
    return 0


def _texts(store: Path, locale: str, model: Path) -> Json:
    path = store / f"{locale.partition('-')[0]}.toml"
    texts = _load(path)
    regional = store / f"{locale}.toml"
    if regional.is_file():
        texts |= _load(regional)
    if texts.keys() != _TEXTS.keys():
        wrong = ", ".join(sorted(texts.keys() ^ _TEXTS.keys()))
        raise SourceError(f"{path}: missing or unknown: {wrong}; it needs {', '.join(_TEXTS)}")
    for key, kind in _TEXTS.items():
        if not isinstance(texts[key], kind):
            raise SourceError(f"{path}: {key} must be a {kind.__name__}")
    language_model = json.loads(model.read_text(encoding="utf-8"))["interactionModel"]
    invocation_name = language_model["languageModel"]["invocationName"]
    place = {**texts_for(locale).place, "invocation_name": invocation_name}
    return {
        "name": _filled(path, "name", texts["name"], place),
        "summary": _filled(path, "summary", texts["summary"], place),
        "description": _filled(path, "description", texts["description"], place),
        "examplePhrases": [
            _filled(path, "example_phrases", phrase, place) for phrase in texts["example_phrases"]
        ],
        "keywords": texts["keywords"],
        "privacyPolicyUrl": texts["privacy_policy_url"],
    }


def _filled(path: Path, key: str, text: str, place: dict[str, str]) -> str:
    try:
        return text.strip().format_map(place)
    except (KeyError, ValueError) as error:
        raise SourceError(
            f"{path}: {key}: {error} is no placeholder; there are {', '.join(sorted(place))}"
        ) from None


def _instructions(path: Path) -> str:
    source = _load(path)
    paths = [
        "\n".join([f"{number}. {entry['title']}", *map(_step, entry["steps"])])
        for number, entry in enumerate(source["path"], start=1)
    ]
    return "\n\n".join([source["intro"].strip(), *paths])


def _step(step: Json) -> str:
    said = ", ".join(f'"{words}"' if words else "nothing" for words in step["say"])
    return f"Say {said}. Hear {step['hear']}."


def _load(path: Path) -> Json:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceError(f"{path} is missing") from None
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path} is no TOML: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
