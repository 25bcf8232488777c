"""The simulator's page in a real Chromium: a conversation typed, and all that stands around it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from simulator.assemble import assemble
from tests.browsing import OPENING, Visit, visiting
from tests.processes import Running
from tests.test_conversations import broken, read

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.once

NO_VOICE = "Object.defineProperty(window, 'speechSynthesis', {value: undefined})"
WORDS = [OPENING, "no", "why do you ask", "not really", "yeah a bit", "no", "no idea", "stop"]


@pytest.fixture
def visit(browser: "Browser", site: Running) -> Iterator[Visit]:
    """A visitor with an ordinary screen."""
    with visiting(browser, site.url) as visit:
        yield visit


def test_a_conversation_is_held(visit: Visit) -> None:
    """Typed from the opening to the end; the page shows what the skill says, and nothing else."""
    device = assemble("en-US")
    turns = [device.hear(line) for line in WORDS]
    for line in WORDS:
        visit.say(line)
    assert [turn.says for turn in turns] == visit.said
    assert [turn.intent for turn in turns] == visit.intents
    visit.reaches("off")
    assert "over" in visit.events[-1]


def test_it_begins_with_one_press(visit: Visit) -> None:
    """And what can be said is there to be pressed."""
    visit.page.get_by_role("button", name="Start", exact=True).click()
    visit.reaches("listening")
    visit.page.get_by_role("group", name="Things to say").get_by_text("no", exact=True).click()
    visit.page.locator(".alexa").nth(1).wait_for()
    assert ["LaunchRequest", "AMAZON.NoIntent"] == visit.intents


def test_what_is_offered_is_understood(visit: Visit) -> None:
    """Every chip is a sentence of the interaction model."""
    visit.say(OPENING)
    chips = visit.page.locator("#chips button").all_text_contents()
    device = assemble("en-US")
    device.hear(OPENING)
    heard = [device.hear(chip).intent for chip in chips]
    assert "AMAZON.FallbackIntent" not in heard
    assert "AMAZON.StopIntent" == heard[-1]


def test_everything_can_be_done_with_the_keyboard(visit: Visit) -> None:
    """And the focus is never lost when what it was on goes away."""
    keyboard = visit.page.keyboard
    for _ in range(3):
        keyboard.press("Tab")
    keyboard.press("Enter")
    visit.reaches("listening")
    focused = "document.activeElement.textContent"
    assert "yes" == visit.page.evaluate(focused)
    keyboard.press("Tab")
    assert "no" == visit.page.evaluate(focused)
    keyboard.press("Space")
    visit.page.locator(".alexa").nth(1).wait_for()
    assert "no" == visit.page.evaluate(focused)


@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(browser: "Browser", site: Running, width: int) -> None:
    """Nothing is cut off, and what is pressed often is large enough for a thumb."""
    with visiting(browser, site.url, size=(width, 700), has_touch=True) as visit:
        visit.say(OPENING)
        assert width == visit.page.evaluate("document.documentElement.scrollWidth")
        for one in ("#mic", "#line", ".send", ".switch:has(#hands-free)"):
            box = visit.page.locator(one).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= 700
            assert box["height"] >= 40


def test_a_long_conversation_makes_no_long_page(browser: "Browser", site: Running) -> None:
    """It scrolls in a place of its own; the page ends where the details end."""
    with visiting(browser, site.url, size=(390, 844), has_touch=True) as visit:
        for line in (OPENING, *["what do you mean"] * 12):
            visit.say(line)
        ends = "document.getElementById('device').getBoundingClientRect().bottom + scrollY"
        assert visit.page.evaluate(f"document.documentElement.scrollHeight <= {ends} + 1")


def test_nothing_moves_for_whoever_asked_for_that(browser: "Browser", site: Running) -> None:
    """By the system's setting for reduced motion."""
    moving = "document.getAnimations().filter(one => one.playState == 'running').length"
    with visiting(browser, site.url, reduced_motion="reduce") as visit:
        visit.page.evaluate("document.getElementById('light').dataset.phase = 'thinking'")
        assert 0 == visit.page.evaluate(moving)


# --- the silence


@pytest.fixture
def patient(browser: "Browser", site: Running) -> Iterator[Visit]:
    """A visitor without a voice, whose clock is ours."""
    with visiting(browser, site.url, NO_VOICE) as visit:
        visit.stops_the_clock()
        visit.say(OPENING)
        visit.reaches("listening")
        yield visit


def reading(visit: Visit) -> int:
    """The milliseconds that reading the last answer takes, at 3.6 words a second."""
    return round(len(visit.said[-1].split()) / 3.6 * 1000)


def test_silence_is_answered_as_on_an_echo(patient: Visit) -> None:
    """After the answer was read, eight seconds: the reprompt; eight more: the session is over."""
    patient.page.clock.run_for(reading(patient) + 7400)
    assert 1 == len(patient.said)
    assert "Asks again in 1\xa0s" in patient.page.inner_text("#hint")
    patient.page.clock.run_for(1000)
    patient.page.locator(".alexa").nth(1).wait_for()
    patient.reaches("listening")
    patient.page.clock.run_for(reading(patient) + 8500)
    patient.reaches("off")
    assert ["LaunchRequest", "SessionEndedRequest"] == patient.intents
    assert 2 == len(patient.said)


def test_whoever_writes_is_not_silent(patient: Visit) -> None:
    """The clock waits while something is written, and begins anew when it is taken back."""
    patient.page.fill("#line", "n")
    patient.page.clock.run_for(60_000)
    assert 1 == len(patient.said)
    patient.page.fill("#line", "")
    patient.page.clock.run_for(8500)
    patient.page.locator(".alexa").nth(1).wait_for()


