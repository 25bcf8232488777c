"""All that leaves this process besides an answer: logs, output, files, connections, programs."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

__all__ = ["watched"]

#: Python's own audit events for what carries something away.
_CARRIERS = (
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "subprocess.Popen",
    "os.exec",
    "os.fork",
    "os.link",
    "os.mkdir",
    "os.posix_spawn",
    "os.rename",
    "os.symlink",
    "os.system",
    "shutil.",
    "sqlite3.connect",
    "syslog.",
    "tempfile.",
    "urllib.Request",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND

_listening: list[list[str]] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _listening:
        return
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        _listening[-1].append(f"wrote the file {arguments[0]}")
    elif event.startswith(_CARRIERS):
        _listening[-1].append(f"{event} {arguments!r}")


# A hook stays for good; it does nothing while nobody listens.
sys.addaudithook(_audit)


@contextmanager
def watched(capture: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """Collect all that goes out, by anybody, at any level of logging: a text for each thing.

    A log record is collected whole, also what its format leaves out. The list is complete when the
    context ends.
    """
    found: list[str] = []

    class Recorder(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            held = {k: v for k, v in vars(record).items() if k not in ("exc_info", "args", "msg")}
            found.append(f"{self.format(record)}\n{record.msg!r} {record.args!r} {held!r}")

    recorder = Recorder(level=1)
    capture.readouterr()
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        patch.setattr(sys, "dont_write_bytecode", True)
        loggers = [log for log in logging.Logger.manager.loggerDict.values() if _is_logger(log)]
        for logger in (logging.getLogger(), *loggers):
            patch.setattr(logger, "level", 1)
            patch.setattr(logger, "disabled", False)
        patch.setattr(logging.getLogger(), "handlers", [recorder, logging.StreamHandler()])
        patch.setattr(logging.getLogger().manager, "disable", 0)
        logging.getLogger().manager._clear_cache()  # type: ignore[attr-defined]  # noqa: SLF001
        _listening.append(found)
        try:
            yield found
        finally:
            _listening.pop()
            out, error = capture.readouterr()
            found += [text for text in (out, error) if text]
            found += [str(warning.message) for warning in warned]
    logging.getLogger().manager._clear_cache()  # type: ignore[attr-defined]  # noqa: SLF001


def _is_logger(found: object) -> bool:
    return isinstance(found, logging.Logger)
