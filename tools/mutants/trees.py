"""Copies of the repository to change, and the tests that are run in them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Final, TypeVar

__all__ = ["ROOT", "TRIAGE", "Tree", "attempts", "trees"]

ROOT: Final = Path(__file__).parent.parent.parent
#: Where the triage lies in the repository, and in every copy.
TRIAGE: Final = Path("lambda") / "triage"

_LEFT_OUT: Final = shutil.ignore_patterns(".*", "__pycache__", "build", "node_modules")

Change = TypeVar("Change")


class Tree:
    """A copy of the repository, and what runs tests in it; it is left behind as it was made."""

    def __init__(self, path: Path, runner: subprocess.Popen[str]) -> None:
        self.path = path
        self._runner = runner

    @contextmanager
    def changed(self, file: str, text: str) -> Iterator[None]:
        """Give a file of the triage another content meanwhile."""
        place = self.path / TRIAGE / file
        old = place.read_text(encoding="utf-8")
        place.write_text(text, encoding="utf-8")
        try:
            yield
        finally:
            place.write_text(old, encoding="utf-8")

    def outcome_of(self, tests: Sequence[str]) -> str:
        """Return what the runner says: "survived", "noticed" or "endless".

        Raises `RuntimeError` if the tests cannot be run at all.
        """
        request, answer = self._runner.stdin, self._runner.stdout
        if request and answer:
            print(json.dumps(tests), file=request, flush=True)
            if outcome := answer.readline().strip():
                return outcome
        raise RuntimeError(f"the tests cannot be run in {self.path}")

    def check(self, tests: Sequence[str]) -> None:
        """Raise `RuntimeError` where one of these tests fails before any change."""
        if self.outcome_of(tests) != "survived":
            raise RuntimeError(f"before any change a test fails, of: {' '.join(tests)}")


@contextmanager
def trees(number: int | None = None) -> Iterator[list[Tree]]:
    """Copy the repository as often as this machine has processors.

    At the end nothing is left of the copies, nor of the tests that are running in them.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ExitStack() as runners:
        copies = [Path(folder) / str(copy) for copy in range(number or os.cpu_count() or 1)]
        for copy in copies:
            shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
            _compile(copy)
        yield [Tree(copy, runners.enter_context(_runner(copy))) for copy in copies]


def _compile(tree: Path) -> None:
    """Keep the bytecode of all that is not going to be changed: the tests then begin sooner."""
    folders = [str(tree / name) for name in ("lambda", "simulator", "tests", "tools")]
    command = [sys.executable, "-m", "compileall", "-q", *folders]
    subprocess.run(command, check=True)  # noqa: S603 - Python itself
    shutil.rmtree(tree / TRIAGE / "__pycache__")


@contextmanager
def _runner(tree: Path) -> Iterator[subprocess.Popen[str]]:
    """Start what runs tests in a copy; end it and them together."""
    with subprocess.Popen(
        [sys.executable, "-B", "-m", "tools.mutants.runner"],
        cwd=tree,
        text=True,
        start_new_session=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as runner:
        try:
            yield runner
        finally:
            os.killpg(runner.pid, signal.SIGKILL)


def attempts(
    trees: Sequence[Tree],
    changes: Sequence[Change],
    attempt: Callable[[Tree, Change], str],
    name: str,
) -> list[str]:
    """Return what becomes of each change, in order; one is attempted in each copy at a time.

    Says on standard error how far it is.
    """
    idle: SimpleQueue[Tree] = SimpleQueue()
    for tree in trees:
        idle.put(tree)

    def attempt_somewhere(change: Change) -> str:
        tree = idle.get()
        try:
            return attempt(tree, change)
        finally:
            idle.put(tree)

    outcomes = []
    threads = ThreadPoolExecutor(len(trees))
    try:
        for outcome in threads.map(attempt_somewhere, changes):
            outcomes.append(outcome)
            if len(outcomes) % 50 == 0:
                print(f"{name}: {len(outcomes)} of {len(changes)}", file=sys.stderr)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
    return outcomes
