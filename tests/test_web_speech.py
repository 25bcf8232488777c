"""Voice and ears of the simulator's page: hands-free, and every way in which speech can fail."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browsing import OPENING, Visit, visiting
from tests.processes import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.once

FAKES = Path(__file__).with_name("fake_speech.js").read_text(encoding="utf-8")


@pytest.fixture
def visit(browser: "Browser", site: Running) -> Iterator[Visit]:
    """A visitor whose voice and ears do what the test says."""
    with visiting(browser, site.url, FAKES) as visit:
        yield visit


def hears(visit: Visit, words: str) -> None:
    """Speak to the open microphone, and wait for the answer."""
    count = len(visit.said)
    visit.page.evaluate("words => speech.hear(words)", words)
    visit.page.locator(".alexa").nth(count).wait_for()


def spoken(visit: Visit) -> str:
    """All that the voice said."""
    return " ".join(text for _, text in visit.page.evaluate("speech.said"))


# --- it works


def test_a_conversation_goes_hands_free(visit: Visit) -> None:
    """One press; then the microphone opens after every answer, until the session is over."""
    visit.page.click("#open-free")
    visit.reaches("hearing")
    for words in ("no", "yeah a bit"):
        hears(visit, words)
        visit.reaches("hearing")
    assert "true" == visit.page.get_attribute("#mic", "aria-pressed")
    hears(visit, "stop")
    visit.reaches("off")
    assert "false" == visit.page.get_attribute("#mic", "aria-pressed")
    assert ["en-US"] * 3 == visit.page.evaluate("speech.heardIn")
    expected = ["LaunchRequest", "AMAZON.NoIntent", "AffirmIntent", "AMAZON.StopIntent"]
    assert expected == visit.intents
    assert spoken(visit).replace("9 1 1", "911") == " ".join(visit.said)


def test_one_answer_is_spoken_at_the_press_of_a_button(visit: Visit) -> None:
    """Then the microphone is shut again: hands-free is something else."""
    visit.say(OPENING)
    visit.reaches("listening")
    visit.page.click("#mic")
    visit.reaches("hearing")
    hears(visit, "no")
    visit.reaches("listening")
    assert ["LaunchRequest", "AMAZON.NoIntent"] == visit.intents
    assert visit.page.evaluate("speech.open") is None


def test_the_skill_can_be_opened_by_voice(visit: Visit) -> None:
    """From the first word on."""
    visit.page.click("#mic")
    visit.reaches("hearing")
    hears(visit, OPENING)
    assert ["LaunchRequest"] == visit.intents


def test_the_voice_is_of_this_computer_where_it_has_one(visit: Visit) -> None:
    """In the device's own language; nothing goes over the network that need not."""
    visit.say(OPENING)
    visit.reaches("listening")
    assert {"Here"} == {name for name, _ in visit.page.evaluate("speech.said")}


def test_whoever_answers_early_interrupts(visit: Visit) -> None:
    """As people do; the rest of the answer is not spoken."""
    visit.page.evaluate("speech.voice = 'never'")
    visit.say(OPENING)
    assert "speaking" == visit.phase
    visit.page.evaluate("speech.voice = 'speaks'")
    visit.say("no")
    visit.reaches("listening")
    assert visit.said[1] == spoken(visit)
    assert "" == visit.notice


def test_the_voice_can_be_stopped(visit: Visit) -> None:
    """By a button and by a key; then the microphone opens."""
    visit.page.evaluate("speech.voice = 'never'")
    visit.say(OPENING)
    visit.page.click("#hush")
    visit.reaches("listening")
    visit.say("no")
    assert "speaking" == visit.phase
    visit.page.keyboard.press("Escape")
    visit.reaches("listening")
    assert "" == visit.notice


def test_pauses_and_pace_are_kept(visit: Visit) -> None:
    """Of the SSML, a browser's voice can do these; phone numbers are read digit by digit."""
    script = """async () => (await import('./ssml.js')).parts(
        '<speak>One &amp; two. <prosody rate="slow">Slow.</prosody><break time="1500ms"/>' +
        '<amazon:effect name="whispered">Call <say-as interpret-as="digits">911</say-as>!' +
        '</amazon:effect><break strength="strong"/><p>End</p><break/></speak>', 'en-US')"""
    assert [
        {"text": "One & two.", "rate": 1},
        {"text": "Slow.", "rate": 0.8},
        {"pause": 1500},
        {"text": "Call 9 1 1!", "rate": 1},
        {"pause": 700},
        {"text": "End", "rate": 1},
        {"pause": 400},
    ] == visit.page.evaluate(script)


def test_whoever_asks_to_wait_is_given_the_time(visit: Visit) -> None:
    """Ten seconds of pause are ten seconds, and after them the question is asked again."""
    visit.stops_the_clock()
    visit.say(OPENING)
    visit.page.clock.run_for(1000)
    visit.reaches("listening")
    visit.page.fill("#line", "wait")
    visit.page.press("#line", "Enter")
    visit.page.locator(".alexa").nth(1).wait_for()
    visit.page.clock.run_for(9900)
    assert "speaking" == visit.phase
    assert not spoken(visit).endswith(visit.said[-1].split(". ")[-1])
    visit.page.clock.run_for(3000)
    visit.reaches("listening")
    assert spoken(visit).endswith(visit.said[-1].split(". ")[-1])


