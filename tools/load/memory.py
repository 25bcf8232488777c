"""How much memory a process holds."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

__all__ = ["grows", "resident"]

#: What may be added after the first quarter: the rest of a page here and there, and no more.
_SLACK: Final = 1.0


def resident(pid: int) -> float:
    """Give the memory of this process, in MiB; raises where there is no such process."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        _, _, rest = status.read_text(encoding="utf-8").partition("VmRSS:")
        return int(rest.split()[0]) / 1024
    done = subprocess.run(  # noqa: S603  # our own command
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def grows(samples: Sequence[float]) -> bool:
    """Whether memory, sampled at intervals, still grows once all has been used for a while."""
    settled = samples[len(samples) // 4 :]
    return settled[-1] - settled[0] > _SLACK
