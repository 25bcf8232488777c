"""What goes into the package: our code, and of the packages it needs what they need to run.

The packages are taken from the environment that the tests ran in, not downloaded anew, so that
what ships is what was tested. Each file is compared with the checksum its package came with.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

__all__ = ["PackageError", "needed_files", "our_files", "pins"]

_OURS = {".py", ".toml", ".json"}
_THEIRS = re.compile(r"\.py$|\.dist-info/(?:licenses/)?(?:METADATA$|LICENSE|NOTICE|COPYING)")
# Needed to install or to check types, not to run. dateutil keeps a table of time zones of its own
# (150 KB) for systems that have none; no code of ours or of the SDK names a time zone.
_NOT_NEEDED = re.compile(
    r"\.pyc$|/py\.typed$|\.pyi$|(?:^|/)tests?/|^dateutil/zoneinfo/"
    r"|\.dist-info/(?:INSTALLER|RECORD|REQUESTED|WHEEL|direct_url\.json|top_level\.txt|zip-safe)$"
)
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[A-Za-z0-9._]+)$")


class PackageError(Exception):
    """The package cannot be made; the message says what is wrong, where, and what to do."""


def our_files(folder: Path) -> dict[str, bytes]:
    """Return the files of `folder` that ship, by their name in the package.

    All of them do, but the list of requirements, which is for the packaging itself, and what
    Python leaves behind. Raises `PackageError` for a kind of file that is not known to be needed.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_dir() or "__pycache__" in name.parts or str(name) == "requirements.txt":
            continue
        if path.suffix not in _OURS or any(part.startswith((".", "test")) for part in name.parts):
            raise PackageError(
                f"{path}: unexpected; only {', '.join(sorted(_OURS))} ship, and no tests. "
                "Move it out of the folder, or let tools/package/contents.py know why it is needed"
            )
        found[name.as_posix()] = path.read_bytes()
    return found


def pins(requirements: Path) -> dict[str, str]:
    """Read a list of packages, each with one exact version; anything else is a `PackageError`."""
    found = {}
    for number, line in enumerate(requirements.read_text(encoding="utf-8").splitlines(), start=1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        match = _PIN.match(entry)
        if match is None:
            raise PackageError(f"{requirements}:{number}: {entry!r} is no name==version")
        found[match["name"]] = match["version"]
    return found


def needed_files(wanted: dict[str, str]) -> dict[str, bytes]:
    """Return what these packages, name to version, need to run, by its name in the package.

    Raises `PackageError` for a package that is not installed in this very version, a file that was
    changed after it was installed, one that is compiled for a machine, and an unexpected one.
    """
    found: dict[str, bytes] = {}
    for name, version in wanted.items():
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            raise PackageError(f"{name} is not installed here; run it by: make package") from None
        if installed.version != version:
            raise PackageError(
                f"{name} {installed.version} is installed here, but lambda/requirements.txt wants "
                f"{version}; remove .venv and run it by: make package"
            )
        found.update(_files(installed, f"{name} {version}"))
    return found


def _files(package: Distribution, called: str) -> Iterator[tuple[str, bytes]]:
    for file in package.files or ():
        name = PurePosixPath(file).as_posix()
        if _NOT_NEEDED.search(name):
            continue
        if not _THEIRS.search(name) or name.startswith(".."):
            raise PackageError(
                f"{called} brings {name}, which is unexpected. Only Python's own source runs on "
                "any machine; let tools/package/contents.py know if it is needed, or why not"
            )
        content = Path(str(package.locate_file(file))).read_bytes()
        if file.hash is None or _checksum(file.hash.mode, content) != file.hash.value:
            raise PackageError(
                f"{called}: {name} is not as it was published; remove .venv and run: make package"
            )
        yield name, content


def _checksum(algorithm: str, content: bytes) -> str:
    digest = hashlib.new(algorithm, content).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
