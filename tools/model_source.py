"""The sources of the interaction models, read: one language, its parts, what a locale changes.

interaction_model/README.md says what a source holds. Nothing is spelled out here; `build_model`
does that.
"""

import copy
import tomllib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Source", "SourceError", "Table", "check_keys", "overridden", "read", "strings", "table"]

_REQUIRED = {"invocation_name", "locales", "fallback_sensitivity", "expand", "intents"}
_OPTIONAL = {"types", "single_valued_locales"}
_PARTS = ("expand", "intents", "types")

Table = dict[str, Any]


class SourceError(ValueError):
    """A source cannot be built; the message names the file and the entry, and says what to do."""


@dataclass(frozen=True)
class Source:
    """A language as it is written, or one locale of it.

    ``files`` tells for each entry of ``tables``, such as ("intents", "WaitIntent"), which file it
    stands in; ``name`` is the file of all else.
    """

    name: str
    tables: Table
    files: dict[tuple[str, str], str]

    def where(self, kind: str, entry: str) -> str:
        """Tell where an entry stands: "en.toml: intents.WaitIntent"."""
        return f"{self.files.get((kind, entry), self.name)}: {kind}.{entry}"


def read(path: Path) -> Source:
    """Read a language, `<language>.toml`, with its parts `<language>/*.toml`.

    A part holds more of `expand`, `intents` and `types`, and may `add` phrases to those of the
    others, as a locale does. Raises `SourceError` for what is no TOML, unknown or missing keys, an
    entry that two files have, and phrases added to what the language does not have.
    """
    tables = _load(path, path.name)
    check_keys(tables, path.name, required=_REQUIRED, optional=_OPTIONAL)
    tables.setdefault("types", {})
    files: dict[tuple[str, str], str] = {}
    added: list[tuple[str, Table]] = []
    for part in sorted((path.parent / path.stem).glob("*.toml")):
        name = f"{path.stem}/{part.name}"
        more = _load(part, name)
        check_keys(more, name, optional={*_PARTS, "add"})
        added.append((name, {"add": more.pop("add", {})}))
        for kind, entries in more.items():
            known = table(tables[kind], f"{path.name}: {kind}")
            for entry, value in table(entries, f"{name}: {kind}").items():
                if entry in known:
                    elsewhere = files.get((kind, entry), path.name)
                    raise SourceError(f"{name}: {kind}.{entry} is in {elsewhere}, too; keep one")
                known[entry] = value
                files[kind, entry] = name
    for name, changes in added:
        _change(tables, changes, name)
    return Source(path.name, tables, files)


def overridden(source: Source, path: Path) -> Source:
    """Return the source with what the locale file `path` adds and removes.

    Raises `SourceError` for a change of something that the language does not have.
    """
    override = _load(path, path.name)
    check_keys(override, path.name, optional={"add", "remove"})
    local = copy.deepcopy(source.tables)
    _change(local, override, path.name)
    files = {entry: f"{path.name} over {name}" for entry, name in source.files.items()}
    return Source(f"{path.name} over {source.name}", local, files)


def _change(tables: Table, changes: Table, name: str) -> None:
    """Remove and add what the file of this name says."""
    for verb in ("remove", "add"):
        for entry, lines in _changes(changes.get(verb, {}), f"{name}: {verb}"):
            where = f"{name}: {verb}.{'.'.join(entry)}"
            target: Any = tables
            for key in entry:
                if key not in target:
                    raise SourceError(f"{where}: the language has no {key!r} there")
                target = target[key]
            known = target["samples"] if entry[0] == "intents" else target
            for line in strings(lines, where):
                if verb == "add":
                    known.append(line)
                elif line in known:
                    known.remove(line)
                else:
                    raise SourceError(f"{where}: the language has no line {line!r}")


def _changes(changes: object, where: str) -> Iterator[tuple[tuple[str, ...], object]]:
    tables = table(changes, where)
    check_keys(tables, where, optional={"intents", "types"})
    for intent, lines in table(tables.get("intents", {}), f"{where}.intents").items():
        yield ("intents", intent), lines
    for name, values in table(tables.get("types", {}), f"{where}.types").items():
        for value, lines in table(values, f"{where}.types.{name}").items():
            yield ("types", name, value), lines


def _load(path: Path, name: str) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{name}: not TOML: {error}") from None


def check_keys(
    entries: Table,
    where: str,
    *,
    required: AbstractSet[str] = frozenset(),
    optional: AbstractSet[str] = frozenset(),
) -> None:
    """Raise `SourceError` unless the table has all required keys, and no unknown one."""
    if missing := required - entries.keys():
        raise SourceError(f"{where}: missing {', '.join(sorted(missing))}")
    if unknown := entries.keys() - required - optional:
        raise SourceError(f"{where}: unknown {', '.join(sorted(unknown))}")


def table(value: object, where: str) -> Table:
    """Return the value if it is a table; raise `SourceError` otherwise."""
    if not isinstance(value, dict):
        raise SourceError(f"{where}: expected a table, not {value!r}")
    return value


def strings(value: object, where: str) -> list[str]:
    """Return the value if it is a list of strings; raise `SourceError` otherwise."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SourceError(f"{where}: expected a list of strings, not {value!r}")
    return value
