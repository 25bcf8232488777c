"""What a screen shows: what is spoken and nothing else, and only on a device that has a screen."""

import json
import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alexa import INTENTS
from alexa.screens import screen
from dialogue import Ask, Decided, Reply, Say, State, Turn, questions_left, step
from lambda_function import lambda_handler
from simulator import ROOT
from simulator.assemble import assemble
from simulator.text import normalised
from speech import Shown, say, show, texts_for
from tests.alexa_rules import faults
from tests.envelopes import envelope, intent, launch
from tests.moments import MOMENTS
from tests.talking import QUESTIONS, TURNS
from tests.test_events import event
from triage import ANSWERS, next_step

LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
HANDLERS = import_module("alexa.handlers")
CANARY = "canary: my foot is numb"
RENDER = "Alexa.Presentation.APL.RenderDocument"


def replies(turns: list[Turn]) -> list[Reply]:
    """What these turns are answered with, one after the other."""
    state, answered = State(), []
    for turn in turns:
        state, reply = step(state, turn)
        answered.append(reply)
    return answered


def words_of(shown: Shown) -> list[str]:
    """All that is shown, but for how much is left and the labels of the buttons."""
    words = [shown.heading, shown.question]
    for paragraph in shown.paragraphs:
        words += [paragraph.text, *paragraph.reasons, paragraph.after]
    return [text for text in words if text]


def data_of(reply: Reply) -> Any:
    """The data that is sent to show this reply."""
    sources: Any = screen(reply, "en-US").datasources
    return sources["screen"]


# --- what is shown


@given(st.lists(TURNS, max_size=25), st.sampled_from(LOCALES))
def test_nothing_is_shown_that_is_not_spoken(turns: list[Turn], locale: str) -> None:
    """Whatever was said before, every text on the screen is in the speech of the same reply."""
    for reply in replies(turns):
        spoken = normalised(say(reply, locale).text)
        for text in words_of(show(reply, locale, 5)):
            assert f" {normalised(text)} " in f" {spoken} ", text


@pytest.mark.parametrize("name", MOMENTS)
def test_everything_that_counts_is_shown(name: str) -> None:
    """What is asked, and all that is said before it but for an "okay"."""
    reply = MOMENTS[name]
    fleeting = {Say.ACK, Say.NOTED, Say.NOTED_UNSURE, Say.HALFWAY}
    lines = tuple(line for line in reply.lines if line.say not in fleeting)
    shown = normalised(" ".join(words_of(show(reply, "en-US", 5)))).split()
    # In a list the words are missing that join its parts in speech.
    missing = set(normalised(say(reply._replace(lines=lines), "en-US").text).split()) - set(shown)
    assert missing <= {"and"}


@given(st.lists(TURNS, max_size=25))
def test_what_is_asked_has_buttons_and_what_ends_has_none(turns: list[Turn]) -> None:
    """An answer can be touched wherever one can be spoken, and nowhere else."""
    for reply in replies(turns):
        shown = show(reply, "en-US", 5)
        does = {button.does for button in shown.buttons}
        assert bool(shown.question) == (not reply.ends)
        assert {"yes", "no"} <= does if not reply.ends else not does
        assert ("unsure" in does) == (reply.open in QUESTIONS)


def test_at_now_the_page_begins_with_what_to_do() -> None:
    """In the words that are spoken first, before the reasons and the question."""
    for name in ("now", "now_call", "now_again", "crisis"):
        shown = show(MOMENTS[name], "en-US", 0)
        assert "now" == shown.page
        assert say(MOMENTS[name], "en-US").text.startswith(shown.heading)
        assert shown.heading not in [paragraph.text for paragraph in shown.paragraphs]


