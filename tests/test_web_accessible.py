"""Whoever cannot see the simulator's page, or not well, can use it: axe-core finds no fault."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from simulator import ROOT
from tests.browsing import OPENING, Visit, visiting
from tests.heavy import heavy
from tests.processes import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.once

AXE = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
#: Every rule of WCAG 2.2 that axe knows, up to level AA, and its best practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAKES = Path(__file__).with_name("fake_speech.js").read_text(encoding="utf-8")


def _welcomed(_: Visit) -> None:
    """As the page was loaded."""


def _talked(visit: Visit) -> None:
    """In mid-conversation, with what is behind the turn laid open."""
    for line in (OPENING, "no", "yeah a bit"):
        visit.say(line)
    for summary in visit.page.locator("#json summary").all():
        summary.click()


def _listening(visit: Visit) -> None:
    """Hands-free, the microphone open."""
    visit.page.click("#open-free")
    visit.reaches("hearing")


def _failed(visit: Visit) -> None:
    """With something to say on its own behalf."""
    visit.page.evaluate("speech.ears = 'fail:network'")
    visit.say(OPENING)
    visit.page.click("#mic")
    visit.notices("cannot be reached")


def _saving(visit: Visit) -> None:
    """With its dialog open."""
    visit.say(OPENING)
    visit.page.click("#save")
    visit.page.locator("#file-name", has_text="conversation.txt").wait_for()


def _with_screen(visit: Visit) -> None:
    """With a screen, and a card in the app."""
    card = {"type": "Simple", "title": "For later", "content": "Rest."}
    visit.page.click("label:has([value=screen])")
    visit.page.wait_for_selector("#show:not([hidden])")
    visit.page.route(
        "**/heard", lambda route: route.fulfill(json={**route.fetch().json(), "card": card})
    )
    visit.say(OPENING)


STATES = [_welcomed, _talked, _listening, _failed, _saving, _with_screen]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
@pytest.mark.parametrize(
    ("colours", "size"), [("light", (1280, 800)), ("dark", (390, 844))], ids=["desktop", "phone"]
)
def test_axe_finds_no_fault(
    browser: "Browser",
    site: Running,
    state: Callable[[Visit], None],
    colours: str,
    size: tuple[int, int],
) -> None:
    """In every state of the page; light on a desk, dark on a phone."""
    axe = heavy(AXE, "make node").read_text(encoding="utf-8")
    how = {"color_scheme": colours, "reduced_motion": "reduce"}
    with visiting(browser, site.url, FAKES, size=size, **how) as visit:
        if size[0] < 500:
            visit.page.evaluate("document.getElementById('inside').open = true")
        state(visit)
        visit.page.evaluate(axe)
        found = visit.page.evaluate(
            "rules => axe.run({ runOnly: { type: 'tag', values: rules } })", RULES
        )
        assert len(found["passes"]) > 20
        assert [] == [
            (fault["id"], node["target"], node["failureSummary"])
            for fault in found["violations"]
            for node in fault["nodes"]
        ]
