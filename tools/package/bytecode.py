"""Compiles with the Python that AWS Lambda runs, so that no cold start has to.

Bytecode serves one minor version of Python only; any other ignores it and compiles anew, at each
cold start, for the folder on AWS Lambda cannot be written to. It is marked as not to be compared
with its source ("unchecked hash"): in a package the two belong together, and comparing takes time.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import which

from tools.package.contents import PackageError

__all__ = ["bytecode_of", "compile_all", "find_python"]

_ON_LAMBDA = "/var/task"


def find_python(version: str, named: str | None = None) -> str | None:
    """Return a command that really runs this minor version of Python, or None.

    Looks at `named` alone if given; else at the Python that runs this, at the search path and at
    pyenv's versions.
    """
    candidates = [named] if named else _candidates(version)
    return next((python for python in candidates if _runs(python, version)), None)


def compile_all(python: str, folder: Path) -> None:
    """Write the bytecode of every module in `folder` beside it, compiled by `python`.

    Error traces name the modules as they will lie on AWS Lambda, not `folder`. Raises
    `PackageError` for a module that this Python cannot read.
    """
    options = ["-q", "-f", "--invalidation-mode", "unchecked-hash"]
    paths = ["-s", str(folder), "-p", _ON_LAMBDA]
    done = subprocess.run(  # noqa: S603  # the command was found and tried by find_python
        [python, "-I", "-m", "compileall", *options, *paths, "-j", "0", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PackageError(f"{python} cannot compile the package:\n{done.stdout}{done.stderr}")


def bytecode_of(contents: Mapping[str, bytes], python: str) -> dict[str, bytes]:
    """Return the bytecode of every module among these files, by its name in the package.

    Raises `PackageError` for a module that this Python cannot read.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = {name: content for name, content in contents.items() if name.endswith(".py")}
        for module, content in modules.items():
            (folder / module).parent.mkdir(parents=True, exist_ok=True)
            (folder / module).write_bytes(content)
        compile_all(python, folder)
        compiled = sorted(folder.rglob("*.pyc"))
        if len(compiled) != len(modules):
            raise PackageError(f"{len(compiled)} of {len(modules)} modules were compiled")
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in compiled}


def _candidates(version: str) -> Iterator[str]:
    yield sys.executable
    if found := which(f"python{version}"):
        yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(map(str, pyenv.glob(f"versions/{version}.*/bin/python3")))


def _runs(python: str, version: str) -> bool:
    # What bears the name may be a shim that only says where Python would be.
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(  # noqa: S603  # only what is said to be Python is tried
            [python, "-I", "-c", code], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == version
