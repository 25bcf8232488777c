"""Lets cosmic-ray change the code, and sees whether a test notices."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from difflib import ndiff
from pathlib import Path
from typing import Final, NamedTuple

from tools.mutants.trees import ROOT, TRIAGE, Tree, attempts

__all__ = ["TESTS", "Result", "described", "mutate"]

# The slow ones last: they go through every way in which an interview can go on, and are run only as
# often as nothing before them notices a change.
_DECIDING: Final = [
    "tests/test_triage_pathway.py",
    "tests/test_cases.py",
    "tests/test_triage_promises.py::test_what_nobody_knows_is_named",
    "tests/test_triage_promises.py::test_the_figures_are_those_that_were_written_down",
    "tests/test_triage_reasons.py",
    "tests/test_triage_oracle.py::test_what_is_told_is_what_the_table_says",
    "tests/test_triage_promises.py::test_nor_does_any_order_of_any_answers",
    "tests/test_triage_oracle.py::test_any_answers_lead_on_as_the_oracle_says",
    "tests/test_triage_oracle.py",
    "tests/test_triage_promises.py",
]
#: The tests that are to notice a change to a file, the quickest to fail first.
TESTS: Final = {
    "decide.py": _DECIDING,
    "pathway.py": _DECIDING,
    "load.py": ["tests/test_triage_load.py", "tests/test_triage_load_shipped.py"],
}


class Result(NamedTuple):
    """What became of the changes to a file, each as `described`."""

    noticed: list[str]
    """By a test."""
    endless: list[str]
    """The tests came to no end."""
    survived: list[str]
    """No test noticed."""


def mutate(file: str, trees: Sequence[Tree]) -> Result:
    """Change a file of the triage in every way that cosmic-ray knows, and run its tests each time.

    Raises `RuntimeError`, which says what is wrong, where cosmic-ray is missing or fails, and where
    a test fails before any change.
    """
    trees[0].check(TESTS[file])
    old = (trees[0].path / TRIAGE / file).read_text(encoding="utf-8")
    changes = _changes(file)

    def attempt(tree: Tree, change: tuple[str, str]) -> str:
        with tree.changed(file, change[1]):
            return tree.outcome_of(TESTS[file])

    outcomes = attempts(trees, changes, attempt, file)
    found: dict[str, list[str]] = {outcome: [] for outcome in Result._fields}
    for (function, new), outcome in zip(changes, outcomes, strict=True):
        found[outcome].append(described(function, old, new))
    return Result(**found)


def described(function: str, old: str, new: str) -> str:
    """Return how a change is listed: the function, what stood there, and what stands there now."""
    lines = list(ndiff(old.splitlines(), new.splitlines()))
    before, after = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return f"{function}: {before} -> {after}"


def _changes(file: str) -> list[tuple[str, str]]:
    """Return each change once: the function, and the whole code."""
    command = shutil.which("cosmic-ray")
    if command is None:
        raise RuntimeError("cosmic-ray is not on the path; this works: make mutants")
    done = subprocess.run(  # noqa: S603 - the Python beside it
        [Path(command).with_name("python"), "-m", "tools.mutants.operators", TRIAGE / file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"cosmic-ray failed:\n{done.stderr}")
    functions = {code: function for function, code in map(json.loads, done.stdout.splitlines())}
    return [(function, code) for code, function in functions.items()]
