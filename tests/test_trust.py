"""docs/trust.md promises nothing that no test keeps."""

import ast
import re
from pathlib import Path

import pytest

from simulator import ROOT

TRUST = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
#: A promise, what keeps it, what was measured.
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in TRUST.splitlines()
    if line.startswith("| ") and not line.startswith("| promise")
]


def names(path: Path) -> set[str]:
    """Every test in this file: functions, and the cases of state machines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assigned = [node.targets[0] for node in tree.body if isinstance(node, ast.Assign)]
    return found | {target.id for target in assigned if isinstance(target, ast.Name)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].partition(".")[0][:60])
def test_every_promise_is_kept_by_tests_that_exist(row: list[str]) -> None:
    """By name; or it says which command keeps it."""
    _, kept, _ = row
    tests = re.findall(r"`(tests/\w+\.py)::(\w+)`", kept)
    assert tests or "`make fuzz`" in kept
    for file, name in tests:
        assert name.lower().startswith("test")
        assert name in names(ROOT / file), f"{file}::{name}"


def test_every_command_exists() -> None:
    """As a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"`make ([a-z-]+)", TRUST))
    assert len(commands) > 5
    assert set() == {c for c in commands if not re.search(rf"^{c}:", makefile, re.MULTILINE)}