def test_it_is_said_where_speech_is_understood(browser: "Browser", site: Running) -> None:
    """On this computer where the browser can; else perhaps on its maker's."""
    local = FAKES + "window.SpeechRecognition.available = async () => 'available';"
    with visiting(browser, site.url, local) as visit:
        visit.page.locator("#where-voice-goes", has_text="stays on this computer").wait_for()
        visit.page.click("#mic")
        visit.reaches("hearing")
        assert visit.page.evaluate("speech.open.processLocally")
    with visiting(browser, site.url, FAKES) as visit:
        visit.page.locator("#where-voice-goes", has_text="servers of your browser").wait_for()


# --- it fails


@pytest.mark.parametrize(
    ("ears", "reason"),
    [
        ("fail:not-allowed", "may not use the microphone"),
        ("fail:service-not-allowed", "does not allow speech"),
        ("fail:audio-capture", "No microphone was found"),
        ("fail:network", "cannot be reached"),
        ("fail:language-not-supported", "in this language"),
        ("fail:phrases-not-supported", "failed"),
        ("throw", "failed"),
    ],
)
def test_ears_that_fail_are_said_and_lose_nothing(visit: Visit, ears: str, reason: str) -> None:
    """In words and aloud; hands-free ends, and typing goes on where the conversation was."""
    visit.page.evaluate("ears => speech.ears = ears", ears)
    visit.page.click("#open-free")
    visit.notices(reason)
    assert "Typing always works." in visit.notice
    assert not visit.page.is_checked("#hands-free")
    visit.say("no")
    visit.reaches("listening")
    assert ["LaunchRequest", "AMAZON.NoIntent"] == visit.intents
    assert "" == visit.notice


def test_a_failure_is_spoken_for_whoever_does_not_see_the_page(visit: Visit) -> None:
    """Hands-free may mean out of sight."""
    visit.page.evaluate("speech.ears = 'fail:network'")
    visit.page.click("#open-free")
    visit.notices("cannot be reached")
    visit.until(lambda: spoken(visit).endswith(visit.notice))


def test_ears_that_never_open_are_given_up(visit: Visit) -> None:
    """After half a minute: somebody may be asked for leave meanwhile, and no silence counts."""
    visit.page.evaluate("speech.ears = 'never'")
    visit.stops_the_clock()
    visit.say(OPENING)
    visit.page.clock.run_for(1000)
    visit.reaches("listening")
    visit.page.click("#mic")
    visit.page.clock.run_for(29_000)
    assert (1, "") == (len(visit.said), visit.notice)
    visit.page.clock.run_for(2000)
    visit.notices("did not start")


def test_ears_that_hear_nothing_leave_the_silence_its_course(visit: Visit) -> None:
    """The browser's microphone may close early; it is opened again, and the reprompt comes."""
    visit.page.evaluate("speech.ears = 'shut'")
    visit.stops_the_clock()
    visit.say(OPENING)
    visit.page.clock.run_for(1000)
    visit.reaches("listening")
    visit.switch("hands-free")
    visit.page.clock.run_for(9000)
    visit.page.locator(".alexa").nth(1).wait_for()
    assert len(visit.page.evaluate("speech.heardIn")) > 2
    assert "" == visit.notice


def test_a_browser_without_ears_says_so(browser: "Browser", site: Running) -> None:
    """As Firefox."""
    deaf = FAKES + "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
    with visiting(browser, site.url, deaf) as visit:
        visit.page.locator("#where-voice-goes", has_text="cannot turn speech").wait_for()
        visit.page.click("#mic")
        visit.notices("cannot turn speech into text")
        visit.say(OPENING)
        assert ["LaunchRequest"] == visit.intents


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("speech.voices = []", "no voice for this language"),
        ("speech.voices = [{ lang: 'fr-FR' }]", "no voice for this language"),
        ("speech.voice = 'fails:not-allowed'", "only after you have clicked"),
        ("speech.voice = 'fails:synthesis-failed'", "voice failed"),
        ("speech.voice = 'never'", "did not begin"),
    ],
)
def test_a_voice_that_fails_is_said_and_loses_nothing(
    visit: Visit, change: str, reason: str
) -> None:
    """The answer stands there in writing, and the microphone opens all the same."""
    visit.page.evaluate(change)
    visit.say(OPENING)
    visit.notices(reason)
    visit.reaches("listening")
    assert not visit.page.is_checked("#voice")
    visit.say("no")
    assert (["LaunchRequest", "AMAZON.NoIntent"], "") == (visit.intents, visit.notice)


def test_a_browser_without_a_voice_says_so(browser: "Browser", site: Running) -> None:
    """Answers are in writing."""
    dumb = "Object.defineProperty(window, 'speechSynthesis', {value: undefined})"
    with visiting(browser, site.url, dumb) as visit:
        visit.say(OPENING)
        visit.notices("no voice")
        visit.reaches("listening")


def test_the_real_chromium_fails_as_said(browser: "Browser", site: Running) -> None:
    """No stand-ins here: headless, it has no voice and no leave to listen, and claims both."""
    with visiting(browser, site.url) as visit:
        visit.say(OPENING)
        visit.notices("no voice")
        visit.reaches("listening")
        visit.page.click("#mic")
        visit.notices("microphone|speech")
        assert "Typing always works." in visit.notice
        visit.say("no")
        assert ["LaunchRequest", "AMAZON.NoIntent"] == visit.intents
