"""Draws the pictures in docs/screens: ``make screens``.

Amazon's own renderer draws them, with a free font in the place of Amazon's. Look at each of them
after a change, and run the tests of the screens: a picture proves nothing to a machine.
"""

import sys

from PIL import Image

from alexa.screens import screen
from simulator import ROOT
from tests.moments import MOMENTS
from tests.staging import VIEWPORTS, staged

__all__ = ["FOLDER", "PICTURES", "main"]

FOLDER = ROOT / "docs" / "screens"
#: One moment for each kind of page, on the screens that most people have.
PICTURES = {
    f"{name}_{viewport}": (name, viewport)
    for name in ("question", "help", "soon", "today", "now")
    for viewport in ("large_hub", "small_hub", "tv", "spot")
}

_COLOURS = 64


def main() -> str:
    """Draw every picture anew; gives what the renderer complained of, a line each."""
    with staged() as stage:
        for picture, (name, viewport) in PICTURES.items():
            directive = screen(MOMENTS[name], "en-US")
            shown = {"document": directive.document, "datasources": directive.datasources}
            stage.show(shown, VIEWPORTS[viewport])
            path = FOLDER / f"{picture}.png"
            stage.shoot(path)
            # Few colours: a third of the size, and nobody sees it.
            Image.open(path).quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        return "\n".join(stage.faults)


if __name__ == "__main__":
    sys.exit(main() or 0)
