"""Tools too large for everybody's set-up: tests that need one skip where it is missing."""

import os
from pathlib import Path

import pytest

__all__ = ["heavy"]


def heavy(path: Path, command: str) -> Path:
    """Return `path`, which `command` installs.

    Where it does not exist, the test is skipped and says how to run it; but on CI (the environment
    variable CI is "true") the test fails, so that nothing goes unchecked there.
    """
    if not path.exists():
        reason = f"{path.name} is not installed; run: {command}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
