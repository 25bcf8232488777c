"""Changes the rules, one thing at a time, and sees whether the loader or a test notices.

Tests that compare generated files with the rules would notice any change at all, whether or not it
makes a difference to anybody; so they are not asked.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from tools.mutants.replay import Replay
from tools.mutants.trees import TRIAGE, Tree, attempts
from triage.load import RulesError, load_rules

__all__ = ["TESTS", "Result", "changes", "mutate", "to_toml"]

#: The tests that are to notice, the quickest to fail first.
TESTS: Final = (
    "tests/test_cases.py",
    "tests/test_triage_promises.py::test_the_order_of_asking_is_that_of_the_table",
    "tests/test_triage_promises.py::test_the_figures_are_those_that_were_written_down",
    "tests/test_triage_reasons.py",
)

Table = dict[str, Any]

_OTHER: Final = {
    "worrying": {"yes": "no", "no": "yes"},
    "action": {"call": "emergency_department", "emergency_department": "call"},
    "back_link": {"nerve": "mechanical", "mechanical": "nerve"},
}
#: What can be left out by itself, and what must then go with it.
_OPTIONAL: Final = {
    "level": ("worrying", "action", "while", "alone"),
    "nerve": ("basis",),
    "mechanical": ("basis", "local_sign"),
    "local_sign": (),
    "back_link": (),
    "implies": (),
    "while": ("alone",),
    "alone": (),
}


class Result(NamedTuple):
    """What became of the changes to the rules."""

    refused: list[str]
    """By the loader."""
    noticed: list[str]
    """By a test."""
    equivalent: list[str]
    """Nobody is asked or told anything else."""
    unnoticed: list[str]
    """Somebody is, and no test says so."""


def changes(rules: Table) -> Iterator[tuple[str, Table]]:
    """Give the rules with one thing changed, and in a few words what was changed."""
    for name, pathway in rules["pathway"].items():
        for step in (1, -1):
            other = pathway | {"threshold": pathway["threshold"] + step}
            yield (
                f"{name}: threshold {step:+}",
                rules | {"pathway": rules["pathway"] | {name: other}},
            )
    questions = rules["question"]
    for place, question in enumerate(questions):
        for what, other in _changed(question):
            others = [*questions[:place], other, *questions[place + 1 :]]
            yield f"{question['id']}: {what}", rules | {"question": others}
    for place in range(len(questions) - 1):
        one, two = questions[place : place + 2]
        others = [*questions[:place], two, one, *questions[place + 2 :]]
        yield f"{one['id']}: after {two['id']}", rules | {"question": others}


def _changed(question: Table) -> Iterator[tuple[str, Table]]:
    yield from _otherwise_answered(question)
    yield from _otherwise_urgent(question)
    yield from _with_less(question)
    if question.get("volunteered"):
        yield "asked", _without(question, "volunteered") | {"opens": []}
    else:
        yield from _otherwise_opened(question)


def _otherwise_answered(question: Table) -> Iterator[tuple[str, Table]]:
    for key in question.keys() & {"nerve", "mechanical"}:
        for step in (1, -1):
            yield f"{key} {step:+}", question | {key: question[key] + step}
    for key in question.keys() & _OTHER.keys():
        value = _OTHER[key][question[key]]
        yield f"{key} {value}", question | {key: value}


def _otherwise_urgent(question: Table) -> Iterator[tuple[str, Table]]:
    if question.get("level") == "now":
        yield "level today", _without(question, "action") | {"level": "today"}
    if question.get("level") == "today":
        urgent = {"level": "now", "action": "emergency_department"}
        yield "level now", question | urgent


def _with_less(question: Table) -> Iterator[tuple[str, Table]]:
    for key in question.keys() & _OPTIONAL.keys():
        yield f"no {key}", _without(question, key, *_OPTIONAL[key])
    for name in question.get("while", ()):
        rest = [other for other in question["while"] if other != name]
        if rest:
            yield f"not while {name}", question | {"while": rest}


def _otherwise_opened(question: Table) -> Iterator[tuple[str, Table]]:
    groups = question["opens"]
    for place, group in enumerate(groups):
        before, behind = groups[:place], groups[place + 1 :]
        yield f"opens without {group}", question | {"opens": before + behind}
        for name in group:
            rest = [other for other in group if other != name]
            if rest:
                yield f"not opened by {name}", question | {"opens": [*before, rest, *behind]}


def _without(question: Table, *keys: str) -> Table:
    return {key: value for key, value in question.items() if key not in keys}


def mutate(trees: Sequence[Tree]) -> Result:
    """Try every change in these copies.

    Raises `RuntimeError` where a test fails before any change.
    """
    trees[0].check(TESTS)
    rules = tomllib.loads((trees[0].path / TRIAGE / "rules.toml").read_text(encoding="utf-8"))
    replay = Replay(trees[0].path)

    def attempt(tree: Tree, change: tuple[str, Table]) -> str:
        with tree.changed("rules.toml", to_toml(change[1])):
            return _outcome(tree, replay)

    tried = list(changes(rules))
    found: dict[str, list[str]] = {outcome: [] for outcome in Result._fields}
    for (name, _), outcome in zip(
        tried, attempts(trees, tried, attempt, "rules.toml"), strict=True
    ):
        found[outcome].append(name)
    return Result(**found)


def _outcome(tree: Tree, replay: Replay) -> str:
    try:
        load_rules(tree.path / TRIAGE)
    except RulesError:
        return "refused"
    if tree.outcome_of(TESTS) != "survived":
        return "noticed"
    return "equivalent" if replay.is_same_in(tree.path) else "unnoticed"


def to_toml(rules: Table) -> str:
    """Write rules as the loader reads them."""
    tables = [(f"[pathway.{name}]", pathway) for name, pathway in rules["pathway"].items()]
    tables += [("[[question]]", question) for question in rules["question"]]
    return "\n\n".join(
        "\n".join([head, *(f"{key} = {_value(value)}" for key, value in table.items())])
        for head, table in tables
    )


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
