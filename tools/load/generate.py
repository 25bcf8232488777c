"""The endpoint under wrk, a load generator, which is a program of its own."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.processes import free_port, running
from tools.load.memory import resident
from tools.load.serve import REQUESTS

__all__ = ["Measured", "generate", "measured"]

_SCRIPT: Final = Path(__file__).with_name("turns.lua")
_THREADS: Final = 2
_CONNECTIONS: Final = 16
_EVERY: Final = 10.0


class Measured(NamedTuple):
    """What wrk measured: times in milliseconds, memory in MiB at intervals."""

    requests: int
    seconds: float
    wrong: int
    socket: int
    p50: float
    p90: float
    p99: float
    p999: float
    most: float
    memory: tuple[float, ...] = ()
    logged: int = 0

    @property
    def faults(self) -> list[str]:
        """What is wrong; nothing may be."""
        found = {
            "answers that are none": self.wrong,
            "errors of the connection": self.socket,
            "errors in the log": self.logged,
        }
        return [f"{count} {what}" for what, count in found.items() if count]


def generate(seconds: int) -> Measured:
    """Serve signed requests from a process of its own, so long, as fast as it can.

    Raises FileNotFoundError where wrk is missing.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        with running(folder, port, "tools.load.serve", name, str(port)) as endpoint:
            command = [
                "wrk",
                f"-t{_THREADS}",
                f"-c{_CONNECTIONS}",
                f"-d{seconds}s",
                f"-s{_SCRIPT}",
                endpoint.url,
                "--",
                str(folder / REQUESTS),
            ]
            with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as wrk:  # noqa: S603  # our own command
                memory = tuple(_sampled(wrk, endpoint.pid))
                said = wrk.stdout.read() if wrk.stdout else ""
            log = endpoint.log.read_text(encoding="utf-8")
    # Alexa's reports of a fault of ours are among the turns; each is logged, as it must be.
    errors = sum(" ERROR " in line and "Alexa reports" not in line for line in log.splitlines())
    return measured(said)._replace(memory=memory, logged=errors)


def _sampled(wrk: subprocess.Popen[str], pid: int) -> Iterator[float]:
    yield resident(pid)
    while wrk.poll() is None:
        time.sleep(_EVERY)
        yield resident(pid)


def measured(said: str) -> Measured:
    """Read what the script of wrk wrote; raises ValueError where it wrote nothing."""
    _, found, rest = said.partition("MEASURED ")
    if not found:
        raise ValueError(f"wrk measured nothing: {said}")
    return Measured(**json.loads(rest.splitlines()[0]))
