"""``python -m tools.package``: build the package for AWS Lambda and the one for the skill store."""

import argparse
import hashlib
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator import ROOT
from tools.package import PYTHON_VERSION
from tools.package.archive import write_zip
from tools.package.bytecode import bytecode_of, find_python
from tools.package.contents import PackageError, needed_files, our_files, pins
from tools.package.shipped import ready_made
from tools.package.store import write_skill_package

__all__ = ["main"]

_NO_PYTHON = f"""\
AWS Lambda will run Python {PYTHON_VERSION}, and there is none on this machine. Bytecode of another
version would be ignored there, and each cold start would take over three times as long.
  Either install Python {PYTHON_VERSION} (python.org, pyenv, brew, apt), or name it:
    make package ARGS="--python /path/to/python3"
  Or package without bytecode, which runs just as well, but starts that much slower:
    make package ARGS=--no-bytecode"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the packages; the exit code is 0, 1 when that cannot be done, 2 for a bad option."""
    options = _options(arguments)
    try:
        python = None if options.no_bytecode else _deployed_python(options.python)
        if options.which_python:
            print(python)
            return 0
        _package(options.out, python)
    except PackageError as error:
        print(f"make package: {error}", file=sys.stderr)
        return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.package",
        description="Build lambda.zip for AWS Lambda and skill-package/ for the skill store.",
        allow_abbrev=False,
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build", help="where to (build/)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--python", help=f"the Python {PYTHON_VERSION} to compile with")
    which.add_argument("--no-bytecode", action="store_true", help="ship the source alone")
    which.add_argument(
        "--which-python", action="store_true", help="say what would be compiled with, and stop"
    )
    return parser.parse_args(arguments)


def _deployed_python(named: str | None) -> str:
    found = find_python(PYTHON_VERSION, named)
    if found is None and named:
        raise PackageError(f"{named} is no Python {PYTHON_VERSION} that can be run")
    if found is None:
        raise PackageError(_NO_PYTHON)
    return found


def _package(out: Path, python: str | None) -> None:
    locales = write_skill_package(out / "skill-package", ROOT)
    ours = ready_made(our_files(ROOT / "lambda"))
    needed = needed_files(pins(ROOT / "lambda" / "requirements.txt"))
    if clash := sorted({_top(name) for name in ours} & {_top(name) for name in needed}):
        raise PackageError(f"lambda/ and a package it needs both have: {', '.join(clash)}")
    contents = {**ours, **needed}
    if python:
        print(f"compiling {_modules(contents)} modules with {python} ...", flush=True)
        started = time.monotonic()
        contents |= bytecode_of(contents, python)
        print(f"compiled in {time.monotonic() - started:.0f} s", flush=True)
    archive = out / "lambda.zip"
    print("compressing ...", flush=True)
    write_zip(archive, contents)
    _report(archive, contents, set(map(_top, ours)))
    print(f"{_shown(out / 'skill-package')}: {', '.join(locales)}")


def _report(archive: Path, contents: Mapping[str, bytes], ours: set[str]) -> None:
    size = archive.stat().st_size
    checksum = hashlib.sha256(archive.read_bytes()).hexdigest()
    print(
        f"{_shown(archive)}: {_kib(size)} packed, {_kib(sum(map(len, contents.values())))} "
        f"unpacked, {len(contents)} files, sha256 {checksum}"
    )
    for kind, mine in (("our own", True), ("what it needs", False)):
        files = [content for name, content in contents.items() if (_top(name) in ours) is mine]
        print(f"  {kind}: {_kib(sum(map(len, files)))} unpacked, {len(files)} files")
    compiled = sum(len(content) for name, content in contents.items() if name.endswith(".pyc"))
    without = "none; each cold start compiles anew"
    print(f"  bytecode for Python {PYTHON_VERSION}: {_kib(compiled) if compiled else without}")


def _modules(contents: Mapping[str, bytes]) -> int:
    return sum(name.endswith(".py") for name in contents)


def _top(name: str) -> str:
    return name.partition("/")[0]


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _kib(size: int) -> str:
    return f"{size / 1024:,.0f} KiB"


if __name__ == "__main__":
    sys.exit(main())
