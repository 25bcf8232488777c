"""The texts that ship with this package.

In its place, `make package` puts a module that holds them ready-made, so that on AWS Lambda nobody
waits while TOML is read.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

__all__ = ["LOCALES_FOLDER", "tables"]

LOCALES_FOLDER: Final = Path(__file__).parent / "locales"


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """What each file of `locales/` holds, by its name without ".toml"; read once."""
    files = sorted(LOCALES_FOLDER.glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text("utf-8")) for file in files}
