"""A zip archive that is the same, byte for byte, whenever its contents are."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["write_zip"]

# The first moment that a zip archive can name. The time of packaging says nothing about the code.
_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


def write_zip(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write the contents, by name, into a zip archive, replacing what was there.

    The bytes depend on names and contents alone, and on how this Python's zlib compresses.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.external_attr = _READABLE
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name])