def test_a_result_shows_urgency_source_reasons_and_safety_net() -> None:
    """Each in its own role, the reasons one by one."""
    for name, urgency in (("soon", "soon"), ("today", "today")):
        reply = MOMENTS[name]
        shown = show(reply, "en-US", 0)
        assert isinstance(reply.position, Decided)
        assert ("result", urgency) == (shown.page, shown.mark)
        assert texts_for("en-US").label(urgency) == shown.heading
        roles = [p.role for p in shown.paragraphs]
        assert {"source", "note", "do", "safety", "small"} == set(roles)
        heard = shown.paragraphs[roles.index("source") + 1]
        because = {
            texts_for("en-US").question(q, "because")
            for q in reply.position.reasons
            if reply.answers[q] == "yes"
        }
        assert heard.reasons
        assert because.issuperset(heard.reasons)


def test_what_presses_is_marked() -> None:
    """That care is needed today, and when it is needed at once, stands out among the rest."""
    assert "today" in {p.role for p in show(MOMENTS["echo"], "en-US", 5).paragraphs}
    assert "safety" in {p.role for p in show(MOMENTS["stop"], "en-US", 5).paragraphs}
    assert "today" in {p.role for p in show(MOMENTS["stop_today"], "en-US", 5).paragraphs}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_button_can_be_spoken_too(locale: str) -> None:
    """Saying its label does what touching it does."""
    for button in show(MOMENTS["question"], locale, 5).buttons:
        device = assemble(locale)
        device.hear("open ankle pain check")
        heard = device.hear(button.label)
        assert heard.intent
        assert button.does == INTENTS[heard.intent]


