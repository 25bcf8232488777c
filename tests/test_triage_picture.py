"""The picture and the clinician's table show the rules as they are, and are never stale.

Both are committed and made by ``make picture``. The table is compared letter by letter. The picture
cannot be: versions of Graphviz write the same drawing with other numbers. So it names a digest of
the source that it was drawn from, which can be compared without Graphviz; and where Graphviz is,
the boxes, arrows, words and colours of a fresh drawing are compared with the committed ones.
"""

import shutil
from itertools import combinations
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from speech import texts_for
from tests.heavy import heavy
from tools.draw_triage import PICTURE, digest, draw, main, source
from tools.outline import Row, outline
from tools.write_triage import TABLE, write
from triage import ANSWERS, assess, rules

ROWS: Final = outline(rules())
STALE: Final = "is stale: run `make picture`, look at it, and commit it"
SVG: Final = "{http://www.w3.org/2000/svg}"


def shown(svg: str) -> dict[str, tuple[list[str], set[str]]]:
    """The title of each box and arrow of a drawing, with its words in order and its colours."""
    found = {}
    for part in ET.fromstring(svg).iter(f"{SVG}g"):
        looks = [shape.get(key, "") for shape in part for key in ("fill", "stroke")]
        words = [text.text or "" for text in part.iterfind(f"{SVG}text")]
        colours = {look for look in looks if look.startswith("#")}
        found[part.findtext(f"{SVG}title", "")] = words, colours
    return found


def committed() -> dict[str, tuple[list[str], set[str]]]:
    """What the committed picture shows."""
    return shown(PICTURE.read_text(encoding="utf-8"))


def test_the_table_is_fresh() -> None:
    """A clinician reads the rules, and the questions, that are really used."""
    fresh = write(rules(), texts_for("en-US"))
    assert TABLE.read_text(encoding="utf-8") == fresh, f"{TABLE.name} {STALE}"


def test_the_picture_is_fresh() -> None:
    """It was drawn from what the rules say now."""
    drawn_from = digest(source(rules()))
    assert drawn_from in PICTURE.read_text(encoding="utf-8"), f"{PICTURE.name} {STALE}"


def test_the_picture_is_what_graphviz_draws() -> None:
    """Nobody painted it by hand: a fresh drawing has the same boxes, arrows, words and colours."""
    heavy(Path(shutil.which("dot") or "dot"), "apt install graphviz")
    fresh = draw(source(rules()))
    assert committed() == shown(fresh), f"{PICTURE.name} {STALE}"


def test_an_arrow_stands_for_each_way_a_question_is_opened() -> None:
    """Neither more nor fewer arrows than the rules have openers."""
    arrows = {title for title in committed() if "->" in title}
    questions = rules().questions.values()
    assert arrows == {f"{name}->{q.id}" for q in questions for group in q.opens for name in group}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.question.id)
def test_every_question_can_be_read_in_its_box(row: Row) -> None:
    """Its number, what it asks, and the urgency that any answer asks for, in words."""
    words, _ = committed()[row.question.id]
    assert row.question.asks in " ".join(words)
    assert row.number is None or str(row.number) in words
    asked = ANSWERS[:1] if row.question.volunteered else ANSWERS
    urgent = [row.steps[answer].urgency for answer in asked]
    assert sorted(word for word in words if word in ("NOW", "TODAY")) == sorted(
        urgency.upper() for urgency in urgent if urgency
    )


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.question.id)
def test_every_answer_leads_where_the_triage_goes(row: Row, answer: str) -> None:
    """The urgency and the action that are drawn are those that are told."""
    harmless = [name for name in row.question.company if rules().questions[name].level is None]
    company = dict.fromkeys(harmless, "unsure")
    told = assess({**company, row.question.id: answer})
    step = {str(key): value for key, value in row.steps.items()}[answer]
    assert (step.urgency or "soon", step.action or "appointment") == (told.urgency, told.action)


def test_the_points_lead_where_the_triage_goes() -> None:
    """Whoever adds up the points of any three yeses by hand comes to what is told."""
    by_id = {row.question.id: row for row in ROWS}
    for yeses in combinations(by_id, 3):
        implied = {by_id[name].question.implies for name in yeses} - {None}
        rows = [row for name, row in by_id.items() if name in implied.union(yeses)]
        points = {
            name: sum(row.steps["yes"].points.get(name, 0) for row in rows)
            for name in ("nerve", "ankle")
        }
        nerve = points["nerve"] >= rules().nerve_threshold
        ankle = points["ankle"] >= rules().mechanical_threshold
        local = any(row.question.local_sign for row in rows)
        expected = "both" if nerve and ankle and local else "nerve" if nerve else "mechanical"
        told = assess(dict.fromkeys(yeses, "yes"))
        assert (expected if nerve or ankle else "unclear") == told.pathway, yeses


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.question.id)
def test_every_rule_shows_its_sources_and_what_is_to_be_confirmed(row: Row) -> None:
    """A link and a date for each source, for or against; a flag where a clinician must decide."""
    page = TABLE.read_text(encoding="utf-8")
    (line,) = (text for text in page.splitlines() if f"<br>`{row.question.id}`" in text)
    for key in row.question.sources + row.question.against:
        source = rules().sources[key]
        link = f"[{key}](<{source.address}>)" if source.address.startswith("http") else key
        assert f"{link} ({source.checked})" in line
    assert row.question.to_confirm in page
    assert ("⚠" in line) == bool(row.question.to_confirm)


def test_a_machine_without_graphviz_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No traceback, and the picture that is there stays."""
    monkeypatch.setenv("PATH", "")
    before = PICTURE.read_bytes()
    with pytest.raises(SystemExit, match="apt install graphviz"):
        main()
    assert PICTURE.read_bytes() == before
