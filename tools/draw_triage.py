"""Draws the triage: docs/triage.svg, from the rules alone. Needs Graphviz.

    python -m tools.draw_triage

Graphviz draws. Where things stand is said here, because the order of asking is the order of
reading, which no layout of its own would keep. Each question that opens others has a line of its
own, down the left edge, that turns off to every question it opens.
"""

import hashlib
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final

import graphviz

from tools.boxes import INK, PAPER, Box, Cell, Table, stand, words
from tools.outline import Row, either, outline, pathways, urgencies
from triage import Answer, Rules, Urgency, rules

__all__ = ["PICTURE", "digest", "draw", "main", "source"]

PICTURE: Final = Path(__file__).parent.parent / "docs" / "triage.svg"

_INSTALL: Final = """\
The picture is drawn with Graphviz, whose command `dot` is not on this machine. Install it
(Debian, Ubuntu: apt install graphviz; macOS: brew install graphviz; or graphviz.org/download),
then run the same command again."""
_TITLE: Final = "Ankle Pain Check: how it decides"
_READING: Final = (
    "Read downwards: this is the order of asking. A shaded question is for everybody. An indented "
    "one is asked only after a yes or a “not sure” to a question that one of its lines comes from. "
    "A question is left out once its answer can no longer change what the person is told."
)
_ANSWERING: Final = (
    "NOW ends the questions at once; TODAY is said when it is known, and they go on. What is told "
    "unasked counts, too. “nerve” and “ankle” are points for where the pain comes from; “back” "
    "places it in the back. Drawn from lambda/triage/rules.toml. Not reviewed by a clinician."
)
_POINTS: Final = (
    "Nerve or ankle? The points of every yes are added. They are judgement, not a score."
)
_ACTIONS: Final = {"call": ["call for help"], "emergency_department": ["emergency dept."]}

#: Two fonts of the same width: where one is missing, words still stand where they belong.
_FONT: Final = "Verdana,DejaVu Sans,sans-serif"
# Lengths are points. No colour stands without a word.
_SHADE: Final = "#e9eff8"
_FILLS: Final[Mapping[Urgency, str]] = {"now": "#b3261e", "today": "#f7c04a", "soon": "#cfe8cf"}
_INKS: Final[Mapping[Urgency, str]] = {"now": PAPER, "today": INK, "soon": INK}
#: For each question that opens others; none is like a colour of urgency.
_LINES: Final = (
    "#332288",
    "#0077bb",
    "#882255",
    "#117777",
    "#666666",
    "#aa4499",
    "#7a5c00",
    "#4477aa",
)
_APART, _INDENT, _GAP, _SPREAD = 11, 20, 7, 6
_NUMBER, _ASKS, _SIDE = 36, 334, 90
_ANSWERS: Final[Mapping[Answer, int]] = {"yes": 118, "unsure": 62, "no": 62}
_WIDTH: Final = _APART * (len(_LINES) + 1) + _NUMBER + _ASKS + sum(_ANSWERS.values())


def source(given: Rules) -> str:
    """The drawing in Graphviz's own language; the same rules give the same text everywhere."""
    graph = graphviz.Digraph(
        _TITLE,
        graph_attr={"bgcolor": PAPER, "pad": "0.2"},
        node_attr={"shape": "plain", "fontname": _FONT, "fontsize": "10", "fontcolor": INK},
        edge_attr={"penwidth": "1.4", "arrowsize": "0.5"},
    )
    rows = outline(given)
    tables = {"how to read it": _legend(), "answers": _headings()}
    tables |= {row.question.id: _question(row) for row in rows}
    tables |= {"how urgent": _urgent(), "nerve or ankle": _from(given)}
    boxes, top = dict[str, Box](), 0.0
    for name, table in tables.items():
        box = stand(table, right=_WIDTH, top=top)
        graph.node(name, box.label, pos=f"{box.left + box.width / 2},{-box.y}")
        boxes[name], top = box, top + box.height + _GAP
    lines = {row.question.id: n for n, row in enumerate(row for row in rows if row.opens)}
    if len(lines) > len(_LINES):
        raise ValueError(f"{len(lines)} questions open others; give _LINES as many colours")
    for row in rows:
        own = [opener.question.id for opener in rows if row.number in opener.opens]
        for place, opener in enumerate(own):
            shift = (place - (len(own) - 1) / 2) * _SPREAD
            way = _way(boxes[opener], boxes[row.question.id], lines[opener], shift)
            graph.edge(opener, row.question.id, pos=way, color=_LINES[lines[opener]])
    return str(graph.source)


