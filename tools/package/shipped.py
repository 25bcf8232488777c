"""Rules and texts ready-made: what the TOML files hold, written as Python modules.

Reading TOML takes far longer than running a compiled module, and each cold start would wait for it.
The modules stand in for `triage/shipped.py` and `speech/shipped.py`; the TOML files stay at home.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

from speech.shipped import tables
from tools.package.contents import PackageError
from triage import rules

__all__ = ["ready_made"]

_RULES = '''\
"""The rules that ship with this package, made by `make package` of rules.toml and sources.toml."""

from datetime import date

from triage.model import Question, Rules, Source

__all__ = ["rules"]

_RULES = {rules}


def rules() -> Rules:
    """The rules, read and checked when this was packaged."""
    return _RULES
'''
_TEXTS = '''\
"""The texts that ship with this package, made by `make package` of the files in locales/."""

from collections.abc import Mapping
from typing import Any

__all__ = ["tables"]

_TABLES: Mapping[str, Mapping[str, Any]] = {tables}


def tables() -> Mapping[str, Mapping[str, Any]]:
    """What each file held, by its name without ".toml"."""
    return _TABLES
'''


def ready_made(ours: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return our files, by their name in the package, with modules in the place of TOML files."""
    kept = {name: content for name, content in ours.items() if not name.endswith(".toml")}
    return {
        **kept,
        "triage/shipped.py": _RULES.format(rules=_written(rules())).encode(),
        "speech/shipped.py": _TEXTS.format(tables=_written(tables())).encode(),
    }


def _written(value: object) -> str:
    """The value as Python source: what `repr` gives, but the same each time, and a key a line."""
    match value:
        case tuple() if hasattr(value, "_fields"):
            given = _given(cast("NamedTuple", value))
            entries = [f"{key}={_written(each)}" for key, each in given.items()]
            return f"{type(value).__name__}(" + _lines(entries) + ")"
        case Mapping():
            return "{" + _lines([f"{key!r}: {_written(each)}" for key, each in value.items()]) + "}"
        case tuple():
            return "(" + "".join(f"{_written(each)}, " for each in value) + ")"
        case list():
            return "[" + ", ".join(map(_written, value)) + "]"
        case frozenset():
            return f"frozenset({sorted(value)})"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case str() | int() | None:
            return repr(value)
    raise PackageError(f"{value!r} cannot be written as Python; teach tools/package/shipped.py how")


def _given(value: NamedTuple) -> dict[str, object]:
    """The fields of a named tuple that are not what they are by default."""
    defaults = value._field_defaults
    fields = value._asdict().items()
    return {key: each for key, each in fields if key not in defaults or defaults[key] != each}


def _lines(entries: Sequence[str]) -> str:
    return "".join(f"\n{entry}," for entry in entries)
