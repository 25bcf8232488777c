"""Asked only while it can change what is told, and whatever can is asked.

Both are held against an oracle that was written from the clinical table alone and tries every way
in which the interview can go on: `triage_oracle.py`.
"""

from hypothesis import example, given, settings

from tests.triage_answers import any_answers
from tests.triage_oracle import (
    ANSWERS,
    QUESTIONS,
    can_change,
    endings,
    next_question,
    open_questions,
    standing,
    told,
    told_at,
)
from tests.triage_walk import Answers, Walk, gist, reachable
from triage import assess, next_step


def test_what_is_told_is_what_the_table_says(walked: Walk) -> None:
    """Action, pathway and link to the back, wherever an interview ends."""
    for state, end in walked.ends:
        assert told(state.answers) == gist(end), state.answers


def test_every_question_asked_can_change_what_is_told(walked: Walk) -> None:
    """Two people answer it differently, and all else alike, and are told different things."""
    for state, step in walked.asking:
        assert can_change(state.here, step.question), (state.answers, step)


def test_when_the_interview_stops_nothing_could_change_what_is_told(walked: Walk) -> None:
    """Not one open question could, nor all of them together; `now` excepted, which ends it."""
    for state, end in walked.ends:
        if end.urgency != "now":
            could = [name for name in open_questions(state.here) if can_change(state.here, name)]
            assert [] == could, state.answers
            assert {gist(end)} == endings(state.here), state.answers


def test_every_interview_goes_as_the_oracle_leads_it(walked: Walk) -> None:
    """The first question in the order of the rules that can change what is told, and no other."""
    for state in walked.states:
        expected = next_question(state.here) or told_at(state.here)
        assert expected == gist(state.step), state.answers


def test_so_does_every_interview_that_began_with_something_volunteered() -> None:
    """One answer to any question, the emergencies that are never asked about included."""
    starts = [{name: answer} for name in QUESTIONS for answer in ANSWERS]
    for here, answers, step in reachable(starts):
        assert (next_question(here) or told_at(here)) == gist(step), answers


@settings(max_examples=1500, deadline=None)
@given(any_answers())
# Pain that began with an injury could matter only beside a changed gait, so beside back pain; and
# that, beside a fever, is an emergency.
@example({"fever": "yes", "ankle_deformed": "no", "sore_or_swollen_spot": "no"})
# The weakness was denied, and spoken of.
@example({"weakness": "no", "foot_function_lost": "yes", "weakness_checked": "no"})
def test_any_answers_lead_on_as_the_oracle_says(answers: Answers) -> None:
    """Volunteered, contradictory, out of any order: whatever a conversation may come to hold."""
    here = standing(answers)
    step = next_step(answers)
    assert (next_question(here) or told_at(here)) == gist(step)
    assert told(answers) == gist(assess(answers))