def _way(start: Box, end: Box, line: int, shift: float) -> str:
    """From box to box along a line, as Graphviz writes a curve, with an arrow at the end."""
    x, y = _APART * (line + 0.5), end.y + shift
    corners = [(start.left, start.y), (x, start.y), (x, y), (end.left - _SPREAD, y)]
    knots = corners[:1]
    for here, there in pairwise(corners):
        knots += [here, there, there]
    return f"e,{end.left},{-y} " + " ".join(f"{x},{-y}" for x, y in knots)


def _question(row: Row) -> Table:
    """The number, the question, what each answer leads to."""
    fill = PAPER if row.after else _SHADE
    number = [str(row.number)] if row.number else ["any", "time"]
    asks = words(_ASKS - (_INDENT if row.after else 0), row.question.asks)
    cells = [
        Cell(_NUMBER, number, fill=fill, bold=True),
        asks._replace(small=_conditions(row), fill=fill),
    ]
    return [cells + [_leads(row, answer, width) for answer, width in _ANSWERS.items()]]


def _conditions(row: Row) -> list[str]:
    found = []
    if row.after:
        found.append("only after " + ", and after ".join(map(either, row.after)))
    if row.question.alone:
        found.append(f"{row.question.alone.upper()} where it is told without these")
    if row.opens:
        found.append("a yes or a “not sure” opens " + ", ".join(map(str, row.opens)))
    if row.question.volunteered:
        found.append("never asked; counts as soon as it is told")
    return found


def _leads(row: Row, answer: Answer, width: int) -> Cell:
    """What this answer leads to: an urgency, points for the pathway, or just the next question."""
    step = row.steps[answer]
    if row.question.volunteered and answer != "yes":
        return Cell(width, ["-"])
    if step.urgency:
        return _urgency(width, step.urgency, *_ACTIONS.get(step.action or "", ()))
    found = [f"{name} +{weight}" for name, weight in step.points.items()]
    found += ["back"] * step.back
    return Cell(width, [", ".join(found)]) if found else Cell(width, [], ["go on"])


def _urgency(width: int, urgency: Urgency, *more: str) -> Cell:
    fill, ink = _FILLS[urgency], _INKS[urgency]
    return Cell(width, [urgency.upper(), *more], fill=fill, ink=ink, bold=True)


def _legend() -> Table:
    title = Cell(_WIDTH, [_TITLE], fill=_SHADE, bold=True)
    return [[title], [words(_WIDTH, _READING)], [words(_WIDTH, _ANSWERING)]]


def _headings() -> Table:
    names = {"yes": "yes", "unsure": "not sure", "no": "no"}
    answers = [Cell(width, [names[answer]], bold=True) for answer, width in _ANSWERS.items()]
    return [[Cell(_NUMBER + _ASKS, ["Is this true of the person?"], bold=True), *answers]]


def _urgent() -> Table:
    title = Cell(_WIDTH, ["How urgent? The gravest answer decides."], bold=True)
    told = urgencies().items()
    return [[title], *([_urgency(_SIDE, name), words(_WIDTH - _SIDE, text)] for name, text in told)]


def _from(given: Rules) -> Table:
    told = pathways(given).items()
    rows = [[Cell(_SIDE, [name], bold=True), words(_WIDTH - _SIDE, text)] for name, text in told]
    return [[Cell(_WIDTH, [_POINTS], bold=True)], *rows]


def digest(text: str) -> str:
    """What tells this source from any other."""
    return hashlib.sha256(text.encode()).hexdigest()


def draw(text: str) -> str:
    """The picture that Graphviz makes of this source, as SVG that names the digest of the source.

    Raises graphviz.ExecutableNotFound where Graphviz is not installed.
    """
    svg = graphviz.Source(text, engine="neato").pipe("svg", neato_no_op=2, encoding="utf-8")
    return str(svg).replace("<svg", f"<!-- Drawn from {digest(text)} -->\n<svg", 1)


def main() -> None:
    """Draw docs/triage.svg; exit with a message where Graphviz is missing."""
    try:
        svg = draw(source(rules()))
    except graphviz.ExecutableNotFound:
        sys.exit(_INSTALL)
    PICTURE.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
