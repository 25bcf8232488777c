"""Builds the interaction models that Alexa reads from the sources that people write.

    python -m tools.build_model            builds interaction_model/<locale>.json
    python -m tools.build_model --check    changes nothing; names what is stale and exits 1

A language is one source, interaction_model/<language>.toml, that lists its locales, with parts of
it in interaction_model/<language>/. A locale may add and remove phrases in
interaction_model/<locale>.toml. interaction_model/README.md says how to write them.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from hassil.errors import HassilError
from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_sentence

from .model_source import Source, SourceError, Table, check_keys, overridden, read, strings, table

__all__ = ["FOLDER", "SourceError", "build", "main"]

FOLDER = Path(__file__).parent.parent / "interaction_model"
"""Where the sources lie, and the built models beside them."""

# Amazon's limits for a model.
_MOST_BYTES = 1_500_000
_MOST_INTENTS = 250
_MOST_PHRASES = 50_000
_LONGEST_VALUE = 140

_SENSITIVITIES = ("LOW", "MEDIUM", "HIGH")
_SLOT = re.compile(r"\{(\w+)\}")
_RULE = re.compile(r"<(\w+)>")


def build(folder: Path = FOLDER) -> dict[str, str]:
    """Return the text of every model that the sources in `folder` make, by file name.

    Writes nothing. Raises `SourceError` for a source that is not as README.md says, a phrase that
    Alexa would refuse, one that stands under two intents or two values, a line that says nothing
    new, and a locale that no language lists.
    """
    built: dict[str, str] = {}
    regional = {path.stem: path for path in folder.glob("*-*.toml")}
    for path in sorted(set(folder.glob("*.toml")) - set(regional.values())):
        source = read(path)
        single = source.tables.get("single_valued_locales", [])
        for locale in strings(source.tables["locales"], f"{path.name}: locales"):
            if locale.partition("-")[0] != path.stem:
                raise SourceError(f"{path.name}: locales: {locale!r} is not {path.stem}-SOMETHING")
            override = regional.pop(locale, None)
            local = overridden(source, override) if override else source
            model = _Model(local, several=locale not in single).built()
            # A phrase a line, for small differences; not indented, for Amazon counts the bytes.
            text = json.dumps(model, indent=0, ensure_ascii=False) + "\n"
            if len(text.encode()) > _MOST_BYTES:
                raise SourceError(
                    f"{local.name}: {locale} gets larger than Amazon's {_MOST_BYTES} bytes"
                )
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
    """One locale's model, made from its source; `several` is whether slots may take a list."""

    def __init__(self, source: Source, *, several: bool) -> None:
        self._source = source
        self._tables = source.tables
        self._several = several
        self._used_rules: set[str] = set()
        self._rules: dict[str, Sentence] = {}
        for rule, line in table(self._tables["expand"], f"{source.name}: expand").items():
            self._rules[rule] = self._parsed(line, source.where("expand", rule))

    def built(self) -> Table:
        """Return the model in Amazon's form."""
        name = self._source.name
        if self._tables["fallback_sensitivity"] not in _SENSITIVITIES:
            raise SourceError(f"{name}: fallback_sensitivity is none of {_SENSITIVITIES}")
        intents = table(self._tables["intents"], f"{name}: intents")
        if len(intents) > _MOST_INTENTS:
            raise SourceError(f"{name}: intents: there are more than {_MOST_INTENTS}")
        said: dict[str, str] = {}
        language_model = {
            "invocationName": self._tables["invocation_name"],
            "intents": [self._intent(name, intent, said) for name, intent in intents.items()],
            "types": self._types(),
            "modelConfiguration": {
                "fallbackIntentSensitivity": {"level": self._tables["fallback_sensitivity"]}
            },
        }
        for rule in self._rules.keys() - self._used_rules:
            where = self._source.where("expand", rule)
            raise SourceError(f"{where}: no line uses <{rule}>; remove it")
        return {"interactionModel": {"languageModel": language_model}}

    def _intent(self, name: str, intent: object, said: dict[str, str]) -> Table:
        where = self._source.where("intents", name)
        entry = table(intent, where)
        check_keys(entry, where, required={"samples"}, optional={"slots", "several"})
        samples = self._phrases(entry["samples"], where, said)
        if not samples and not name.startswith("AMAZON."):
            raise SourceError(f"{where}: an intent of our own needs a sample")
        for sample in samples:
            _check_characters(_SLOT.sub("", sample), sample, where)
        slots = table(entry.get("slots", {}), f"{where}.slots")
        named = {slot for sample in samples for slot in _SLOT.findall(sample)}
        for slot in named ^ slots.keys():
            raise SourceError(f"{where}: {{{slot}}} must stand in `slots` and in a sample, both")
        several = strings(entry.get("several", []), f"{where}.several")
        for slot in set(several) - slots.keys():
            raise SourceError(f"{where}.several: {slot!r} is no slot of it")
        typed = [self._slot(slot, kind, several, where) for slot, kind in slots.items()]
        return {"name": name, **({"slots": typed} if typed else {}), "samples": samples}

    def _slot(self, slot: str, kind: object, several: list[str], where: str) -> Table:
        if kind not in self._tables["types"]:
            raise SourceError(f"{where}: {{{slot}}} has the type {kind}, not in [types]")
        multiple = self._several and slot in several
        return {
            "name": slot,
            "type": kind,
            **({"multipleValues": {"enabled": True}} if multiple else {}),
        }

    def _types(self) -> list[Table]:
        types = []
        phrases = 0
        for name, values in table(self._tables["types"], f"{self._source.name}: types").items():
            where = self._source.where("types", name)
            said: dict[str, str] = {}
            built = [
                self._value(value, lines, f"{where}.{value}", said)
                for value, lines in table(values, where).items()
            ]
            phrases += len(said)
            types.append({"name": name, "values": built})
        if phrases > _MOST_PHRASES:
            raise SourceError(
                f"{self._source.name}: types: {phrases} phrases, and Amazon takes {_MOST_PHRASES}"
            )
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
        for line in strings(lines, where):
            fresh = len(phrases)
            for phrase in self._expanded(line, where):
                before = said.get(_key(phrase))
                if before is None:
                    said[_key(phrase)] = where
                    phrases.append(phrase)
                elif before != where:
                    elsewhere = before.removeprefix(f"{self._source.name}: ")
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


def _check_characters(text: str, phrase: str, where: str) -> None:
    for character in text:
        if character not in " '." and unicodedata.category(character)[0] not in "LM":
            raise SourceError(
                f"{where}: {phrase!r} has {character!r}; write words, numbers as words, "
                "and no punctuation but apostrophes and the periods of initials"
            )


def _key(phrase: str) -> str:
    """Return what two phrases share that sound alike but for apostrophes and periods."""
    return phrase.casefold().replace("'", "").replace(".", "")


if __name__ == "__main__":
    sys.exit(main())