def test_whoever_looks_around_is_not_silent(patient: Visit) -> None:
    """The details of a turn can be read in peace."""
    patient.page.click("#json summary >> nth=0")
    patient.page.clock.run_for(60_000)
    assert 1 == len(patient.said)


def test_the_clock_can_be_switched_off(patient: Visit) -> None:
    """Nobody is hurried who does not want to be."""
    patient.switch("clock")
    patient.page.clock.run_for(60_000)
    assert 1 == len(patient.said)
    patient.switch("clock")
    patient.page.clock.run_for(8500)
    patient.page.locator(".alexa").nth(1).wait_for()


# --- the device


def test_another_language_is_another_device(visit: Visit) -> None:
    """A new conversation, whose requests bear the locale, and whose words are of that country."""
    visit.say(OPENING)
    assert "911" in visit.said[0]
    assert "English (United States)" == visit.page.locator("#locale option:checked").inner_text()
    with visit.page.expect_response("**/api/conversations"):
        visit.page.select_option("#locale", "en-GB")
    visit.say(OPENING)
    visit.page.click("#json summary >> nth=0")
    assert '"locale": "en-GB"' in visit.page.inner_text("#json pre >> nth=0")
    assert 1 == len(visit.said)
    assert "999" in visit.said[0]


def answers_with(visit: Visit, **changes: Any) -> None:
    """Make the skill's next answers bear these, as later versions of it may."""

    def changed(route: "Route") -> None:
        route.fulfill(json={**route.fetch().json(), **changes})

    visit.page.route("**/heard", changed)


@pytest.mark.parametrize(
    "card",
    [
        {"type": "Simple", "title": "For later", "content": "One.\nTwo."},
        {"type": "Standard", "title": "For later", "text": "One.\nTwo."},
    ],
)
def test_a_card_is_shown_as_in_the_alexa_app(visit: Visit, card: dict[str, str]) -> None:
    """Where the answer has one; and in sight, however much stands above it."""
    visit.page.check("input[value=screen]")
    visit.page.wait_for_selector("#show:not([hidden])")
    visit.say(OPENING)
    assert visit.page.is_hidden("#app")
    answers_with(visit, card=card)
    visit.say("no")
    assert "For later" == visit.page.inner_text("#app-title")
    assert "One.\nTwo." == visit.page.inner_text("#app-text")
    box = visit.page.locator("#app").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 800


# --- for developers


def test_what_is_behind_each_turn_is_shown(visit: Visit) -> None:
    """Intent, answers, attributes, envelopes, time; of any turn that is pressed."""
    for line in (OPENING, "no", "yeah a bit"):
        visit.say(line)
    facts = visit.facts
    assert "AffirmIntent" == facts["Understood"]
    assert "injury=no foot_cold_or_pale=yes" == facts["Answers"]
    assert facts["Decided"].startswith("now, call")
    assert facts["Time"].endswith("ms in the skill")
    assert ["open", "open"] == [facts["Microphone"], facts["Session"]]
    visit.page.click(".turn >> nth=1")
    assert ("AMAZON.NoIntent", "injury=no") == (visit.facts["Understood"], visit.facts["Answers"])
    shown = visit.page.locator("#json pre").all_text_contents()
    assert '"AMAZON.NoIntent"' in shown[0]
    assert '"outputSpeech"' in shown[1]
    assert '"v": 1' in shown[2]


def test_a_conversation_is_saved_as_a_test(visit: Visit, tmp_path: "Path") -> None:
    """What is downloaded is a conversation file, and it holds."""
    for line in (OPENING, "no", "what do you mean", "not really"):
        visit.say(line)
    visit.page.click("#save")
    visit.page.fill("#promise", "A foot that is cold.")
    with visit.page.expect_download() as download:
        visit.page.locator("#file-name", has_text="a_foot_that_is_cold.txt").wait_for()
        visit.page.click("#file-save")
    assert "a_foot_that_is_cold.txt" == download.value.suggested_filename
    saved = tmp_path / "saved.txt"
    download.value.save_as(saved)
    conversation = read(saved)
    assert "A foot that is cold." == conversation.promise
    assert [] == broken(conversation, assemble("en-US"))
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#file")


# --- what fails


def test_a_server_that_is_gone_is_said(visit: Visit) -> None:
    """The line is not lost."""
    visit.say(OPENING)
    visit.page.route("**/heard", lambda route: route.abort())
    visit.page.fill("#line", "no")
    visit.page.press("#line", "Enter")
    visit.notices("does not answer")
    assert "no" == visit.page.input_value("#line")
    visit.page.unroute("**/heard")
    visit.page.press("#line", "Enter")
    visit.page.locator(".alexa").nth(1).wait_for()
    assert "" == visit.notice
    assert all("ERR_FAILED" in fault for fault in visit.faults)
    visit.faults.clear()


def test_a_server_that_was_restarted_is_talked_to_anew(visit: Visit) -> None:
    """It has forgotten the conversation; the page begins another and says so."""
    visit.say(OPENING)
    visit.page.route("**/heard", lambda route: route.fulfill(status=404, body="gone"))
    visit.page.fill("#line", "no")
    visit.page.press("#line", "Enter")
    visit.notices("forgotten")
    visit.page.unroute("**/heard")
    visit.page.wait_for_selector("#welcome:not([hidden])")
    visit.say(OPENING)
    assert ["LaunchRequest"] == visit.intents
    assert all("404" in fault for fault in visit.faults)
    visit.faults.clear()
