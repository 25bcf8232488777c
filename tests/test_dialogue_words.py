"""People say more than yes and no: they describe, ask, correct, and ask for somebody else."""

import pytest

from dialogue import (
    NOTHING,
    OFFERS,
    SELF_HARM,
    TOPICS,
    Ask,
    Do,
    Line,
    Open,
    Say,
    State,
    Turn,
    asked_about,
    described,
    emergency,
    position,
    step,
)
from tests.talking import UNHEARD, after, result, talk

# --- in one's own words


def test_all_that_was_told_is_taken_and_never_asked() -> None:
    """Several facts at once, as the very first words: the disclaimer, what was heard, and on."""
    state, reply = step(State(), described(["numbness=yes", "shooting_pain=yes", "weakness=no"]))
    expected = {"numbness": "yes", "shooting_pain": "yes", "weakness": "no"}
    assert expected == state.answers
    assert ["intro", "told", "question"] == [str(line) for line in reply.lines]
    assert ("numbness", "shooting_pain") == reply.facts
    while isinstance(here := position(state), Ask):
        assert here.question not in expected
        state, _ = step(state, Turn(Do.NO))
        if state.open == Open.HEARD_RIGHT:
            break


def test_an_answer_beside_a_description_goes_to_the_open_question() -> None:
    """Yes, when I cough: a yes to what was asked, and the cough too."""
    state, _ = step(talk(Do.LAUNCH, Do.NO, Do.NO, Do.NO), described(["yes", "worse_on_cough=yes"]))
    assert {"numbness": "yes", "worse_on_cough": "yes"}.items() <= state.answers.items()


def test_what_is_told_of_the_open_question_outweighs_the_plain_answer() -> None:
    """No, but pins and needles: that is a yes to numbness or tingling."""
    state, _ = step(talk(Do.LAUNCH, Do.NO, Do.NO, Do.NO), described(["no", "numbness=yes"]))
    assert "yes" == state.answers["numbness"]


def test_an_answer_beside_a_description_is_not_taken_where_nothing_was_asked() -> None:
    """As opening words, or to an offer, a yes answers no question of the triage."""
    told = described(["yes", "numbness=yes"])
    for state in (State(), result()):
        later, _ = step(state, told)
        assert {"numbness": "yes"}.items() <= later.answers.items()
        assert "yes" not in {a for q, a in later.answers.items() if q != "numbness"}


@pytest.mark.parametrize(
    ("facts", "turn"),
    [
        ([], Turn(Do.UNHEARD)),
        (["no such fact", "numbness=maybe", "q5=yes"], Turn(Do.UNHEARD)),
        ([NOTHING], Turn(Do.NOTED)),
        (["yes"], Turn(Do.YES)),
        (["unsure"], Turn(Do.UNSURE)),
        (["yes", "no"], Turn(Do.UNHEARD)),
        (["numbness=no", "numbness=yes"], Turn(Do.TELL, {"numbness": "yes"})),
        (["numbness=yes", "numbness=no"], Turn(Do.TELL, {"numbness": "yes"})),
        (["four_steps=yes", "four_steps=no"], Turn(Do.TELL, {"four_steps": "no"})),
        ([NOTHING, "numbness=yes"], Turn(Do.TELL, {"numbness": "yes"})),
    ],
)
def test_a_description_is_taken_at_its_gravest(facts: list[str], turn: Turn) -> None:
    """Contradictions count as the worrying side; what states nothing answers nothing."""
    assert turn == described(facts)


def test_words_that_deny_a_part_answer_nothing_and_count_as_no_miss() -> None:
    """No tingling: that was understood; the question stands, in full."""
    state, reply = step(talk(Do.LAUNCH, Do.UNHEARD), Turn(Do.NOTED))
    assert ((Line(Say.NOTED), Line(Say.QUESTION)), {}) == (reply.lines, state.answers)
    assert 0 == state.misses


def test_a_correction_out_of_the_result_leads_back_into_the_check() -> None:
    """Actually my foot is weak: asked whether it is new, whether it is worse."""
    state, reply = step(result(), described(["weakness=yes"]))
    assert ("weakness_new_or_worse", "yes") == (reply.open, state.answers["weakness"])


# --- questions of the person's own


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_can_be_asked_for_anywhere_and_what_was_open_stays_open(topic: str) -> None:
    """In the interview the question comes again; after the result, an offer."""
    asked = asked_about([topic])
    state, reply = step(talk(Do.LAUNCH, Do.NO), asked)
    assert (Line(Say.TOPIC, topic), Line(Say.QUESTION)) == reply.lines
    assert {"injury": "no"} == state.answers
    _, reply = step(result(), asked)
    assert reply.open in OFFERS


