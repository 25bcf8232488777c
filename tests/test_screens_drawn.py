"""Amazon's own renderer draws every kind of page on every kind of screen, and feels every touch.

Needs Node.js' packages (`make node`), Playwright (`make browser`) and Chromium.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from alexa.screens import screen
from dialogue import TOPICS, Do, Line, Reply, Say, Turn, asked_about
from simulator.assemble import assemble
from simulator.device import Device
from simulator.device import Turn as Heard
from simulator.envelope import Json
from tests.moments import MOMENTS, moment
from tests.staging import VIEWPORTS, Seen, Stage, staged
from tests.talking import QUESTIONS, reaching
from tests.test_screens_documents import contrast

pytestmark = pytest.mark.once

#: WCAG 2.2, AA, for text of any size.
LEAST_CONTRAST = 4.5
LEAST_SIZE = 24
LEAST_TARGET = 48
#: The kinds of screen that most people have.
COMMON = ("spot", "small_hub", "large_hub", "tv")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A screen that all tests share."""
    with staged() as put_up:
        yield put_up


@pytest.fixture(autouse=True)
def clean(stage: Stage) -> Iterator[None]:
    """Whatever is drawn, the console stays clean and nothing is fetched."""
    stage.faults.clear()
    yield
    assert [] == stage.faults


def sent(reply: Reply, locale: str = "en-US") -> Json:
    """What is sent to show this reply, as plain data."""
    directive = screen(reply, locale)
    return {"document": directive.document, "datasources": directive.datasources}


def words_of(data: Any) -> Iterator[str]:
    """Every text that the data of a screen holds to be shown."""
    shown = data["screen"]
    yield from (shown["heading"], shown["question"], shown["progress"])
    for paragraph in shown["paragraphs"]:
        yield from (paragraph["text"], *paragraph["reasons"], paragraph["after"])
    for button in shown["buttons"]:
        yield button["label"]


def rgb(css: str) -> tuple[int, int, int]:
    """The parts of a colour as a browser gives it."""
    red, green, blue = map(int, re.findall(r"\d+", css)[:3])
    return red, green, blue


def faults(seen: list[Seen], labels: set[str]) -> list[str]:
    """What is wrong with a screen for somebody who sees badly, or touches clumsily."""
    found = [f"cut off: {text.text}" for text in seen if not text.whole]
    found += [f"{text.size} dp: {text.text}" for text in seen if text.size < LEAST_SIZE]
    for text in seen:
        ratio = contrast(rgb(text.ink), rgb(text.ground))
        if ratio < LEAST_CONTRAST:
            found.append(f"contrast {ratio:.1f}: {text.text}")
        if text.text in labels and min(text.wide, text.high) < LEAST_TARGET:
            found.append(f"{text.wide} by {text.high} dp to touch: {text.text}")
    return found


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", MOMENTS)
def test_every_page_can_be_read_on_every_screen(stage: Stage, name: str, viewport: str) -> None:
    """All its words are there, none cut off, large, with contrast, and its buttons can be hit."""
    directive = sent(MOMENTS[name])
    seen = stage.show(directive, VIEWPORTS[viewport])
    assert sorted(filter(None, words_of(directive["datasources"]))) == sorted(t.text for t in seen)
    labels = {button["label"] for button in directive["datasources"]["screen"]["buttons"]}
    assert [] == faults(seen, labels)


@pytest.mark.parametrize("viewport", COMMON)
def test_every_question_fits_on_every_screen(stage: Stage, viewport: str) -> None:
    """In each of its forms, however long, and after its explanation."""
    found = []
    for question in (name for name, each in QUESTIONS.items() if not each.volunteered):
        asked = moment(Turn(Do.TELL, reaching(question)))
        forms = [Say.QUESTION, Say.SHORT, *([Say.CHECK] if QUESTIONS[question].level else [])]
        for lines in (*((form,) for form in forms), (Say.EXPLAIN, Say.QUESTION)):
            reply = asked._replace(lines=tuple(map(Line, lines)))
            found += faults(stage.show(sent(reply), VIEWPORTS[viewport]), set())
    assert [] == found


@pytest.mark.parametrize("viewport", COMMON)
def test_every_topic_fits_on_every_screen(stage: Stage, viewport: str) -> None:
    """Above the question that it interrupted."""
    found = []
    for topic in TOPICS:
        reply = moment(Turn(Do.TELL, reaching("saddle_or_bladder")), asked_about([topic]))
        found += faults(stage.show(sent(reply), VIEWPORTS[viewport]), set())
    assert [] == found


@pytest.mark.parametrize("viewport", COMMON)
@pytest.mark.parametrize("name", ["question", "topic", "soon", "today", "now", "crisis", "relief"])
def test_a_click_on_each_button_is_sent_as_its_answer(
    stage: Stage, name: str, viewport: str
) -> None:
    """What it does, and to which question; once, and nothing else."""
    directive = sent(MOMENTS[name])
    stage.show(directive, VIEWPORTS[viewport])
    buttons = directive["datasources"]["screen"]["buttons"]
    for button in buttons:
        assert [button["arguments"]] == stage.press(button["label"])
    assert buttons


def test_a_whole_conversation_by_touch(stage: Stage) -> None:
    """Each click reaches the skill, which answers with the next page, to the end."""
    device = assemble("en-US", screen=True)
    turn = device.hear("open ankle pain check")
    for label in ("No", "Why?", "Not sure", "Not sure"):
        turn = clicked(stage, device, turn, label)
    while shown(turn)["progress"]:
        turn = clicked(stage, device, turn, "No")
    assert "today" == shown(turn)["mark"]
    for label in ("Yes", "Yes", "No"):
        turn = clicked(stage, device, turn, label)
    assert turn.ends
    stage.show(turn.directives[0], VIEWPORTS["large_hub"])


def shown(turn: Heard) -> Json:
    """The data of the page that this turn was answered with."""
    data: Json = turn.directives[0]["datasources"]["screen"]
    return data


def clicked(stage: Stage, device: Device, turn: Heard, label: str) -> Heard:
    """What the skill answers to a click on this button of the page that is shown."""
    stage.show(turn.directives[0], VIEWPORTS["large_hub"])
    [arguments] = stage.press(label)
    answered = device.touch(arguments)
    assert turn.attributes != answered.attributes
    return answered


def test_a_long_page_scrolls_along_with_the_speech(stage: Stage) -> None:
    """On a small screen a result begins at its first words, and ends on its last ones."""
    directive = sent(MOMENTS["soon"])
    paragraphs = directive["datasources"]["screen"]["paragraphs"]
    for number, paragraph in enumerate(paragraphs):
        paragraph["spokenAt"] = 400 * number
    first = stage.show(directive, VIEWPORTS["spot"])
    last = stage.see(after=400 * len(paragraphs) + 1500)
    bottom = VIEWPORTS["spot"].height - 100
    text = paragraphs[-1]["text"]
    assert top(first, text) > bottom
    assert top(last, text) < bottom
    assert top(last, paragraphs[0]["text"]) < 0


def top(seen: list[Seen], text: str) -> float:
    """Where this text begins."""
    return next(each.top for each in seen if each.text == text)
