"""What no test notices, held against the list of what is known to make no difference.

The list is `survivors.toml`. Each of its entries names a file, some changes to it, and why they
make no difference. A change to code is written as the old line and the new, after the function.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

__all__ = ["LIST", "complaints"]

LIST: Final = Path(__file__).with_name("survivors.toml")


def complaints(file: str, survivors: Iterable[str], path: Path = LIST) -> list[str]:
    """Return what is wrong with the changes to `file` that survived: one line each.

    Raises `ValueError` for an entry of the list that gives no reason.
    """
    known: set[str] = set()
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"]:
        if not entry["why"].strip():
            raise ValueError(f"{path.name}: {entry['changes']}: say why it makes no difference")
        if entry["file"] == file:
            known.update(entry["changes"])
    found = set(survivors)
    return [
        *(f"no test notices: {change}" for change in sorted(found - known)),
        *(f"{path.name} lists what a test notices: {change}" for change in sorted(known - found)),
    ]
