"""Builds the interaction models that Alexa reads from the sources that people write.

    python -m tools.build_model            builds interaction_model/<locale>.json
    python -m tools.build_model --check    changes nothing; names what is stale and exits 1

A language is one source, interaction_model/<language>.toml, that lists its locales. A locale may
add and remove phrases in interaction_model/<locale>.toml. interaction_model/README.md says how to
write both.
"""

import argparse
import copy
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from hassil.errors import HassilError
from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_sentence

__all__ = ["FOLDER", "SourceError", "build", "main"]

FOLDER = Path(__file__).parent.parent / "interaction_model"
"""Where the sources lie, and the built models beside them."""

# Amazon's limits for a model.
_MOST_BYTES = 1_500_000
_MOST_INTENTS = 250
_LONGEST_VALUE = 140

_KEYS = {"invocation_name", "locales", "fallback_sensitivity", "expand", "intents", "types"}
_SENSITIVITIES = ("LOW", "MEDIUM", "HIGH")
_SLOT = re.compile(r"\{(\w+)\}")
_RULE = re.compile(r"<(\w+)>")

Table = dict[str, Any]


class SourceError(ValueError):
    """A source cannot be built; the message names the file and the entry, and says what to do."""


def build(folder: Path = FOLDER) -> dict[str, str]:
    """Return the text of every model that the sources in `folder` make, by file name.

    Writes nothing. Raises `SourceError` for a source that is not as README.md says, a phrase that
    Alexa would refuse, one that stands under two intents or two values, a line that says nothing
    new, and a locale that no language lists.
    """
    built: dict[str, str] = {}
    regional = {path.stem: path for path in folder.glob("*-*.toml")}
    for path in sorted(set(folder.glob("*.toml")) - set(regional.values())):
        source = _load(path)
        _check_keys(source, path.name, required=_KEYS)
        for locale in _strings(source["locales"], f"{path.name}: locales"):
            if locale.partition("-")[0] != path.stem:
                raise SourceError(f"{path.name}: locales: {locale!r} is not {path.stem}-SOMETHING")
            name, local = path.name, source
            if override := regional.pop(locale, None):
                name, local = f"{override.name} over {path.name}", _overridden(source, override)
            text = json.dumps(_Model(name, local).built(), indent=2, ensure_ascii=False) + "\n"
            if len(text.encode()) > _MOST_BYTES:
                raise SourceError(f"{name}: {locale} gets larger than Amazon's {_MOST_BYTES} bytes")
            built[f"{locale}.json"] = text
    for path in regional.values():
        raise SourceError(f"{path.name}: no language lists this locale; add it to its `locales`")
    return built


