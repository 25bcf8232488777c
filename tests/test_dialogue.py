"""The conversation keeps its promises in every state, whatever a person does."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue import OFFERS, Do, Line, Open, Say, State, Turn, position, step
from tests.talking import QUESTIONS, TURNS, UNHEARD, after, reaching, talk

#: Lines that ask something, with the answer going to what is open.
OFFERED = {Say(offer) for offer in (Open.OFFER_START, *OFFERS)}
ASKING = {Say.QUESTION, Say.CHECK, Say.SHORT, Say.HEARD_RIGHT, *OFFERED}


@given(st.lists(TURNS, max_size=40))
@settings(max_examples=400)
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
@settings(max_examples=400)
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
@settings(max_examples=200)
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
