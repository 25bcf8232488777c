"""The Echo Show on the simulator's page, drawn by Amazon's own renderer where that is installed."""

from typing import TYPE_CHECKING, Any

import pytest

from simulator.web.server import RENDERER
from tests.browsing import OPENING, Visit, visiting
from tests.heavy import heavy
from tests.processes import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.once

RENDER = "Alexa.Presentation.APL.RenderDocument"
BUTTON = {
    "type": "TouchWrapper",
    "id": "yes",
    "width": 400,
    "height": 200,
    "item": {"type": "Text", "text": "${payload.question.answer}", "fontSize": 60},
    "onPress": {"type": "SendEvent", "arguments": ["answer", "yes"]},
}
DOCUMENT = {
    "type": "APL",
    "version": "1.4",
    "mainTemplate": {
        "parameters": ["payload"],
        "items": [{"type": "Container", "width": "100vw", "height": "100vh", "items": [BUTTON]}],
    },
}


def directive(document: dict[str, Any]) -> dict[str, Any]:
    """What tells the device to show a document."""
    data = {"question": {"answer": "Yes, it does"}}
    return {"type": RENDER, "token": "shown", "document": document, "datasources": data}


def shows(visit: Visit, document: dict[str, Any]) -> None:
    """Open the skill on a device with a screen; the answer shows this document."""

    def changed(route: "Route") -> None:
        route.fulfill(json={**route.fetch().json(), "directives": [directive(document)]})

    visit.page.route("**/heard", changed)
    with visit.page.expect_response("**/api/conversations"):
        visit.page.click("label:has([value=screen])")
    visit.page.wait_for_selector("#show iframe")
    visit.say(OPENING)


def test_a_document_is_drawn_and_touched(browser: "Browser", site: Running) -> None:
    """With the data that came with it; a touch is a turn. The console stays clean."""
    heavy(RENDERER, "make node")
    with visiting(browser, site.url) as visit:
        shows(visit, DOCUMENT)
        visit.page.frame_locator("#show iframe").get_by_text("Yes, it does").wait_for()
        visit.page.locator("#show-note", has_text="Drawn").wait_for()

        def touched() -> bool:
            """The renderer takes touches some moments after it has drawn, and does not say when."""
            box = visit.page.locator("#show iframe").bounding_box()
            assert box
            visit.page.mouse.click(box["x"] + 30, box["y"] + 20)
            visit.page.wait_for_timeout(500)
            return len(visit.intents) > 1

        visit.until(touched)
        assert "Alexa.Presentation.APL.UserEvent" == visit.intents[-1]
        sent = visit.page.locator("#json pre").first.text_content()
        assert sent
        assert '"answer",' in sent
        assert '"id": "yes"' in sent


def test_a_document_that_cannot_be_drawn_is_said(browser: "Browser", site: Running) -> None:
    """And the conversation goes on."""
    heavy(RENDERER, "make node")
    with visiting(browser, site.url) as visit:
        shows(visit, {"type": "APL", "version": "1.4"})
        visit.notices("could not be drawn")
        visit.say("no")
        assert ["LaunchRequest", "AMAZON.NoIntent"] == visit.intents
        visit.faults.clear()


def test_without_the_renderer_the_page_says_how_to_get_it(
    browser: "Browser", site: Running
) -> None:
    """And all is spoken as before."""

    def not_here(route: "Route") -> None:
        route.fulfill(json={**route.fetch().json(), "renderer": False})

    with visiting(browser, site.url) as visit:
        visit.page.route("**/api/settings", not_here)
        visit.page.reload()
        visit.page.click("label:has([value=screen])")
        visit.page.get_by_text("make node").wait_for()
        visit.say(OPENING)
        assert ["LaunchRequest"] == visit.intents
