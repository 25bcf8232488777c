"""Draws the icons of the skill store, assets/icon-108.png and icon-512.png, from assets/icon.svg.

    python -m tools.draw_icons            draws them; needs rsvg-convert
    python -m tools.draw_icons --check    changes nothing; exits 1 if an icon is stale

Renderers differ from version to version, so that drawing again and comparing would tell nothing.
Each icon carries the checksum of the drawing that it was made from instead.
"""

import argparse
import hashlib
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from simulator import ROOT

__all__ = ["ASSETS", "SIZES", "IconError", "check", "draw", "main"]

ASSETS = ROOT / "assets"
"""The folder of the drawing and the icons."""

SIZES = (108, 512)
"""Width and height of the icons that the skill store asks for, in pixels."""

_DRAWING = "icon.svg"
_KEYWORD = b"Drawn from SHA-256"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">II")


class IconError(Exception):
    """An icon cannot be drawn or is not as it must be; the message says which and what to do."""


def draw(folder: Path = ASSETS) -> None:
    """Draw every icon in `folder`; raises `IconError` when there is nothing to draw with."""
    renderer = shutil.which("rsvg-convert")
    if renderer is None:
        raise IconError("needs rsvg-convert (Debian, Ubuntu: librsvg2-bin; macOS: librsvg)")
    drawing = folder / _DRAWING
    for size in SIZES:
        done = subprocess.run(  # noqa: S603  # the renderer on the search path, on our own file
            [renderer, f"--width={size}", f"--height={size}", str(drawing)],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise IconError(f"rsvg-convert cannot draw {drawing}: {done.stderr.decode()}")
        (folder / f"icon-{size}.png").write_bytes(_marked(done.stdout, _checksum(drawing)))


def check(folder: Path = ASSETS) -> None:
    """Raise `IconError` for an icon that is missing, of a wrong size or of another drawing."""
    wanted = _checksum(folder / _DRAWING)
    for size in SIZES:
        path = folder / f"icon-{size}.png"
        if not path.is_file():
            raise IconError(f"{path} is missing; run: make icons")
        chunks = dict(_chunks(path.read_bytes(), path))
        width, height = _HEADER.unpack_from(chunks[b"IHDR"])
        if (width, height) != (size, size):
            raise IconError(f"{path} has {width} x {height} pixels; it must have {size} x {size}")
        if chunks.get(b"tEXt") != _KEYWORD + b"\0" + wanted:
            raise IconError(f"{path} was not drawn from {_DRAWING} as it is now; run: make icons")


def main(arguments: list[str] | None = None) -> int:
    """Draw the icons, or with `--check` look at them; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.draw_icons", description="Draw the icons of the skill store."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    try:
        if not parser.parse_args(arguments).check:
            draw()
        check()
    except IconError as error:
        print(f"make icons: {error}", file=sys.stderr)
        return 1
    return 0


def _checksum(drawing: Path) -> bytes:
    return hashlib.sha256(drawing.read_bytes()).hexdigest().encode()


def _marked(image: bytes, checksum: bytes) -> bytes:
    """Return a PNG image with the checksum in a text chunk of its own, before its pixels."""
    body = b"tEXt" + _KEYWORD + b"\0" + checksum
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    pixels = image.index(b"IDAT") - 4
    return image[:pixels] + chunk + image[pixels:]


def _chunks(image: bytes, path: Path) -> Iterator[tuple[bytes, bytes]]:
    if not image.startswith(_SIGNATURE):
        raise IconError(f"{path} is no PNG image; run: make icons")
    at = len(_SIGNATURE)
    while at < len(image):
        (length,) = struct.unpack_from(">I", image, at)
        yield image[at + 4 : at + 8], image[at + 8 : at + 8 + length]
        at += length + 12


if __name__ == "__main__":
    sys.exit(main())