def test_words_with_a_meaning_in_markup_are_shown_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`&` and `<` in a text are drawn, not read as markup."""
    texts = texts_for("en")
    odd = texts._replace(lines={**texts.lines, "help": "A < B & C"})
    monkeypatch.setattr(import_module("speech.show"), "texts_for", lambda _: odd)
    data = data_of(MOMENTS["help"])
    assert "A &lt; B &amp; C" == data["paragraphs"][0]["text"]


def test_a_missing_label_names_its_file_and_key() -> None:
    """Who translates is told what is missing, and where."""
    with pytest.raises(KeyError, match=r"en-US\.toml with en\.toml: screen\.why is missing"):
        texts_for("en-US")._replace(screen={}).label("why")


@pytest.mark.parametrize("slow", [False, True])
def test_paragraphs_come_into_view_in_the_order_in_which_they_are_spoken(slow: bool) -> None:
    """Each after the words before it, later where the speech is slow."""
    reply = MOMENTS["soon"]._replace(slow=slow)
    times = [paragraph["spokenAt"] for paragraph in data_of(reply)["paragraphs"]]
    assert 0 == times[0]
    assert times == sorted(set(times))
    words = len(say(reply, "en-US").text.split())
    assert (400 if slow else 300) * words / 2 < times[-1] < (600 if slow else 450) * words


# --- how much is left


@given(st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(ANSWERS)))
def test_something_is_left_until_all_is_decided(answers: dict[str, str]) -> None:
    """At least the open question, at most all; nothing once there is a result."""
    left = questions_left(answers)
    assert (left == 0) == isinstance(next_step(answers), Decided)
    assert left <= len(QUESTIONS)


def test_what_is_left_comes_near_to_what_is_asked() -> None:
    """Somebody with no signs is never told a number that is off by more than four, nor more."""
    answers, told = dict[str, str](), list[int]()
    while isinstance(asked := next_step(answers), Ask):
        told.append(questions_left(answers))
        answers[asked.question] = "yes" if QUESTIONS[asked.question].worrying == "no" else "no"
    off = [left - really for left, really in zip(told, range(len(told), 0, -1), strict=True)]
    assert 4 >= max(map(abs, off))
    assert told == sorted(told, reverse=True)


@given(st.lists(TURNS, max_size=25))
def test_how_much_is_left_is_shown_where_the_interview_goes_on(turns: list[Turn]) -> None:
    """And nowhere else; a number stands there while it says more than that the end is near."""
    for reply in replies(turns):
        left = questions_left(reply.answers)
        shown = show(reply, "en-US", left)
        asking = reply.open in QUESTIONS
        assert bool(shown.progress) == asking
        assert 0 <= shown.percent < 100
        if asking:
            assert (str(left) in shown.progress) == (left > 2)


# --- on which device


@pytest.mark.parametrize(
    ("name", "screens"),
    [
        ("launch", 0),
        ("launch_screen", 1),
        ("launch_screen_no_runtime", 1),
        ("launch_screen_null", 0),
        ("launch_console_without_context", 0),
        ("touch", 1),
        ("session_ended_by_user", 0),
    ],
)
def test_only_a_device_that_says_it_has_a_screen_gets_one(name: str, screens: int) -> None:
    """An interface that is null is not there; one that says nothing of itself is."""
    directives = lambda_handler(event(name), None)["response"].get("directives", [])
    assert [RENDER] * screens == [directive["type"] for directive in directives]


def test_without_a_screen_nothing_changes() -> None:
    """The same conversation, but for the directives."""
    lines = ["open ankle pain check", "no", "why", "no", "i can't tell", "help", "", "stop"]
    seen, heard = assemble("en-US", screen=True), assemble("en-US")
    for line in lines:
        with_screen, without = seen.hear(line).response, heard.hear(line).response
        assert "directives" not in (without or {}).get("response", {})
        if with_screen:
            assert [RENDER] == [d["type"] for d in with_screen["response"].pop("directives")]
        assert without == with_screen


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", MOMENTS)
def test_what_is_sent_stays_well_within_amazons_limit(name: str, locale: str) -> None:
    """The directive of every page takes less than two thirds of 24 KB."""
    directive = screen(MOMENTS[name], locale)
    size = len(json.dumps([directive.document, directive.datasources]).encode())
    assert size < 16 * 1024


def test_what_cannot_be_drawn_is_spoken_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer is the one without a screen; the log says what failed, and no more."""

    def breaks(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(HANDLERS, "screen", breaks)
    request = envelope(intent("AMAZON.YesIntent"), event("touch")["session"]["attributes"])
    seen = envelope(request["request"], request["session"]["attributes"], screen=True)
    answer = lambda_handler(seen, None)
    assert [] == faults(seen, answer)
    assert lambda_handler(request, None) == answer
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text


# --- what it costs those who have none


def test_nobody_waits_for_screens_who_has_none() -> None:
    """Neither the documents nor Amazon's classes for them are loaded before a screen asks."""
    code = (
        "import json, sys; from lambda_function import lambda_handler\n"
        "from alexa.screens import document\n"
        "request = json.loads(sys.argv[1])\n"
        "answer = lambda_handler(request, None)\n"
        "assert answer['response']['outputSpeech'], answer\n"
        "assert not [name for name in sys.modules if '.alexa.presentation.apl' in name]\n"
        "assert document.cache_info().misses == 0\n"
    )
    request = json.dumps(envelope(launch(), new=True))
    command = [sys.executable, "-c", code, request]
    subprocess.run(command, cwd=ROOT / "lambda", check=True, timeout=60)  # noqa: S603  our own


def test_a_warm_turn_without_a_screen_takes_hardly_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in calls, which no other load on the machine changes: less than a tenth more."""
    request = envelope(intent("AMAZON.YesIntent"), event("touch")["session"]["attributes"])
    assert "directives" not in lambda_handler(request, None)["response"]
    asking = calls(request)
    monkeypatch.setattr(HANDLERS, "has_screen", lambda _: False)
    lambda_handler(request, None)
    assert asking < 1.1 * calls(request)


def calls(request: dict[str, Any]) -> int:
    """How many functions are called to answer this request."""
    count = 0

    def counted(_: object, kind: str, __: object) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        lambda_handler(request, None)
    finally:
        sys.setprofile(before)
    return count
