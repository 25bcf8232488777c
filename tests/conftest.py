"""What several test modules share."""

from pathlib import Path

import pytest

from tools.package import PYTHON_VERSION
from tools.package.__main__ import main
from tools.package.bytecode import find_python


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
