"""A touch on a button is what its label says, said aloud; a late one changes nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue import Do, State, Turn, step, touched
from lambda_function import lambda_handler
from simulator.assemble import assemble
from tests.alexa_rules import faults
from tests.envelopes import Json, envelope, intent, state_in, touch
from tests.talking import QUESTIONS, TURNS, after
from tests.test_events import event

SPOKEN = {
    "yes": "AMAZON.YesIntent",
    "no": "AMAZON.NoIntent",
    "unsure": "UnsureIntent",
    "why": "WhyIntent",
}
#: Whatever an argument may be that is none of ours.
JUNK: list[Any] = [
    [],
    ["yes"],
    ["stop", "weakness"],
    ["launch", "weakness"],
    ["tell", "weakness"],
    ["", "weakness"],
    ["yes", "weakness", "twice"],
    ["weakness", "yes"],
    [["yes"], "weakness"],
    [{"yes": 1}, "weakness"],
    [True, "weakness"],
    [None, None],
    ["yes", None],
    [1, 2],
    ["x" * 5000],
]


def reached(turns: list[Turn]) -> State:
    """The state after these turns, from the beginning."""
    state = State()
    for turn in turns:
        state, _ = step(state, turn)
    return state


def answered(request: Json, state: State) -> Json:
    """What a device with a screen is answered in this state, within Amazon's rules."""
    whole = envelope(request, state.to_attributes(), screen=True)
    answer = lambda_handler(whole, None)
    assert [] == faults(whole, answer)
    return answer


@given(st.lists(TURNS, max_size=25), st.sampled_from(sorted(SPOKEN)))
def test_a_touch_is_answered_as_the_word_is(turns: list[Turn], does: str) -> None:
    """In any state, with the same words, the same page and the same attributes."""
    state = reached(turns)
    by_touch = answered(touch(does, str(state.open)), state)
    by_voice = answered(intent(SPOKEN[does]), state)
    del by_touch["response"]["outputSpeech"]["playBehavior"]
    assert by_voice == by_touch


@given(st.lists(TURNS, max_size=25), st.sampled_from(sorted(SPOKEN)), st.data())
def test_a_late_touch_changes_nothing_and_asks_again(
    turns: list[Turn], does: str, data: Any
) -> None:
    """On any button of a page whose question is open no more: as if asked to repeat."""
    state = reached(turns)
    elsewhere = [name for name in (*QUESTIONS, "offer_relief", "heard_right") if name != state.open]
    late = data.draw(st.sampled_from(elsewhere))
    by_touch = answered(touch(does, late), state)
    repeated = answered(intent("AMAZON.RepeatIntent"), state)
    del by_touch["response"]["outputSpeech"]["playBehavior"]
    assert repeated == by_touch
    assert state.answers == state_in(by_touch).answers


def test_two_quick_touches_answer_one_question() -> None:
    """The second comes too late for its own, and is not taken for the next."""
    state = after(injury="no")
    first = answered(touch("no", state.open), state)
    second = answered(touch("no", state.open), state_in(first))
    assert state.answers | {state.open: "no"} == state_in(second).answers
    assert state_in(first).open == state_in(second).open


@pytest.mark.parametrize("arguments", JUNK)
def test_whatever_is_no_button_asks_again(arguments: list[Any]) -> None:
    """Nothing is taken, nothing is lost."""
    state = after(injury="no", foot_cold_or_pale="no")
    assert "weakness" == state.open
    answer = answered(touch(*arguments), state)
    assert (state.answers, state.open) == (state_in(answer).answers, state_in(answer).open)


@pytest.mark.parametrize("arguments", [None, "yes", 7, {"yes": "weakness"}, True, {}])
def test_arguments_of_any_form_are_survived(arguments: object) -> None:
    """Even where they are no list at all."""
    state = after(injury="no", foot_cold_or_pale="no")
    answer = answered({**touch(), "arguments": arguments}, state)
    assert state.answers == state_in(answer).answers
    assert Turn(Do.REPEAT) == touched(arguments, "weakness")


def test_a_touch_breaks_off_what_is_being_said() -> None:
    """Whoever touched an answer does not hear the old question out; a spoken turn never breaks."""
    state = after(injury="no")
    speech = answered(touch("no", state.open), state)["response"]["outputSpeech"]
    assert "REPLACE_ALL" == speech["playBehavior"]
    speech = answered(intent("AMAZON.NoIntent"), state)["response"]["outputSpeech"]
    assert "playBehavior" not in speech


def test_a_touch_after_the_session_is_over_answers_nothing() -> None:
    """The page may stay up for a while: then the check begins anew, with a question."""
    device = assemble("en-US", screen=True)
    device.hear("open ankle pain check")
    [button, *_] = device.hear("no").directives[0]["datasources"]["screen"]["buttons"]
    assert device.hear("stop").ends
    turn = device.touch(button["arguments"])
    assert {} == State.from_attributes(turn.attributes).answers
    assert turn.listening


def test_a_touch_without_a_session_is_answered() -> None:
    """As Amazon sends it from a page that no session belongs to."""
    request = event("touch")
    del request["session"]
    assert [] == faults(request, lambda_handler(request, None))


def test_a_conversation_by_touch_alone_comes_to_its_end() -> None:
    """By the buttons of its pages, from the first question to the result and the goodbye."""
    device = assemble("en-US", screen=True)
    turn = device.hear("open ankle pain check")
    marks = []
    while not turn.ends:
        shown = turn.directives[0]["datasources"]["screen"]
        marks.append(shown["mark"])
        assert len(marks) <= len(QUESTIONS) + 1
        [no] = [b["arguments"] for b in shown["buttons"] if b["arguments"][0] == "no"]
        turn = device.touch(no)
    assert "soon" == marks[-1]
    assert {""} == set(marks[:-1])
