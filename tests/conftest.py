"""What several test modules share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

from tests import browsing
from tests.processes import Running, free_port, running
from tests.triage_walk import Walk, walk
from tools.package import PYTHON_VERSION
from tools.package.__main__ import main
from tools.package.bytecode import find_python

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No test is about time. CI invents the same inputs in every run, so that a red one can be repeated;
# at home every run invents new ones.
settings.register_profile("ours", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("ours")
# For `make mutants`, which needs to know that something fails, and not what is the simplest.
settings.register_profile("first", deadline=None, phases=(Phase.explicit, Phase.generate))


@pytest.fixture(scope="session")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make package` builds; without bytecode where the deployed Python is not installed."""
    folder = tmp_path_factory.mktemp("package")
    options = [] if find_python(PYTHON_VERSION) else ["--no-bytecode"]
    assert main(["--out", str(folder), *options]) == 0
    return folder


@pytest.fixture(scope="session")
def lambda_zip(package_folder: Path) -> Path:
    """The package for AWS Lambda."""
    return package_folder / "lambda.zip"


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real Chromium, headless; see `browsing.launched`."""
    with browsing.launched() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The simulator's page, as `make web` serves it."""
    port = free_port()
    command = ("simulator.web", "--port", str(port))
    with running(tmp_path_factory.mktemp("site"), port, *command) as site:
        yield site


@pytest.fixture(scope="session")
def walked() -> Walk:
    """Every path through the interview."""
    return walk()
