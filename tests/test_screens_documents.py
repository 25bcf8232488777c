"""The documents that screens are drawn from: APL 1.4 without imports, no words, large, in contrast.

What can be proven without drawing. Amazon's own checker needs Node.js (`make node`).
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from alexa.screens import document
from dialogue import Do
from simulator import ROOT
from speech import show
from tests.heavy import heavy
from tests.moments import MOMENTS

PAGES = ("question", "result", "now")
FOLDER = ROOT / "lambda" / "alexa" / "apl"
CHECKER = ROOT / "tests" / "node" / "node_modules" / "apl-suggester"
CHECK = """const { StaticAplTemplateValidator } = require(process.argv[1]);
new StaticAplTemplateValidator().validate(JSON.parse(require("fs").readFileSync(0)))
    .then((faults) => console.log(JSON.stringify(faults)));"""
LEAST_CONTRAST = 4.5
LEAST_TEXT = 24
LEAST_TARGET = 48


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parts(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in a document that holds no other, with its path in it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from parts(each, f"{path}/{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from parts(each, f"{path}/{number}")
    else:
        yield path, value


def resources(kind: str) -> Iterator[tuple[str, Any]]:
    """Every resource of this kind, in each of its values."""
    blocks: Any = document("question")["resources"]
    for block in blocks:
        yield from block.get(kind, {}).items()


def test_every_kind_of_page_has_a_document_and_every_document_a_kind_of_page() -> None:
    """Nothing is missing and nothing lies idle."""
    pages = {show(reply, "en-US", 5).page for reply in MOMENTS.values()}
    assert set(PAGES) == pages
    assert {"shared", *PAGES} == {file.stem for file in FOLDER.glob("*.json")}


@pytest.mark.parametrize("page", PAGES)
def test_a_document_is_apl_1_4_and_fetches_nothing(page: str) -> None:
    """The oldest devices draw it, and none asks anybody for more."""
    found = document(page)
    assert ("APL", "1.4") == (found["type"], found["version"])
    assert "import" not in found
    assert "://" not in json.dumps(found)


@pytest.mark.parametrize("page", PAGES)
def test_a_document_holds_no_words(page: str) -> None:
    """Whatever is shown comes with the data: another language needs no other document."""
    for path, value in parts(document(page)):
        if path.endswith(("/text", "/accessibilityLabel")):
            assert re.fullmatch(r"\$\{[a-z][a-zA-Z.]*\}", value), (path, value)


@pytest.mark.parametrize("page", PAGES)
def test_every_name_is_defined(page: str) -> None:
    """A name that is not, is drawn as a default without a word."""
    defined = {
        name
        for kind in ("colors", "dimensions", "numbers", "booleans")
        for name, _ in resources(kind)
    }
    named = set(re.findall(r"@(\w+)", json.dumps(document(page))))
    assert named <= defined


def test_no_name_lies_idle() -> None:
    """Each is used by some document."""
    used = set(re.findall(r"@(\w+)", "".join(json.dumps(document(page)) for page in PAGES)))
    kinds = ("colors", "dimensions", "numbers", "booleans")
    assert used == {name for kind in kinds for name, _ in resources(kind)}


@pytest.mark.parametrize("page", PAGES)
def test_every_size_of_text_has_a_name(page: str) -> None:
    """So that the next test sees them all."""
    for path, value in parts(document(page)):
        if path.endswith(("/fontSize", "/size")):
            assert re.findall(r"@text\w+|\bsize\b", value), (path, value)
            assert not re.search(r"\ddp", value), (path, value)


def test_text_is_large_enough_on_every_screen() -> None:
    """24 dp at least, on the smallest too."""
    sizes = {name: value for name, value in resources("dimensions") if name.startswith("text")}
    assert sizes
    for name, value in resources("dimensions"):
        if name.startswith("text"):
            assert int(value.removesuffix("dp")) >= LEAST_TEXT, name


def test_buttons_are_large_enough_on_every_screen() -> None:
    """48 dp at least, each way."""
    found = [
        int(value.removesuffix("dp"))
        for name, value in resources("dimensions")
        if name in ("buttonHeight", "buttonWidth")
    ]
    assert min(found) >= LEAST_TARGET


def test_every_ink_can_be_read_on_its_ground() -> None:
    """4.5 to 1 at least, and text on any page's ground in any ink that it can have there."""
    colours = {
        name: (int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16))
        for name, value in resources("colors")
    }
    pairs = {(name, name.replace("Ink", "Ground")) for name in colours if name.endswith("Ink")}
    pairs.remove(("dimInk", "dimGround"))
    pairs |= set(product(("dimInk", "focus"), ("pageGround",)))
    # A button that is pressed.
    pairs.add(("choiceInk", "focus"))
    for ink, ground in pairs:
        ratio = contrast(colours[ink], colours[ground])
        assert ratio >= LEAST_CONTRAST, f"{ink} on {ground}: {ratio:.1f}"


def test_contrast_is_reckoned_as_wcag_does() -> None:
    """Its own examples: black on white, a colour on itself, and the lightest grey that passes."""
    white = (255, 255, 255)
    assert 21 == contrast((0, 0, 0), white)
    assert 1 == contrast(white, white)
    passing, failing = (0x76, 0x76, 0x76), (0x77, 0x77, 0x77)
    assert contrast(passing, white) > LEAST_CONTRAST > contrast(failing, white)


def test_every_mark_has_its_colour_and_its_own_icon() -> None:
    """Nobody has to tell urgencies apart by colour alone."""
    marks = {show(reply, "en-US", 5).mark for reply in MOMENTS.values()} - {""}
    assert {"soon", "today", "call", "emergency_department", "crisis"} == marks
    graphics: Any = document("question")["graphics"]
    assert marks == set(graphics)
    assert len(marks) == len({json.dumps(graphics[mark]["items"]) for mark in marks})


def test_every_button_that_can_come_is_laid_out() -> None:
    """The layouts know these by name: what a button does."""
    does = {b.does for reply in MOMENTS.values() for b in show(reply, "en-US", 5).buttons}
    assert {Do.YES, Do.NO, Do.UNSURE, Do.WHY} == does


def test_every_picture_is_shown_and_every_shown_picture_exists() -> None:
    """`make screens` draws what docs/screens/README.md shows, beside the first tries."""
    folder = ROOT / "docs" / "screens"
    shown = set(re.findall(r"\]\((\S+\.png)\)", (folder / "README.md").read_text("utf-8")))
    drawn = {path.relative_to(folder).as_posix() for path in folder.rglob("*.png")}
    assert drawn == shown


def suggested(checked: object) -> list[dict[str, object]]:
    """What Amazon's authoring tool would say of this document: `apl-suggester`."""
    heavy(CHECKER, "make node")
    node = heavy(Path(shutil.which("node") or "node"), "apt-get install nodejs")
    done = subprocess.run(  # noqa: S603  our own command
        [node, "-e", CHECK, CHECKER],
        input=json.dumps(checked),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    faults: list[dict[str, object]] = json.loads(done.stdout)
    return faults


@pytest.mark.once
@pytest.mark.parametrize("page", PAGES)
def test_amazons_checker_finds_nothing(page: str) -> None:
    """But for a fault that is put there, by which it shows that it looks."""
    checked: dict[str, Any] = dict(document(page))
    assert [] == suggested(checked)
    assert suggested({**checked, "mainTemplate": {"items": [{"type": "Text", "fontSize": []}]}})
