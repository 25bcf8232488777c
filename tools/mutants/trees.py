"""Copies of the repository to change, and the tests that are run in them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

__all__ = ["ROOT", "TRIAGE", "passes", "test_command", "trees"]

ROOT: Final = Path(__file__).parent.parent.parent
#: Where the triage lies in the repository, and in every copy.
TRIAGE: Final = Path("lambda") / "triage"
#: No change takes a test longer than this, but one that makes it run for ever.
TIMEOUT: Final = 120

_LEFT_OUT: Final = shutil.ignore_patterns(".*", "__pycache__", "build", "node_modules")


@contextmanager
def trees(number: int | None = None) -> Iterator[list[Path]]:
    """Copy the repository as often as this machine has processors; remove the copies at the end."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [Path(folder) / str(copy) for copy in range(number or os.cpu_count() or 1)]
        for copy in copies:
            shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        yield copies


def test_command(tests: Sequence[str]) -> list[str]:
    """Return the command that runs these tests in a copy, until the first one fails.

    It writes no bytecode: of two changes within one second Python might take the former.
    """
    options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    return [sys.executable, "-B", "-m", "pytest", *options, *tests]


def passes(tree: Path, tests: Sequence[str]) -> bool:
    """Run these tests in a copy, and tell whether all pass, in good time."""
    try:
        done = subprocess.run(  # noqa: S603 - our own tests
            test_command(tests), cwd=tree, capture_output=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
