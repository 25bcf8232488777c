"""Our servers as processes of their own, as people start them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from simulator import ROOT

__all__ = ["Running", "free_port", "running"]

_PATIENCE = 30.0


class Running(NamedTuple):
    """A server that listens on ``port`` of this computer and writes to ``log``."""

    port: int
    log: Path
    pid: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}/"


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@contextmanager
def running(folder: Path, port: int, *command: str, **environment: str) -> Iterator[Running]:
    """Run ``python -m <command>``, which listens on ``port``; its log is put into ``folder``."""
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=out,
            stderr=out,
        )
    try:
        _wait(process, port, log)
        yield Running(port, log, process.pid)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"it does not listen on {port}:\n{log.read_text(encoding='utf-8')}")
