"""Reads the rules, and refuses whatever is not wholly right.

A rule that is wrong must stop the build, not surprise a person in pain: an unknown key, a missing
source or a question that nothing opens is an error that names the file and the entry.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from triage.model import ACTIONS, ANSWERS, Question, Rules, Source

__all__ = ["RULES_FOLDER", "RulesError", "load_rules"]

RULES_FOLDER: Final = Path(__file__).parent

_CODE: Final = re.compile("[a-z]{2}")
_WEIGHTS: Final = ("nerve", "mechanical")
_SOURCE_KEYS: Final = {"title": str, "kind": str, "address": str, "read": str, "checked": date}
_SOURCE_READ: Final = ("page", "abstract", "excerpt")
_SOURCE_KINDS: Final = ("article", "study", "guideline", "protocol")
_PATHWAY_KEYS: Final = {"threshold": int, "basis": str}
_QUESTION_KEYS: Final[Mapping[str, type]] = {
    "id": str,
    "code": str,
    "asks": str,
    "sources": list,
    "against": list,
    "supports": str,
    "doubt": str,
    "checked": date,
    "opens": list,
    "worrying": str,
    "level": str,
    "action": str,
    "while": list,
    "alone": str,
    "nerve": int,
    "mechanical": int,
    "local_sign": bool,
    "back_link": str,
    "basis": str,
    "implies": str,
    "volunteered": bool,
    "to_confirm": str,
}
_REQUIRED: Final = ("id", "code", "asks", "sources", "supports", "checked")


class RulesError(ValueError):
    """The rules cannot be trusted. The message names the file and the entry, and what to mend."""


class _Entry:
    """One table of a file: reads its keys, and knows how to complain about them."""

    def __init__(self, file: Path, name: str, table: object, keys: Mapping[str, type]) -> None:
        self.file, self.name = file, name
        if not isinstance(table, dict):
            self.refuse("is not a table")
        self.table: dict[str, Any] = table
        for key, value in table.items():
            if key not in keys:
                self.refuse(f"has an unknown key {key!r}; known are: {', '.join(sorted(keys))}")
            if type(value) is not keys[key]:
                self.refuse(f"{key} must be {keys[key].__name__}, and is {value!r}")
            if isinstance(value, str) and not value.strip():
                self.refuse(f"{key} is empty")

    def refuse(self, what: str) -> NoReturn:
        raise RulesError(f"{self.file.name}: {self.name}: {what}")

    def need(self, *keys: str) -> None:
        for key in keys:
            if key not in self.table:
                self.refuse(f"{key} is missing")

    def one_of(self, key: str, allowed: tuple[str, ...]) -> None:
        if key in self.table and self.table[key] not in allowed:
            self.refuse(f"{key} is {self.table[key]!r}; it must be one of: {', '.join(allowed)}")

    def only_with(self, key: str, other: str) -> None:
        if key in self.table and other not in self.table:
            self.refuse(f"{key} means nothing without {other}")


def load_rules(folder: Path = RULES_FOLDER) -> Rules:
    """The rules of `rules.toml` and `sources.toml` in this folder.

    Raises RulesError, which names the file and the entry, for: a file that is missing or is no
    TOML; an unknown or missing key, or one of the wrong type; a rule without a source or the date
    it was checked; a duplicate id or code; a condition on a question that does not stand before
    it; a level or action that is not in the table of outcomes.
    """
    sources_file, rules_file = folder / "sources.toml", folder / "rules.toml"
    sources = {
        key: _source(_Entry(sources_file, f"source {key}", table, _SOURCE_KEYS), key)
        for key, table in _read(sources_file).items()
    }
    document = _Entry(
        rules_file, "the file", _read(rules_file), {"pathway": dict, "question": list}
    )
    document.need("pathway", "question")
    thresholds = _thresholds(document)
    questions: dict[str, Question] = {}
    for number, table in enumerate(document.table["question"], start=1):
        name = (
            table.get("id", f"number {number}") if isinstance(table, dict) else f"number {number}"
        )
        entry = _Entry(rules_file, f"question {name}", table, _QUESTION_KEYS)
        question = _question(entry, questions, sources)
        questions[question.id] = question
    _check_references(rules_file, questions)
    unused = sources.keys() - {key for q in questions.values() for key in q.sources + q.against}
    if unused:
        raise RulesError(f"{sources_file.name}: source {min(unused)}: no rule cites it; remove it")
    return Rules(questions, thresholds["nerve"], thresholds["mechanical"], sources)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesError(f"{file.name}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{file.name}: is not TOML: {error}") from error


def _source(entry: _Entry, key: str) -> Source:
    entry.need(*_SOURCE_KEYS)
    entry.one_of("kind", _SOURCE_KINDS)
    entry.one_of("read", _SOURCE_READ)
    return Source(key=key, **entry.table)


def _thresholds(document: _Entry) -> dict[str, int]:
    pathways = _Entry(
        document.file, "pathway", document.table["pathway"], dict.fromkeys(_WEIGHTS, dict)
    )
    pathways.need(*_WEIGHTS)
    thresholds = {}
    for pathway in _WEIGHTS:
        entry = _Entry(document.file, f"pathway {pathway}", pathways.table[pathway], _PATHWAY_KEYS)
        entry.need(*_PATHWAY_KEYS)
        entry.one_of("basis", ("judgement",))
        if entry.table["threshold"] < 1:
            entry.refuse("threshold must be 1 or more")
        thresholds[pathway] = entry.table["threshold"]
    return thresholds


def _question(
    entry: _Entry, before: Mapping[str, Question], sources: Mapping[str, Source]
) -> Question:
    table = entry.table
    entry.need(*_REQUIRED)
    if table["id"] in before:
        entry.refuse("stands twice; ids must differ")
    for other in before.values():
        if other.code == table["code"]:
            entry.refuse(f"has the code {other.code!r} of {other.id}; codes must differ")
    if not _CODE.fullmatch(table["code"]):
        entry.refuse(f"code is {table['code']!r}; it must be two small letters")
    _check_sources(entry, sources)
    _check_asking(entry, before)
    _check_red_flag(entry)
    _check_evidence(entry)
    fields = {key: value for key, value in table.items() if key in Question._fields}
    fields["sources"] = tuple(table["sources"])
    fields["against"] = tuple(table.get("against", ()))
    fields["opens"] = tuple(map(frozenset, table.get("opens", ())))
    return Question(**fields, company=frozenset(table.get("while", ())))


def _check_sources(entry: _Entry, sources: Mapping[str, Source]) -> None:
    if not entry.table["sources"]:
        entry.refuse("sources is empty; no rule without a source")
    for key in [*entry.table["sources"], *entry.table.get("against", ())]:
        if key not in sources:
            entry.refuse(f"cites {key!r}, which is not in sources.toml")


def _check_asking(entry: _Entry, before: Mapping[str, Question]) -> None:
    table = entry.table
    if table.get("volunteered"):
        if "opens" in table:
            entry.refuse("is volunteered only, so nothing opens it; remove opens")
        return
    entry.need("opens")
    for group in table["opens"]:
        if not isinstance(group, list) or not group:
            entry.refuse("opens must be a list of lists of question ids")
        for opener in group:
            if opener not in before or before[opener].volunteered:
                entry.refuse(
                    f"opens names {opener!r}, which is not asked before it: no answer opens it"
                )


def _check_red_flag(entry: _Entry) -> None:
    table = entry.table
    entry.one_of("worrying", ANSWERS[:2])
    entry.one_of("level", ("today", "now"))
    entry.one_of("alone", ("today",))
    for key, other in (
        ("worrying", "level"),
        ("level", "worrying"),
        ("action", "level"),
        ("while", "level"),
        ("alone", "while"),
    ):
        entry.only_with(key, other)
    if table.get("level") == "now":
        entry.need("action")
        entry.one_of("action", ACTIONS["now"])
    elif "action" in table:
        entry.refuse(f"action {table['action']!r} goes with level now alone")
    if table.get("volunteered") and "level" not in table:
        entry.refuse("is volunteered only, and leads nowhere without a level")


def _check_evidence(entry: _Entry) -> None:
    table = entry.table
    entry.one_of("back_link", _WEIGHTS)
    entry.one_of("basis", ("judgement",))
    weights = [key for key in _WEIGHTS if key in table]
    for key in weights:
        if table[key] < 1:
            entry.refuse(f"{key} must be 1 or more; leave it out where there is no evidence")
    if weights and "basis" not in table:
        entry.refuse('has a weight and no basis = "judgement": weights are not published scores')
    if "basis" in table and not weights:
        entry.refuse("basis means nothing without a weight")
    entry.only_with("local_sign", "mechanical")
    if not weights and "level" not in table and "back_link" not in table:
        entry.refuse("leads nowhere: it has no level, no weight and no back_link")


def _check_references(file: Path, questions: Mapping[str, Question]) -> None:
    """What a question may say of others, wherever they stand in the order."""
    for question in questions.values():
        named = question.company | ({question.implies} if question.implies else set())
        for name in sorted(named):
            if name not in questions or name == question.id:
                raise RulesError(
                    f"{file.name}: question {question.id}: names {name!r}, "
                    "which is no other question"
                )
