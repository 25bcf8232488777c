"""A screen on which Amazon's own renderer draws what the skill sends, and a finger that touches it.

The renderer fetches Amazon's fonts. A free one, a little wider, stands in for them, so that nothing
is fetched and every machine draws the same.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator import ROOT
from simulator.envelope import Json
from tests.browsing import launched
from tests.heavy import heavy

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

__all__ = ["VIEWPORTS", "Seen", "Stage", "Viewport", "staged"]

_MODULES = ROOT / "tests" / "node" / "node_modules"
_RENDERER = _MODULES / "apl-viewhost-web" / "index.js"
_FONTS = _MODULES / "@fontsource" / "open-sans" / "files"
_SCRIPT = Path(__file__).with_name("stage.js")
_ADDRESS = "http://stage.invalid/"
_PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<body style="margin: 0; background: black"><div id="view"></div><script src="renderer.js"></script>
<script>const ready = AplRenderer.initEngine();</script><script src="stage.js"></script>"""

_MOMENT = 200
_CLICKS = 10


class Viewport(NamedTuple):
    """A kind of screen, in device-independent pixels; mode and shape as the renderer names them."""

    width: int
    height: int
    shape: str = "RECTANGLE"
    mode: str = "HUB"


#: The kinds of screen that Amazon tells apart, and two more: the largest hub, on its side or not.
VIEWPORTS: Mapping[str, Viewport] = {
    "spot": Viewport(480, 480, shape="ROUND"),
    "small_hub": Viewport(960, 480),
    "large_hub": Viewport(1280, 800),
    "tv": Viewport(960, 540, mode="TV"),
    "wall": Viewport(1920, 1080),
    "wall_upright": Viewport(1080, 1920),
}


class Seen(NamedTuple):
    """A text on the screen.

    ink, ground   its colour and that of what is behind it, as CSS gives them
    size          of its letters; `wide` and `high` is the box that it fills
    scrolls       stands in a part that scrolls
    whole         nothing cuts it off, but for what scrolling brings into view
    top           where it begins
    """

    text: str
    ink: str
    ground: str
    size: float
    wide: float
    high: float
    scrolls: bool
    whole: bool
    top: float


class Stage:
    """One screen. `faults` is what the renderer complained of, and what it wanted to fetch."""

    def __init__(self, page: "Page") -> None:
        """Take an empty page of the browser."""
        self._page = page
        self._viewport = VIEWPORTS["large_hub"]
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.route("**/*", self._serve)
        page.goto(_ADDRESS)

    def show(self, directive: Json, viewport: Viewport) -> list[Seen]:
        """Draw what a RenderDocument directive says, and tell what is to be seen."""
        self._viewport = viewport
        self._page.set_viewport_size({"width": viewport.width, "height": viewport.height})
        self._page.evaluate("draw", {**directive, "viewport": viewport._asdict()})
        return self.see()

    def see(self, after: int = 20) -> list[Seen]:
        """Tell what is to be seen after so many milliseconds, which it takes to settle."""
        self._page.wait_for_timeout(after)
        seen: list[dict[str, Any]] = self._page.evaluate("look", self._viewport._asdict())
        return [Seen(**text) for text in seen]

    def press(self, label: str) -> list[list[object]]:
        """Click on the middle of what bears this label; give the arguments of all that was sent.

        For a moment after it has drawn, the renderer feels nothing; so whoever is not felt clicks
        again.
        """
        for _ in range(_CLICKS):
            self._page.wait_for_timeout(_MOMENT)
            self._page.locator("#view p").get_by_text(label, exact=True).click()
            self._page.wait_for_timeout(_MOMENT)
            sent: list[list[object]] = self._page.evaluate("sent.splice(0)")
            if sent:
                return sent
        return []

    def shoot(self, path: Path) -> None:
        """Put a picture of the screen into this file."""
        self._page.screenshot(path=path)

    def _serve(self, route: "Route") -> None:
        url = route.request.url
        if url == _ADDRESS:
            route.fulfill(body=_PAGE, content_type="text/html")
        elif url in (f"{_ADDRESS}renderer.js", f"{_ADDRESS}stage.js"):
            path = _RENDERER if url.endswith("renderer.js") else _SCRIPT
            route.fulfill(path=path, content_type="text/javascript; charset=utf-8")
        elif url.endswith(".ttf"):
            weight = 700 if "_Bd" in url else 400
            route.fulfill(path=_FONTS / f"open-sans-latin-{weight}-normal.woff2")
        else:
            self.faults.append(f"fetches {url}")
            route.abort()


@contextmanager
def staged() -> Iterator[Stage]:
    """Put up a screen; the test is skipped where what it takes is not installed."""
    for needed in (_RENDERER, _FONTS):
        heavy(needed, "make node")
    with launched() as browser:
        yield Stage(browser.new_page())