def main(arguments: list[str] | None = None, folder: Path = FOLDER) -> int:
    """Build every model, or with `--check` compare it; return the exit code.

    What was built goes to standard output, what is wrong to standard error, with code 1.
    """
    parser = argparse.ArgumentParser(
        prog="python -m tools.build_model", description="Build Alexa's interaction models."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    check = parser.parse_args(arguments).check
    try:
        built = build(folder)
    except SourceError as error:
        print(f"{folder.name}/{error}", file=sys.stderr)
        return 1
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*-*.json")}
    left_over = sorted(found.keys() - built.keys())
    for name in left_over:
        print(f"{folder.name}/{name}: no source makes it; delete it", file=sys.stderr)
    changed = [name for name, text in built.items() if found.get(name) != text]
    for name in changed:
        if check:
            print(f"{folder.name}/{name}: stale; build it with: make model", file=sys.stderr)
        else:
            (folder / name).write_text(built[name], encoding="utf-8")
            print(f"{folder.name}/{name}: built")
    return 1 if left_over or (check and changed) else 0


class _Model:
    """One locale's model, made from the tables of its source; `name` tells errors where."""

    def __init__(self, name: str, source: Table) -> None:
        self._name = name
        self._source = source
        self._used_rules: set[str] = set()
        self._rules: dict[str, Sentence] = {}
        for rule, line in _table(source["expand"], f"{name}: expand").items():
            self._rules[rule] = self._parsed(line, f"{name}: expand.{rule}")

    def built(self) -> Table:
        """Return the model in Amazon's form."""
        if self._source["fallback_sensitivity"] not in _SENSITIVITIES:
            raise SourceError(f"{self._name}: fallback_sensitivity is none of {_SENSITIVITIES}")
        intents = _table(self._source["intents"], f"{self._name}: intents")
        if len(intents) > _MOST_INTENTS:
            raise SourceError(f"{self._name}: intents: there are more than {_MOST_INTENTS}")
        said: dict[str, str] = {}
        language_model = {
            "invocationName": self._source["invocation_name"],
            "intents": [self._intent(name, intent, said) for name, intent in intents.items()],
            "types": self._types(),
            "modelConfiguration": {
                "fallbackIntentSensitivity": {"level": self._source["fallback_sensitivity"]}
            },
        }
        for rule in self._rules.keys() - self._used_rules:
            raise SourceError(f"{self._name}: expand.{rule}: no line uses <{rule}>; remove it")
        return {"interactionModel": {"languageModel": language_model}}

    def _intent(self, name: str, intent: object, said: dict[str, str]) -> Table:
        where = f"{self._name}: intents.{name}"
        entry = _table(intent, where)
        _check_keys(entry, where, required={"samples"}, optional={"slots"})
        samples = self._phrases(entry["samples"], where, said)
        if not samples and not name.startswith("AMAZON."):
            raise SourceError(f"{where}: an intent of our own needs a sample")
        for sample in samples:
            _check_characters(_SLOT.sub("", sample), sample, where)
        slots = _table(entry.get("slots", {}), f"{where}.slots")
        named = {slot for sample in samples for slot in _SLOT.findall(sample)}
        for slot in named ^ slots.keys():
            raise SourceError(f"{where}: {{{slot}}} must stand in `slots` and in a sample, both")
        for slot, slot_type in slots.items():
            if slot_type not in self._source["types"]:
                raise SourceError(f"{where}: {{{slot}}} has the type {slot_type}, not in [types]")
        typed = [{"name": slot, "type": slot_type} for slot, slot_type in slots.items()]
        return {"name": name, **({"slots": typed} if typed else {}), "samples": samples}

    def _types(self) -> list[Table]:
        types = []
        for name, values in _table(self._source["types"], f"{self._name}: types").items():
            where = f"{self._name}: types.{name}"
            said: dict[str, str] = {}
            built = [
                self._value(value, lines, f"{where}.{value}", said)
                for value, lines in _table(values, where).items()
            ]
            types.append({"name": name, "values": built})
        return types

    def _value(self, value: str, lines: object, where: str, said: dict[str, str]) -> Table:
        phrases = self._phrases(lines, where, said)
        if not phrases:
            raise SourceError(f"{where}: a value needs a phrase")
        for phrase in phrases:
            # Alexa hands slot values over as they are written: "call 911".
            _check_characters(re.sub(r"\d", "", phrase), phrase, where)
            if len(phrase) > _LONGEST_VALUE:
                raise SourceError(f"{where}: {phrase!r} has over {_LONGEST_VALUE} characters")
        return {"id": value, "name": {"value": phrases[0], "synonyms": phrases[1:]}}

    def _phrases(self, lines: object, where: str, said: dict[str, str]) -> list[str]:
        """Return each phrase of the lines once; `said` holds what was said before, and where."""
        phrases: list[str] = []
        for line in _strings(lines, where):
            fresh = len(phrases)
            for phrase in self._expanded(line, where):
                before = said.get(_key(phrase))
                if before is None:
                    said[_key(phrase)] = where
                    phrases.append(phrase)
                elif before != where:
                    elsewhere = before.removeprefix(f"{self._name}: ")
                    raise SourceError(f"{where}: {phrase!r} is in {elsewhere}, too; keep one")
            if len(phrases) == fresh:
                raise SourceError(f"{where}: {line!r} says nothing new; remove it")
        return phrases

    def _expanded(self, line: str, where: str) -> Iterator[str]:
        sentence = self._parsed(line, where)
        phrases = sample_sentence(sentence, expansion_rules=self._rules, expand_lists=False)
        try:
            yield from (" ".join(phrase.split()) for phrase in phrases)
        except HassilError as error:
            raise SourceError(f"{where}: {line!r}: {error}") from None

    def _parsed(self, line: object, where: str) -> Sentence:
        if not isinstance(line, str) or not line.strip():
            raise SourceError(f"{where}: expected words, not {line!r}")
        self._used_rules.update(_RULE.findall(line))
        try:
            return parse_sentence(line)
        except ParseError as error:
            raise SourceError(f"{where}: {line!r} is not well formed: {error}") from None


def _overridden(source: Table, path: Path) -> Table:
    """Return a copy of a language's tables with the changes of one locale made in it."""
    override = _load(path)
    _check_keys(override, path.name, optional={"add", "remove"})
    local = copy.deepcopy(source)
    for verb in ("remove", "add"):
        for entry, lines in _changes(override.get(verb, {}), f"{path.name}: {verb}"):
            where = f"{path.name}: {verb}.{'.'.join(entry)}"
            target: Any = local
            for key in entry:
                if key not in target:
                    raise SourceError(f"{where}: the language has no {key!r} there")
                target = target[key]
            known = target["samples"] if entry[0] == "intents" else target
            for line in _strings(lines, where):
                if verb == "add":
                    known.append(line)
                elif line in known:
                    known.remove(line)
                else:
                    raise SourceError(f"{where}: the language has no line {line!r}")
    return local


def _changes(table: object, where: str) -> Iterator[tuple[tuple[str, ...], object]]:
    tables = _table(table, where)
    _check_keys(tables, where, optional={"intents", "types"})
    for intent, lines in _table(tables.get("intents", {}), f"{where}.intents").items():
        yield ("intents", intent), lines
    for name, values in _table(tables.get("types", {}), f"{where}.types").items():
        for value, lines in _table(values, f"{where}.types.{name}").items():
            yield ("types", name, value), lines


def _load(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: not TOML: {error}") from None


def _check_keys(
    table: Table,
    where: str,
    *,
    required: AbstractSet[str] = frozenset(),
    optional: AbstractSet[str] = frozenset(),
) -> None:
    if missing := required - table.keys():
        raise SourceError(f"{where}: missing {', '.join(sorted(missing))}")
    if unknown := table.keys() - required - optional:
        raise SourceError(f"{where}: unknown {', '.join(sorted(unknown))}")


def _check_characters(text: str, phrase: str, where: str) -> None:
    for character in text:
        if character not in " '." and unicodedata.category(character)[0] not in "LM":
            raise SourceError(
                f"{where}: {phrase!r} has {character!r}; write words, numbers as words, "
                "and no punctuation but apostrophes and the periods of initials"
            )


def _table(value: object, where: str) -> Table:
    if not isinstance(value, dict):
        raise SourceError(f"{where}: expected a table, not {value!r}")
    return value


def _strings(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SourceError(f"{where}: expected a list of strings, not {value!r}")
    return value


def _key(phrase: str) -> str:
    """Return what two phrases share that sound alike but for apostrophes and periods."""
    return phrase.casefold().replace("'", "").replace(".", "")


if __name__ == "__main__":
    sys.exit(main())
