"""The icons of the skill store: drawn from one drawing, and known to be drawn from it."""

import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.draw_icons import ASSETS, SIZES, IconError, check, draw, main

# A stand-in for the renderer, which need not be installed: it gives a picture of the size asked.
RENDERER = f"""#!/bin/sh
size="${{1#--width=}}"
cat {ASSETS}/icon-$size.png
"""


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """A copy of the drawing and the icons, to be changed."""
    return Path(shutil.copytree(ASSETS, tmp_path / "assets"))


def test_the_icons_are_those_of_the_drawing() -> None:
    """In both sizes that Amazon asks for."""
    assert main(["--check"]) == 0
    assert SIZES == (108, 512)


def test_they_are_plain_and_small() -> None:
    """True colour, eight bits each, quickly loaded."""
    for size in SIZES:
        image = (ASSETS / f"icon-{size}.png").read_bytes()
        depth, colour = struct.unpack_from(">BB", image, 24)
        assert depth == 8
        assert colour in {2, 6}
        assert len(image) < 100_000


def test_a_changed_drawing_makes_them_stale(assets: Path) -> None:
    """By its checksum, whatever renderer there is, or none."""
    with (assets / "icon.svg").open("a", encoding="utf-8") as drawing:
        drawing.write("<!-- -->")
    with pytest.raises(IconError, match=r"icon-108\.png was not drawn from icon\.svg"):
        check(assets)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda icon: icon.unlink(), r"icon-108\.png is missing; run: make icons"),
        (lambda icon: icon.write_bytes(b"GIF89a"), r"icon-108\.png is no PNG"),
        (
            lambda icon: shutil.copy(icon.with_name("icon-512.png"), icon),
            r"icon-108\.png has 512 x 512 pixels; it must have 108 x 108",
        ),
    ],
)
def test_a_wrong_icon_is_refused(
    assets: Path, change: Callable[[Path], object], complaint: str
) -> None:
    """The error names it and says what to do."""
    change(assets / "icon-108.png")
    with pytest.raises(IconError, match=complaint):
        check(assets)


def test_drawing_makes_them_fresh(
    assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each carries the checksum of the drawing it was made from."""
    renderer = tmp_path / "rsvg-convert"
    renderer.write_text(RENDERER)
    renderer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with (assets / "icon.svg").open("a", encoding="utf-8") as drawing:
        drawing.write("<!-- -->")
    draw(assets)
    check(assets)


def test_without_a_renderer_it_says_what_to_install(
    assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And leaves the icons alone."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(IconError, match="needs rsvg-convert"):
        draw(assets)
    check(assets)
