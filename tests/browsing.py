"""A real browser that visits the simulator's page, and what a visitor does there."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.heavy import heavy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["CHROMIUM", "OPENING", "Visit", "launched", "visiting"]

CHROMIUM = Path("/usr/bin/chromium")
OPENING = "open ankle pain check"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]
_DESKTOP = (1280, 800)


@contextmanager
def launched() -> Iterator["Browser"]:
    """Launch Debian's Chromium; the test is skipped where it or Playwright is missing."""
    if find_spec("playwright") is None:
        heavy(Path("playwright"), "make browser")
    heavy(CHROMIUM, "apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  not everybody has it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def visiting(
    browser: "Browser",
    url: str,
    script: str = "",
    size: tuple[int, int] = _DESKTOP,
    **context: Any,
) -> Iterator["Visit"]:
    """Open the page, after ``script`` has run in it, as a visitor of its own.

    When the visit is over, no script may have failed, and nobody but ``url`` was asked for
    anything. ``context`` are Playwright's settings of a browser context.
    """
    viewport: Any = {"width": size[0], "height": size[1]}
    visitor = browser.new_context(viewport=viewport, **context)
    page = visitor.new_page()
    page.set_default_timeout(60_000)
    faults: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    page.on("request", lambda request: asked.append(request.url))
    if script:
        page.add_init_script(script)
    try:
        page.goto(url)
        page.wait_for_selector("#chips button")
        yield Visit(page, faults)
    finally:
        visitor.close()
    assert [] == faults
    assert [] == [one for one in asked if not one.startswith((url, "data:", f"blob:{url}"))]


class Visit:
    """One visitor on the page. ``faults`` is what the console complained of."""

    def __init__(self, page: "Page", faults: list[str]) -> None:
        """Take the page, loaded."""
        self.page = page
        self.faults = faults

    def say(self, line: str) -> None:
        """Type a line, send it, and wait for the answer."""
        count = self.page.locator("#log > li").count()
        self.page.fill("#line", line)
        self.page.press("#line", "Enter")
        self.page.locator("#log > li").nth(count + 1).wait_for()

    @property
    def said(self) -> list[str]:
        """All that Alexa said, in the order she said it."""
        return [words.removeprefix("Alexa: ") for words in self._texts(".alexa")]

    @property
    def events(self) -> list[str]:
        """What happened without words."""
        return self._texts(".event")

    @property
    def intents(self) -> list[str]:
        """What was understood, turn by turn."""
        return [line.split()[0] for line in self._texts(".turn")]

    @property
    def phase(self) -> str | None:
        """What the light shows."""
        phase: str | None = self.page.get_attribute("#light", "data-phase")
        return phase

    @property
    def notice(self) -> str:
        """What the page has to say on its own behalf; empty where it says nothing."""
        shown = self.page.is_visible("#notice")
        return self.page.inner_text("#notice-text") if shown else ""

    @property
    def facts(self) -> dict[str, str]:
        """What is behind the turn that was picked."""
        names = self.page.locator("#facts dt").all_text_contents()
        return dict(zip(names, self.page.locator("#facts dd").all_text_contents(), strict=True))

    def reaches(self, phase: str) -> None:
        """Wait until the light shows this."""
        self.page.wait_for_selector(f"#light[data-phase={phase}]")

    def stops_the_clock(self) -> None:
        """Let time pass only where the test says so (`page.clock.run_for`), from here on."""
        self.page.clock.install()
        self.page.clock.pause_at(self.page.evaluate("Date.now()") / 1000 + 60)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until this holds, a minute at most."""
        for _ in range(600):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("it never came to hold")

    def notices(self, words: str) -> None:
        """Wait until the page says something that holds these words."""
        self.page.locator("#notice-text", has_text=re.compile(words)).wait_for()

    def switch(self, name: str) -> None:
        """Press the switch with this id."""
        self.page.click(f"label.switch:has(#{name})")

    def _texts(self, selector: str) -> list[str]:
        texts = self.page.locator(f"#log {selector}").all_text_contents()
        return [" ".join(text.split()) for text in texts]
