"""Tables that stand one below the other, in the language of Graphviz.

Lengths are points. Sizes are fixed, so that a drawing looks the same whatever fonts there are.
"""

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple, TypeAlias

__all__ = ["INK", "PAPER", "QUIET", "RULE", "Box", "Cell", "Table", "stand", "words"]

INK, PAPER, QUIET, RULE = "#1d1d1f", "#ffffff", "#5f5f66", "#c4c4cc"

_LINE, _PAD = 13, 11
#: How wide a letter is, on the average and with room to spare.
_LETTER: Final = 5.6


class Cell(NamedTuple):
    """A cell of a table: how wide, which lines, which lines in small print, how it looks."""

    width: int
    lines: Sequence[str]
    small: Sequence[str] = ()
    fill: str = PAPER
    ink: str = INK
    bold: bool = False
    left: bool = False


Table: TypeAlias = Sequence[Sequence[Cell]]


class Box(NamedTuple):
    """A table where it stands: left edge, middle (measured downwards), size, label."""

    left: float
    y: float
    width: float
    height: float
    label: str


def words(width: int, text: str) -> Cell:
    """A cell of running words."""
    return Cell(width, textwrap.wrap(text, int(width / _LETTER)), left=True)


def stand(table: Table, *, right: float, top: float) -> Box:
    """Make a table stand with its right upper corner there. A cell alone in its row fills it."""
    heights = [max(len(c.lines) + len(c.small) for c in cells) * _LINE + _PAD for cells in table]
    columns = max(map(len, table))
    inner = "".join(
        f"<TR>{''.join(_td(cell, height, columns // len(cells)) for cell in cells)}</TR>"
        for cells, height in zip(table, heights, strict=True)
    )
    looks = f'BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="3" COLOR="{RULE}"'
    width, height = sum(cell.width for cell in table[0]), sum(heights)
    label = f"<<TABLE {looks}>{inner}</TABLE>>"
    return Box(right - width, top + height / 2, width, height, label)


def _td(cell: Cell, height: int, span: int) -> str:
    side = "LEFT" if cell.left else "CENTER"
    text = _font(cell.lines, side, f'COLOR="{cell.ink}"')
    if cell.bold:
        text = f"<B>{text}</B>"
    text += _font(cell.small, side, f'COLOR="{QUIET}" POINT-SIZE="9"')
    looks = f'FIXEDSIZE="TRUE" WIDTH="{cell.width}" HEIGHT="{height}" BGCOLOR="{cell.fill}"'
    return f'<TD {looks} ALIGN="{side}" COLSPAN="{span}">{text}</TD>'


def _font(lines: Sequence[str], side: str, looks: str) -> str:
    """Lines of one look; nothing for none, which Graphviz would refuse."""
    text = "".join(f'{escape(line)}<BR ALIGN="{side}"/>' for line in lines)
    return f"<FONT {looks}>{text}</FONT>" if lines else ""
