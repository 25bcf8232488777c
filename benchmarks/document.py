"""docs/benchmarks.md: between its comments, what was measured last; around them, what it means."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Final

from simulator import ROOT

__all__ = ["DOCUMENT", "keep", "machine"]

DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"


def keep(part: str, text: str) -> None:
    """Put the text between `<!-- part: ... -->` and `<!-- end of part -->` in the document."""
    old = DOCUMENT.read_text(encoding="utf-8")
    between = re.compile(rf"(<!-- {part}: [^>]+ -->\n).*?(<!-- end of {part} -->)", re.DOTALL)
    new, found = between.subn(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", old)
    if not found:
        raise LookupError(f"{DOCUMENT.name} has no place for {part!r}")
    DOCUMENT.write_text(new, encoding="utf-8")


def machine(python: str) -> str:
    """When and where this is measured: the date, the processor, what runs."""
    date = datetime.now(UTC).strftime("%Y-%m-%d")
    node = f", Node.js {_version('node')}" if which("node") else ""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"{date}; {_processor()}, {os.cpu_count()} of them; {platform.system()} "
        f"{platform.machine()}; {_version(python)}{node}. Load before: {busy}."
    )


def _version(command: str) -> str:
    done = subprocess.run(  # noqa: S603  # our own command
        [command, "--version"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _processor() -> str:
    try:
        known = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        known = ""
    found = re.search(r"^model name\s*: (.+)$", known, re.MULTILINE)
    return found[1] if found else platform.processor()
