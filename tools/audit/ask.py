"""Asks the package indexes for known vulnerabilities, with their own tools."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.pins import Pin

__all__ = ["Answer", "ask_npm", "ask_python", "read_npm", "read_python"]

_PATIENCE: Final = 300
_NO_ANSWER: Final = "the index gave no answer that can be read"


class Answer(NamedTuple):
    """What the index knows.

    checked     how many packages it knows of
    found       the vulnerabilities, a line each
    unanswered  what it gave no answer about, and why: nothing of that was checked
    """

    checked: int
    found: list[str]
    unanswered: list[str]


def ask_python(packages: Iterable[Pin]) -> Answer:
    """Ask about Python packages, in these very versions. Needs pip-audit beside this Python."""
    several: list[dict[str, str]] = []
    for pin in sorted(set(packages)):
        # pip-audit refuses a list that names a package twice.
        place = next((names for names in several if pin.key not in names), None)
        if place is None:
            several.append(place := {})
        place[pin.key] = f"{pin.key}=={pin.version}"
    answers = [_ask_python("\n".join(names.values())) for names in several]
    return Answer(
        sum(answer.checked for answer in answers),
        [line for answer in answers for line in answer.found],
        [line for answer in answers for line in answer.unanswered],
    )


def _ask_python(names: str) -> Answer:
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off"]
    return read_python(_run([*command, "--no-deps", "--disable-pip", "-r", "/dev/stdin"], names))


def read_python(said: str) -> Answer:
    """Read what pip-audit says, as JSON; an index that knows no package says nothing is wrong."""
    try:
        packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Answer(0, [], [_NO_ANSWER])
    found = [
        f"{package['name']} {package['version']}: {known['id']}, mended in "
        f"{' or '.join(known['fix_versions']) or 'no version yet'}"
        for package in packages
        for known in package.get("vulns", ())
    ]
    unanswered = [str(package["skip_reason"]) for package in packages if "skip_reason" in package]
    return Answer(len(packages) - len(unanswered), found, unanswered)


def ask_npm(folder: Path) -> Answer:
    """Ask about the packages of a lock file, with npm."""
    return read_npm(
        _run(["npm", "audit", "--json", "--package-lock-only", "--prefix", str(folder)])
    )


def read_npm(said: str) -> Answer:
    """Read what npm says, as JSON."""
    try:
        answer: dict[str, Any] = json.loads(said)
        checked = answer["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError, TypeError):
        return Answer(0, [], [_NO_ANSWER])
    known = answer["vulnerabilities"].values()
    return Answer(checked, [f"{one['name']}: {one['severity']}" for one in known], [])


def _run(command: list[str], given: str = "") -> str:
    try:
        done = subprocess.run(  # noqa: S603  # our own command
            command,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
