"""What the project installs: every package of every list, in one exact version."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from simulator import ROOT

__all__ = ["NODE_LISTS", "SHIPPED", "Pin", "PinError", "node_packages", "pins", "python_lists"]

#: What ships to AWS Lambda, and nothing else.
SHIPPED: Final = ROOT / "lambda" / "requirements.txt"
#: Where npm installs from: folders that hold a package.json and its lock file.
NODE_LISTS: Final = tuple(
    sorted(
        path.parent
        for folder in ("benchmarks", "infrastructure", "tests")
        for path in (ROOT / folder).rglob("package.json")
        if "node_modules" not in path.parts
    )
)
_PIN: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9.+!]+)")


class PinError(ValueError):
    """A line of a list that names no exact version; the message names the list and the line."""


class Pin(NamedTuple):
    """A package in the version that is installed."""

    name: str
    version: str

    @property
    def key(self) -> str:
        """The name as package indexes compare names."""
        return re.sub(r"[-_.]+", "-", self.name).lower()


def python_lists() -> list[Path]:
    """Every list of Python packages in the project."""
    found = [*ROOT.glob("*.txt")]
    for folder in ("benchmarks", "infrastructure", "lambda", "tests", "tools"):
        found += (ROOT / folder).rglob("*.txt")
    names = ("requirements", "constraints")
    return sorted(path for path in found if path.name.startswith(names))


def pins(path: Path) -> Iterator[Pin]:
    """Give each package that this list names; lists that it includes are lists of their own.

    Raises PinError for a line that leaves a version open.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.partition(" #")[0].partition(";")[0].strip()
        if not text or text.startswith(("#", "-r ", "-c ")):
            continue
        found = _PIN.fullmatch(text)
        if not found:
            raise PinError(f"{path}:{number}: no exact version: {text}")
        yield Pin(*found.groups())


def node_packages(folder: Path) -> dict[str, dict[str, object]]:
    """What npm installs there, by where it puts it, as the lock file says."""
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    return {place: package for place, package in lock["packages"].items() if place}
