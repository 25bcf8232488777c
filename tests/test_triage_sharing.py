"""Sharing equal states is right: answers that share a standing share what is asked and told.

The walk and the oracle explore each standing once, whatever the answers that led to it. They may do
so only if two things hold, for all answers. Where an answer leads depends on the standing alone: so
it is by construction, since `after` is given nothing else, once it is shown that following the
interview answer by answer leads to the standing of all its answers. And what is asked and told
there depends on the standing alone. Both are tested here, the latter of the code under test.
"""

import random
from collections.abc import Callable, Iterable
from functools import cache

import pytest

from tests.triage_oracle import (
    ANSWERS,
    NOW,
    QUESTIONS,
    Standing,
    after,
    can_change,
    next_question,
    open_questions,
    said,
    standing,
    told,
)
from tests.triage_walk import Answers, State, Walk, gist, reachable
from triage import Ask, next_step


def test_following_an_interview_leads_where_its_answers_lead(walked: Walk) -> None:
    """No member of a state got into it by mistake."""
    for state in walked.states:
        for answers in state.members:
            assert state.here == standing(answers)


def test_all_members_of_a_state_are_asked_and_told_the_same(walked: Walk) -> None:
    """However they got there. What differs is the reasons, which are each person's own answers."""
    several = [state for state in walked.states if len(state.members) > 1]
    assert len(several) > 10_000
    for state in several:
        for answers in state.members[1:]:
            assert gist(state.step) == gist(next_step(answers)), (state.answers, answers)


def test_all_members_of_a_state_have_the_same_future(walked: Walk) -> None:
    """Every path from there on, walked without sharing: same questions, same endings."""
    for state in some(walked, 60, lambda state: 10 < paths_from(state.here) < 1000):
        assert 1 == len({future(answers) for answers in state.members})


def test_long_futures_are_the_same_too(walked: Walk) -> None:
    """From early states there are too many paths to walk them all, so these go on by chance."""
    chance = random.Random(2)
    for state in some(walked, 300, lambda state: paths_from(state.here) >= 1000):
        members = [dict(answers) for answers in state.members]
        while isinstance(step := next_step(members[0]), Ask):
            answer = chance.choice(ANSWERS)
            for answers in members:
                assert gist(step) == gist(next_step(answers))
                answers[step.question] = answer
        assert 1 == len({gist(next_step(answers)) for answers in members})


def some(walked: Walk, number: int, wanted: Callable[[State], bool]) -> list[State]:
    """Choose states that have several members, by chance but always the same ones."""
    states = [state for state in walked.states if len(state.members) > 1 and wanted(state)]
    return random.Random(1).sample(states, number)


@cache
def paths_from(here: Standing) -> int:
    """Count the paths that begin here."""
    question = next_question(here)
    if question is None:
        return 1
    return sum(paths_from(after(here, question, answer)) for answer in ANSWERS)


def future(answers: Answers) -> object:
    """Return all that may still be asked and told, as a tree."""
    step = next_step(answers)
    if not isinstance(step, Ask):
        return gist(step)
    name = step.question
    return (name, *(future({**answers, name: answer}) for answer in ANSWERS))


# --- the oracle's own sharing


def test_the_oracle_finds_the_same_without_sharing(walked: Walk) -> None:
    """What can still change, found by going through bare answers, one by one."""
    found = []
    for state in some(walked, 120, lambda state: 1 < len(state.here.waiting) < 6):
        for question in open_questions(state.here):
            found.append(can_change(state.here, question))
            assert found[-1] == can_change_among_bare_answers(state.answers, question), (
                state.answers,
                question,
            )
    assert {True, False} == set(found)


def can_change_among_bare_answers(answers: Answers, question: str) -> bool:
    """Tell what `can_change` tells, knowing no standings."""
    yes, no, unsure = ({**answers, question: answer} for answer in ANSWERS)
    return can_part(yes, no) or can_part(no, unsure) or can_part(yes, unsure)


def can_part(one: Answers, other: Answers) -> bool:
    """Tell whether both can go on, alike wherever both are asked, and be told different things."""
    asked = (first_open(one), first_open(other))
    left = [name for name in QUESTIONS if name in asked]
    if not left:
        return told(one) != told(other)
    return any(
        can_part(
            {**one, left[0]: answer} if asked[0] == left[0] else one,
            {**other, left[0]: answer} if asked[1] == left[0] else other,
        )
        for answer in ANSWERS
    )


def first_open(answers: Answers) -> str | None:
    """Return the first question that these answers leave open, if it is no emergency."""
    heard = said(answers)
    if told(answers).action in NOW:
        return None
    for name, entry in QUESTIONS.items():
        if name not in heard and not entry.get("volunteered"):
            groups: Iterable[list[str]] = entry["opens"]
            if all(any(heard.get(other, "no") != "no" for other in group) for group in groups):
                return name
    return None


# --- it shares no more than it may


@pytest.mark.parametrize("part", ["waiting", "action", "flags", *standing({}).signs._fields])
def test_no_part_of_a_standing_can_be_left_out(part: str) -> None:
    """Without it, answers would share a state that are asked or told different things.

    Its company is there in case a red flag wants other company than opens it; none does yet.
    """
    heard = {"four_steps": "no", "ankle_deformed": "no", "sore_or_swollen_spot": "no"}
    starts = [{}, {**heard, "fever": "yes"}, {**heard, "fever": "no"}]
    asked_or_told: dict[object, set[object]] = {}
    for here, _, step in reachable(starts):
        parts = here._asdict() | here.signs._asdict()
        rest = tuple(parts[name] for name in parts if name not in (part, "signs"))
        asked_or_told.setdefault(rest, set()).add(gist(step))
    assert any(len(different) > 1 for different in asked_or_told.values())