def test_a_question_as_the_very_first_words_is_answered_and_the_check_offered() -> None:
    """Yes starts the check, with its disclaimer; no ends, with when to seek care."""
    state, reply = step(State(), asked_about(["sciatica"]))
    assert (Line(Say.TOPIC, "sciatica"), Line(Say.OFFER_START)) == reply.lines
    _, reply = step(state, Turn(Do.YES))
    assert (Line(Say.INTRO), Line(Say.QUESTION)) == reply.lines
    _, reply = step(state, Turn(Do.NO))
    assert ((Line(Say.STOP_SAFETY), Line(Say.GOODBYE)), True) == (reply.lines, reply.ends)
    again, reply = step(state, Turn(Do.REPEAT))
    assert (Line(Say.TOPIC, "sciatica"), Line(Say.OFFER_START)) == reply.lines
    again, reply = step(state, UNHEARD)
    assert (Line(Say.UNHEARD), Line(Say.OFFER_START)) == reply.lines
    _, reply = step(again, UNHEARD)
    assert (Line(Say.INTRO), Line(Say.QUESTION)) == reply.lines


def test_a_question_about_nothing_known_was_not_understood() -> None:
    """The first known topic counts."""
    assert UNHEARD == asked_about(["the weather"])
    assert Turn(Do.TOPIC, topic="gait") == asked_about(["the weather", "gait", "nerves"])


@pytest.mark.parametrize(
    ("do", "line"),
    [
        (Do.WAIT, Say.WAIT),
        (Do.CAREGIVER, Say.CAREGIVER),
        (Do.RECAP, Say.RECAP),
        (Do.HANDOVER, Say.HANDOVER),
    ],
)
def test_an_aside_leaves_what_is_open_as_it_was(do: Do, line: Say) -> None:
    """In the interview and after the result."""
    for state in (talk(Do.LAUNCH, Do.NO), talk(Do.YES, state=result())):
        later, reply = step(state, Turn(do))
        assert (line, state.open) == (reply.lines[0].say, later.open)
        assert state.answers == later.answers


def test_what_was_told_so_far_is_read_back_with_its_doubts() -> None:
    """Signs, worrying answers and what was not sure; a plain no is not read out."""
    _, reply = step(after(numbness="yes", weakness="no", fever="unsure"), Turn(Do.RECAP))
    assert ("numbness", "fever") == reply.facts
    _, reply = step(after(numbness="yes", weakness="no", fever="unsure"), Turn(Do.HANDOVER))
    assert ("numbness",) == reply.facts


def test_slower_says_the_last_thing_again_slowly_and_stays_slow() -> None:
    """From then on, even after starting over."""
    state = talk(Do.LAUNCH, Do.NO)
    later, reply = step(state, Turn(Do.SLOWER))
    assert (state.last, True) == (reply.lines, reply.slow)
    for do in (Do.NO, Do.HELP, Do.START_OVER):
        later, reply = step(later, Turn(do))
        assert reply.slow


def test_the_card_is_sent_on_request_only_and_only_after_the_result() -> None:
    """Before, it is promised for later."""
    _, reply = step(talk(Do.LAUNCH), Turn(Do.CARD))
    assert (Line(Say.CARD_LATER), False) == (reply.lines[0], reply.shows_card)
    _, reply = step(result(), Turn(Do.CARD))
    assert (Line(Say.CARD), True) == (reply.lines[0], reply.shows_card)


def test_a_child_is_told_what_to_watch_for_and_the_check_ends() -> None:
    """At any time but when care is needed now: then that is said."""
    for state in (State(), talk(Do.LAUNCH, Do.NO), result()):
        _, reply = step(state, Turn(Do.CHILD))
        assert ((Line(Say.CHILD),), True) == (reply.lines, reply.ends)
    now, _ = step(State(), emergency([]))
    _, reply = step(now, Turn(Do.CHILD))
    assert Open.HEARD_RIGHT == reply.open


def test_words_about_dying_get_the_crisis_line() -> None:
    """In place of the plain advice, in every repetition, until the person says it was misheard."""
    state, reply = step(talk(Do.LAUNCH), emergency([SELF_HARM]))
    assert (Line(Say.CRISIS), Line(Say.HEARD_RIGHT)) == reply.lines
    state, reply = step(state, Turn(Do.HELP))
    assert (Line(Say.CRISIS), Line(Say.HEARD_RIGHT)) == reply.lines
    state, reply = step(state, Turn(Do.NO))
    assert ({}, False) == (state.answers, state.crisis)
