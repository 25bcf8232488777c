"""Draws the pictures of the simulator's page in docs/web: ``make pictures``.

Look at each of them after a change: a picture proves nothing to a machine.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator import ROOT
from tests.browsing import Visit, launched, visiting
from tests.processes import free_port, running
from tests.test_conversations import read

__all__ = ["FOLDER", "main"]

FOLDER = ROOT / "docs" / "web"
_FAKES = Path(__file__).with_name("fake_speech.js").read_text(encoding="utf-8")
_HELD = ROOT / "tests" / "conversations" / "soon_nerve_in_the_back.txt"
_DESK = (1280, 800)
_PHONE = (390, 844)
_IN_HAND: dict[str, Any] = {
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "color_scheme": "dark",
}


def main() -> int:
    """Draw them anew: a conversation to its result, on a desk, and in the middle on a phone."""
    lines = [said.utterance for said in read(_HELD).turns]
    port = free_port()
    command = ("simulator.web", "--port", str(port))
    with (
        TemporaryDirectory() as folder,
        running(Path(folder), port, *command) as site,
        launched() as browser,
    ):
        with visiting(browser, site.url, _FAKES, size=_DESK) as visit:
            visit.page.check("input[value=screen]")
            _hold(visit, lines)
            _shoot(visit, "desktop")
        with visiting(browser, site.url, _FAKES, size=_PHONE, **_IN_HAND) as visit:
            _hold(visit, [*lines[:4], "what do you mean"])
            _shoot(visit, "phone")
    return 0


def _hold(visit: Visit, lines: list[str]) -> None:
    for line in lines:
        visit.say(line)
    visit.reaches("listening")


def _shoot(visit: Visit, name: str) -> None:
    # The screen of the Echo is drawn a moment after the answer came.
    visit.page.wait_for_timeout(1500)
    visit.page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
