"""Lets cosmic-ray change the code, on every processor at once."""

import json
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from tools.mutants.trees import TIMEOUT, TRIAGE, passes, test_command

__all__ = ["TESTS", "mutate"]

_DECIDING: Final = [
    "tests/test_cases.py",
    "tests/test_triage_reasons.py",
    "tests/test_triage_promises.py::test_what_nobody_knows_is_named",
    "tests/test_triage_promises.py::test_the_order_of_answers_tells_nothing",
    "tests/test_triage_promises.py::test_nor_does_any_order_of_any_answers",
    "tests/test_triage_oracle.py",
]
#: The tests that are to notice a change to a file, the quickest to fail first.
TESTS: Final = {
    "decide.py": _DECIDING,
    "pathway.py": _DECIDING,
    "load.py": ["tests/test_triage_load.py", "tests/test_triage_load_shipped.py"],
}

_CONFIG: Final = """\
[cosmic-ray]
module-path = {module}
timeout = {timeout}
excluded-modules = []
test-command = {command}

[cosmic-ray.distributor]
name = "http"

[cosmic-ray.distributor.http]
worker-urls = {urls}
"""


def mutate(file: str, trees: Sequence[Path]) -> tuple[int, list[str]]:
    """Change a file of the triage in every way that cosmic-ray knows, and run its tests each time.

    Returns how many changes there were, and those that no test noticed, each as the function, the
    old line and the new one. Raises `RuntimeError`, which says what is wrong, where cosmic-ray is
    missing or fails, and where a test fails before any change.
    """
    command = shutil.which("cosmic-ray")
    if command is None:
        raise RuntimeError("cosmic-ray is not on the path; this works: make mutants")
    if not passes(trees[0], TESTS[file]):
        raise RuntimeError(f"before any change a test fails, of: {' '.join(TESTS[file])}")
    config, session = (trees[0].parent / f"{file}.{kind}" for kind in ("toml", "sqlite"))
    with ExitStack() as workers:
        urls = [workers.enter_context(_worker(command, tree)) for tree in trees]
        config.write_text(
            _CONFIG.format(
                module=json.dumps(str(TRIAGE / file)),
                timeout=TIMEOUT,
                command=json.dumps(shlex.join(test_command(TESTS[file]))),
                urls=json.dumps(urls),
            ),
            encoding="utf-8",
        )
        _run(trees[0], command, "init", config, session)
        _run(trees[0], command, "exec", config, session)
    dump = _run(trees[0], command, "dump", session).splitlines()
    changes = [change for line in dump if (change := _change(*json.loads(line)))]
    return len(changes), [text for text, noticed in changes if not noticed]


def _run(tree: Path, *command: str | Path) -> str:
    done = subprocess.run(  # noqa: S603 - cosmic-ray
        command, cwd=tree, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{shlex.join(map(str, command))}: {done.stderr}")
    return done.stdout


@contextmanager
def _worker(command: str, tree: Path) -> Iterator[str]:
    """Start a worker that changes this copy; yield its address once it listens, and end it."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = free.getsockname()
    worker = subprocess.Popen(  # noqa: S603 - cosmic-ray
        [command, "http-worker", "--port", str(address[1])],
        cwd=tree,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                socket.create_connection(address).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://localhost:{address[1]}"
    finally:
        worker.terminate()
        worker.wait()


def _change(work: dict[str, Any], result: dict[str, Any] | None) -> tuple[str, bool] | None:
    """Return a change as it is listed, and whether a test noticed.

    Nothing where cosmic-ray found no way to write it: it knows no dotted names of exceptions.
    """
    if result is None or result["worker_outcome"] not in ("normal", "no-test", "exception"):
        raise RuntimeError(f"cosmic-ray could not try {work['mutations']}: {result}")
    if result["worker_outcome"] != "normal":
        return None
    function = work["mutations"][0]["definition_name"]
    lines = [line for line in result["diff"].splitlines() if not line.startswith(("---", "+++"))]
    old, new = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return f"{function}: {old} -> {new}", result["test_outcome"] == "killed"
