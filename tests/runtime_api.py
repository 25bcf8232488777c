"""AWS Lambda on this machine: the runtime that it really uses, and a Runtime API for it to call.

Amazon's `awslambdaric` is what runs a Python function on AWS Lambda. It asks a small HTTP service,
the Runtime API, for one event after the other, and posts each answer there. `LocalLambda` is that
service, and starts the runtime on an unpacked package.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, NamedTuple, Self

from tools.package import PYTHON_VERSION

__all__ = ["InitError", "LocalLambda"]

Json = dict[str, Any]

_VERSION = "/2018-06-01/runtime"
_PATIENCE = 30.0
_ARN = "arn:aws:lambda:us-east-1:123456789012:function:ankle-pain-check:live"


class InitError(Exception):
    """The function could not start; `error` is what the runtime told the Runtime API."""

    def __init__(self, error: Json) -> None:
        super().__init__(f"{error.get('errorType')}: {error.get('errorMessage')}")
        self.error = error


class _Told(NamedTuple):
    """What the runtime told the Runtime API, and when."""

    what: str
    body: bytes
    at: float


class LocalLambda:
    """A function as AWS Lambda runs it; entering starts the runtime, leaving stops it.

    `python` has awslambdaric and nothing else installed, `folder` is the unpacked package.
    `environment` is added to what AWS Lambda itself sets; nothing else of this machine's
    environment is passed on. Entering raises `InitError` where the function cannot start.
    """

    def __init__(
        self,
        python: Path,
        folder: Path,
        handler: str,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.init_milliseconds = 0.0
        self.milliseconds: list[float] = []
        self.restored = False
        self._command = [str(python), "-m", "awslambdaric", handler]
        self._folder = folder
        self._environment = dict(environment or {})
        self._told: SimpleQueue[_Told] = SimpleQueue()
        self._events: SimpleQueue[tuple[str, bytes] | None] = SimpleQueue()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), self._told, self._events)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        environment = {
            **_lambdas_own(self._folder, self._command[-1]),
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}",
            **self._environment,
        }
        started = time.perf_counter()
        self._process = subprocess.Popen(  # noqa: S603  # our own command
            self._command,
            cwd=self._folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            told = self._next()
            if told.what == "restore":
                self.restored = True
                told = self._next()
        except BaseException:
            self._stop()
            raise
        if told.what != "next":
            self._stop()
            raise InitError(json.loads(told.body))
        self.init_milliseconds = (told.at - started) * 1000
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def invoke(self, event: Json, context: object = None) -> Json:
        """Hand one event to the function and return its answer, as the simulator calls a skill.

        AWS Lambda makes the context itself, so the one given is not used. Raises
        `AssertionError` when the function failed instead of answering.
        """
        del context
        name = f"00000000-0000-0000-0000-{len(self.milliseconds):012}"
        body = json.dumps(event).encode()
        asked = time.perf_counter()
        self._events.put((name, body))
        told = self._next()
        assert told.what == f"{name}/response", told.body.decode()
        self.milliseconds.append((told.at - asked) * 1000)
        assert self._next().what == "next"
        answer: Json = json.loads(told.body)
        return answer

    def log(self) -> str:
        """Stop the function and return all that it wrote to its log."""
        self._stop()
        return self._output

    def processor_milliseconds(self) -> float:
        """Processor time that the running process has used so far, runtime and all."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").split()
        user, system = int(fields[13]), int(fields[14])
        return (user + system) * 1000 / os.sysconf("SC_CLK_TCK")

    def peak_memory(self) -> int:
        """Most memory that the running process has used so far, in KiB, runtime and all."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
        assert found is not None, status
        return int(found[1])

    def _next(self) -> _Told:
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            try:
                return self._told.get(timeout=0.2)
            except Empty:
                if self._process.poll() is not None and self._told.empty():
                    break
        self._stop()
        raise AssertionError(f"the runtime says nothing to the Runtime API; its log:\n{self.log()}")

    def _stop(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        if not self._process.stdout or self._process.stdout.closed:
            return
        self._output = self._process.communicate()[0].decode()
        self._events.put(None)
        self._server.shutdown()
        self._server.server_close()


def _lambdas_own(folder: Path, handler: str) -> dict[str, str]:
    return {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{PYTHON_VERSION}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_FUNCTION_NAME": "ankle-pain-check",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "ERROR",
        "AWS_REGION": "us-east-1",
        "LAMBDA_TASK_ROOT": str(folder),
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TZ": ":UTC",
        "_HANDLER": handler,
    }


class _Server(ThreadingHTTPServer):
    """The Runtime API. Each event is a name and a body; None ends what still waits for one."""

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        told: "SimpleQueue[_Told]",
        events: "SimpleQueue[tuple[str, bytes] | None]",
    ) -> None:
        self.told = told
        self.events = events
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Answers the runtime. Without these settings, small answers wait 40 ms or more for TCP."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """The runtime asks for the next event, or, from a snapshot, to be woken."""
        if self.path == f"{_VERSION}/restore/next":
            self._tell("restore", b"")
            self._answer(200, b"{}", {})
            return
        assert self.path == f"{_VERSION}/invocation/next", self.path
        self._tell("next", b"")
        event = self.server.events.get()
        if event is None:
            self.close_connection = True
            return
        name, body = event
        deadline = int((time.time() + _PATIENCE) * 1000)
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": name,
            "Lambda-Runtime-Deadline-Ms": str(deadline),
            "Lambda-Runtime-Invoked-Function-Arn": _ARN,
        }
        self._answer(200, body, headers)

    def do_POST(self) -> None:
        """The runtime brings an answer, or an error."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._tell(self.path.removeprefix(f"{_VERSION}/").removeprefix("invocation/"), body)
        self._answer(202, b'{"status": "OK"}', {})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
        """Stay quiet."""

    def _tell(self, what: str, body: bytes) -> None:
        self.server.told.put(_Told(what, body, time.perf_counter()))

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
