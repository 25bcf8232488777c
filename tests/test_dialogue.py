"""The conversation keeps its promises in every state, whatever a person does."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogue import (
    OFFERS,
    Ask,
    Decided,
    Do,
    Line,
    Open,
    Say,
    State,
    Turn,
    emergency,
    position,
    step,
)
from triage import ANSWERS, next_step, rules

QUESTIONS = rules().questions
FACTS = st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(ANSWERS), max_size=4)
TURNS = st.one_of(
    st.sampled_from([Turn(do) for do in (Do.YES, Do.NO, Do.UNSURE)]),
    st.sampled_from([Turn(do) for do in Do]),
    FACTS.map(lambda told: Turn(Do.TELL, told)),
)
#: Lines that ask something, with the answer going to what is open.
ASKING = {Say.QUESTION, Say.CHECK, Say.SHORT, Say.HEARD_RIGHT, *(Say(offer) for offer in OFFERS)}
UNHEARD = Turn(Do.UNHEARD)


def talk(*does: Do, state: State | None = None) -> State:
    """The state after these turns."""
    state = state or State()
    for do in does:
        state, _ = step(state, Turn(do))
    return state


def after(**answers: str) -> State:
    """The state of somebody who gave these answers and was then asked what is open."""
    state, _ = step(State(), Turn(Do.TELL, answers))
    return state


@given(st.lists(TURNS, max_size=40))
@settings(max_examples=400, deadline=None)
def test_every_turn_has_a_reply_that_asks_or_ends(turns: list[Turn]) -> None:
    """Whatever is said in whatever order: a question at the end of what stays open, none else.

    Each state also survives its way through session attributes, whole and under 300 bytes.
    """
    state = State()
    for turn in turns:
        state, reply = step(state, turn)
        assert reply.lines
        assert bool(reply.open) != reply.ends
        asks = [line.say in ASKING for line in reply.lines]
        assert [False] * (len(asks) - 1) + [bool(reply.open)] == asks
        assert position(state) == reply.position
        attributes = json.loads(json.dumps(state.to_attributes()))
        assert state == State.from_attributes(attributes)
        assert len(json.dumps(attributes, separators=(",", ":"))) < 300


@given(st.lists(TURNS, max_size=25), TURNS)
@settings(max_examples=400, deadline=None)
def test_urgency_falls_only_by_the_persons_own_word(turns: list[Turn], last: Turn) -> None:
    """Only a correction, going back, a "no, you misheard" or starting over can lower it."""
    state = State()
    for turn in turns:
        state, _ = step(state, turn)
    before = position(state)
    later, _ = step(state, last)
    own_word = {Do.TELL, Do.BACK, Do.START_OVER}
    if before.urgency == "now":
        own_word.add(Do.NO)
    if last.do not in own_word:
        order = ("soon", "today", "now")
        assert order.index(before.urgency) <= order.index(position(later).urgency)


@given(st.lists(TURNS, max_size=25))
@settings(max_examples=200, deadline=None)
def test_what_was_not_understood_is_never_a_no(turns: list[Turn]) -> None:
    """Not one of the three steps answers a question with no, in any state."""
    state = State()
    for turn in turns:
        state, _ = step(state, turn)
    for _ in range(4):
        answered = state.answers
        state, reply = step(state, UNHEARD)
        news = {q: a for q, a in state.answers.items() if answered.get(q) != a}
        assert set(news.values()) <= {"unsure"}
        if reply.ends:
            break


# --- the interview


def test_a_plain_yes_as_the_very_first_words_answers_nothing() -> None:
    """Nobody has been asked anything yet, so the check begins instead."""
    state, reply = step(State(), Turn(Do.YES))
    assert {} == state.answers
    assert (Line(Say.INTRO), Line(Say.QUESTION)) == reply.lines


def test_a_yes_to_another_question_than_the_open_one_is_not_taken() -> None:
    """The answers say one thing and the last question another: it is asked again instead."""
    state = after(injury="no")._replace(open="cancer")
    later, reply = step(state, Turn(Do.YES))
    assert state.answers == later.answers
    assert (Line(Say.LOST_TRACK), Line(Say.QUESTION)) == reply.lines
    assert "foot_cold_or_pale" == reply.open


def test_three_steps_of_not_understanding() -> None:
    """In other words; the words that work; taken as unsure, and on."""
    state = talk(Do.LAUNCH)
    said = []
    for _ in range(3):
        state, reply = step(state, UNHEARD)
        said.append(reply.lines[0].say)
    assert [Say.UNHEARD, Say.UNHEARD_WORDS, Say.UNHEARD_MOVING_ON] == said
    assert {"injury": "unsure"} == state.answers


def test_a_turn_that_was_understood_begins_the_three_steps_anew() -> None:
    """Misses count in a row only."""
    state = talk(Do.LAUNCH, Do.UNHEARD, Do.UNHEARD, Do.HELP, Do.UNHEARD, Do.UNHEARD)
    assert {} == state.answers


@pytest.mark.parametrize("question", [q.id for q in QUESTIONS.values() if not q.volunteered])
def test_not_sure_is_asked_once_more_of_a_red_flag_and_of_nothing_else(question: str) -> None:
    """A red flag gets its check first; a sign of the pathway is taken as unsure at once."""
    state = State().told(reaching(question))._replace(open=question)
    once, reply = step(state, Turn(Do.UNSURE))
    if QUESTIONS[question].level:
        assert (Line(Say.CHECK),) == reply.lines
        assert question not in once.answers
        once, reply = step(once, Turn(Do.UNSURE))
    assert "unsure" == once.answers[question]


def reaching(question: str) -> dict[str, str]:
    """Answers after which this question is the open one: as few signs as it takes."""
    openers = {opener for group in QUESTIONS[question].opens for opener in group}
    walking = {"worse_on_load", "shooting_pain"}
    for signs in (set[str](), openers, {"shooting_pain"}, {"worse_on_load"}, walking):
        answers: dict[str, str] = {}
        while isinstance(asked := next_step(answers), Ask):
            if asked.question == question:
                return answers
            harmless = "yes" if QUESTIONS[asked.question].worrying == "no" else "no"
            answers[asked.question] = "yes" if asked.question in signs else harmless
    raise AssertionError(question)


def test_back_asks_the_previous_question_again_and_replaces_its_answer() -> None:
    """Going back forgets one answer, any number of times."""
    state = talk(Do.LAUNCH, Do.NO, Do.NO, Do.YES, Do.BACK)
    assert ("weakness", {"injury": "no", "foot_cold_or_pale": "no"}) == (state.open, state.answers)
    state = talk(Do.BACK, Do.BACK, Do.BACK, state=state)
    assert ("injury", {}) == (state.open, state.answers)


def test_back_takes_back_all_that_one_turn_told() -> None:
    """What was told at once is taken back at once."""
    state = after(injury="no", numbness="yes")
    assert {} == talk(Do.BACK, state=state).answers


def test_a_correction_replaces_one_answer_and_nothing_else() -> None:
    """A later statement wins; the rest stands."""
    state, _ = step(after(injury="no", weakness="no"), Turn(Do.TELL, {"weakness": "yes"}))
    assert {"injury": "no", "weakness": "yes"} == state.answers


def test_about_halfway_is_said_once() -> None:
    """Even if the sixth answer is taken back and given again."""
    state = talk(Do.LAUNCH, *[Do.NO] * 6)
    assert Say.HALFWAY in [line.say for line in state.last]
    state = talk(Do.BACK, Do.NO, state=state)
    assert Say.HALFWAY not in [line.say for line in state.last]


def test_repeat_says_the_last_thing_again_and_changes_nothing() -> None:
    """A why is repeated as a why, with its question."""
    state = talk(Do.LAUNCH, Do.NO, Do.WHY)
    again, reply = step(state, Turn(Do.REPEAT))
    assert (Line(Say.WHY), Line(Say.QUESTION)) == reply.lines
    assert state == again


def test_what_must_be_seen_today_is_said_the_moment_it_is_known() -> None:
    """The worrying answer is said back, then the advice, then the next question; once."""
    state = talk(Do.YES, state=after(**reaching("hot_joint_or_calf")))
    assert ("echo:hot_joint_or_calf", "today_notice") == tuple(map(str, state.last[:2]))
    state = talk(Do.NO, state=state)
    assert Say.TODAY_NOTICE not in [line.say for line in state.last]


# --- now


def test_an_emergency_in_any_state_is_answered_at_once() -> None:
    """Before the first question, amid the interview and after the result."""
    for state in (State(), talk(Do.LAUNCH, Do.NO), result()):
        _, reply = step(state, emergency(["breathless"]))
        assert (Line(Say.NOW), Line(Say.HEARD_RIGHT)) == reply.lines
        assert isinstance(reply.position, Decided)
        assert "call" == reply.position.action


def result() -> State:
    """Somebody with no signs, who has just heard the result."""
    return talk(Do.LAUNCH, *[Do.NO] * 9)


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


# --- session attributes, damaged

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)
KEYS = st.sampled_from([*list("vaqlmuhr"), "x"])


@given(st.one_of(JSON, st.dictionaries(KEYS, JSON)), TURNS)
@example({"v": 1, "a": "inyZZ!", "q": [], "l": "shout", "m": 9}, Turn(Do.YES))
@settings(max_examples=500, deadline=None)
def test_no_attributes_can_break_it(attributes: Any, turn: Turn) -> None:
    """Whatever arrives is read without an exception, and the conversation goes on."""
    state, reply = step(State.from_attributes(attributes), turn)
    assert reply.lines
    assert state == State.from_attributes(state.to_attributes())


@given(st.dictionaries(KEYS.filter(lambda key: key != "a"), JSON))
def test_every_valid_answer_is_kept_whatever_else_is_damaged(damage: dict[str, Any]) -> None:
    """Only the damaged parts are lost."""
    attributes = {**talk(Do.LAUNCH, Do.NO, Do.NO, Do.YES).to_attributes(), **damage}
    expected = {"injury": "no", "foot_cold_or_pale": "no", "weakness": "yes"}
    assert expected == State.from_attributes(attributes).answers


def test_a_damaged_answer_beside_valid_ones_costs_only_itself() -> None:
    """The others are kept, a yes is not taken for a guess, and the question is asked."""
    state = State.from_attributes({"v": 1, "a": "inn.xxy.nuy.we", "q": "co"})
    assert ({"injury": "no", "numbness": "yes"}, True) == (state.answers, state.damaged)
    assert {"foot_cold_or_pale": "no"}.items() <= talk(Do.NO, state=state).answers.items()


def test_an_older_version_keeps_its_answers() -> None:
    """Yesterday's deployment spoke with this person a minute ago."""
    attributes = {**talk(Do.LAUNCH, Do.NO).to_attributes(), "v": 0}
    assert {"injury": "no"} == State.from_attributes(attributes).answers


def test_where_nothing_is_left_the_check_begins_again_politely() -> None:
    """Damage that left no answer is said, not passed over."""
    _, reply = step(State.from_attributes({"v": 1, "a": "????"}), Turn(Do.YES))
    assert (Line(Say.LOST), Line(Say.QUESTION)) == reply.lines


def test_no_answer_is_ever_kept_in_words() -> None:
    """Attributes hold codes; what a person said appears nowhere."""
    state = after(numbness="yes", shooting_pain="no")
    assert {"v": 1, "a": "nuyspn", "q": "in", "l": "intro told question"} == state.to_attributes()
