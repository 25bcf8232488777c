"""What is said when care is needed now, after the result, and at the end."""

import pytest

from dialogue import Decided, Do, Line, Open, Say, State, Turn, emergency, step
from tests.talking import UNHEARD, after, result, talk

# --- now


def test_an_emergency_in_any_state_is_answered_at_once() -> None:
    """Before the first question, amid the interview and after the result."""
    for state in (State(), talk(Do.LAUNCH, Do.NO), result()):
        _, reply = step(state, emergency(["breathless"]))
        assert (Line(Say.NOW), Line(Say.HEARD_RIGHT)) == reply.lines
        assert isinstance(reply.position, Decided)
        assert "call" == reply.position.action


def test_an_emergency_that_names_nothing_known_is_one_all_the_same() -> None:
    """Whatever Alexa made of the words: somebody said it was an emergency."""
    assert {"other_emergency": "yes"} == dict(emergency(["a new id", "injury"]).told)
    assert {"four_steps": "no"} == dict(emergency(["four_steps"]).told)


@pytest.mark.parametrize("doubt", [Do.NO, Do.BACK])
def test_what_was_misheard_is_asked_again_even_where_the_rules_would_not(doubt: Do) -> None:
    """A doubted red flag is never just dropped, though nothing so far opens its question."""
    state, _ = step(talk(Do.LAUNCH), emergency(["saddle_or_bladder"]))
    state = talk(doubt, state=state)
    assert ("saddle_or_bladder", {}) == (state.open, state.answers)
    assert "injury" == talk(Do.NO, state=state).open
    assert Open.HEARD_RIGHT == talk(Do.YES, state=state).open


def test_a_misheard_emergency_that_is_no_question_is_dropped() -> None:
    """The check goes on where it was."""
    state, _ = step(talk(Do.LAUNCH, Do.NO), emergency([]))
    state = talk(Do.NO, state=state)
    assert ("foot_cold_or_pale", {"injury": "no"}) == (state.open, state.answers)


def test_what_keeps_company_with_a_misheard_red_flag_stays() -> None:
    """Fever was misheard; back pain was not."""
    state, _ = step(after(back_pain="yes"), emergency(["fever"]))
    assert {"back_pain": "yes"} == talk(Do.NO, state=state).answers


def test_at_now_nothing_but_the_advice_is_said() -> None:
    """Why, help, repeat, silence of meaning: all say what to do, and ask whether it was heard."""
    state, _ = step(State(), emergency([]))
    for do in (Do.WHY, Do.EXPLAIN, Do.HELP, Do.WAIT, Do.REPEAT, Do.UNSURE, Do.LAUNCH, Do.UNHEARD):
        _, reply = step(state, Turn(do))
        assert (Line(Say.NOW), Line(Say.HEARD_RIGHT)) == reply.lines


@pytest.mark.parametrize("does", [[Do.YES], [Do.STOP], [Do.UNHEARD] * 3])
def test_the_last_words_at_now_are_what_to_do(does: list[Do]) -> None:
    """Confirmed, stopped or not understood three times: it ends with the advice."""
    state, _ = step(State(), emergency([]))
    *first, last = does
    _, reply = step(talk(*first, state=state), Turn(last))
    assert ((Line(Say.NOW_AGAIN),), True) == (reply.lines, reply.ends)


# --- after the result, and the end


def test_yes_and_no_refer_to_what_was_last_offered() -> None:
    """Relief, whom to see, the result again; and no ends it."""
    state = result()
    said = []
    for _ in range(3):
        state, reply = step(state, Turn(Do.YES))
        said.append([str(line) for line in reply.lines])
    assert [["relief", "offer_who"], ["who", "offer_again"], ["result", "offer_relief"]] == said
    _, reply = step(state, Turn(Do.NO))
    assert ((Line(Say.GOODBYE),), True) == (reply.lines, reply.ends)


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        (State(), [Say.STOP_SAFETY, Say.GOODBYE]),
        (talk(Do.LAUNCH, Do.NO), [Say.STOP_SAFETY, Say.GOODBYE]),
        (after(four_steps="no"), [Say.STOP_TODAY, Say.GOODBYE]),
        (after(fever="unsure"), [Say.STOP_TODAY, Say.GOODBYE]),
        (result(), [Say.GOODBYE]),
    ],
)
def test_stop_ends_and_leaves_no_red_flag_unspoken(state: State, lines: list[Say]) -> None:
    """With a red flag open or worrying, one sentence on when to seek care comes first."""
    _, reply = step(state, Turn(Do.STOP))
    assert (lines, True) == ([line.say for line in reply.lines], reply.ends)


def test_launching_again_goes_on_where_the_check_was() -> None:
    """To open the skill in the middle of the check loses nothing."""
    state = talk(Do.LAUNCH, Do.NO, Do.LAUNCH)
    assert ("foot_cold_or_pale", {"injury": "no"}) == (state.open, state.answers)


def test_three_misses_after_the_result_end_it_kindly() -> None:
    """The offer again; what can be said; goodbye."""
    state = result()
    said = []
    for _ in range(3):
        state, reply = step(state, UNHEARD)
        said.append([str(line) for line in reply.lines])
    assert [["unheard", "offer_relief"], ["help_result", "offer_relief"], ["goodbye"]] == said
