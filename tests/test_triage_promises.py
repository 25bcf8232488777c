"""What must always hold of the triage, shown of every state that an interview can reach.

What a rule says is read from `rules.toml` by the oracle, never by the code under test.
"""

import random
from collections.abc import Callable
from itertools import combinations, permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage_answers import any_answers, harmless
from tests.triage_oracle import ANSWERS, EMERGENCIES, QUESTIONS, RED_FLAGS, open_questions, said
from tests.triage_walk import Answers, Walk, figures
from triage import Ask, Decided, assess, next_step
from triage.model import ACTIONS, PATHWAYS, URGENCIES

PROOF = Path(__file__).with_name("triage_proof.txt")


def rank(urgency: str) -> int:
    """Tell how urgent that is."""
    return URGENCIES.index(urgency)


def in_company(name: str, answers: Answers) -> bool:
    """Tell whether a red flag has the company that it wants, if it wants any."""
    heard = said(answers)
    wanted = QUESTIONS[name].get("while", ())
    return not wanted or any(heard.get(other, "no") != "no" for other in wanted)


# --- 1 to 4: urgency


def test_a_worrying_answer_to_an_emergency_ends_the_interview(walked: Walk) -> None:
    """At once, asked or volunteered, whatever else was said; fever only in the company named."""
    for state in walked.standings:
        for name in EMERGENCIES:
            answers = {**state.answers, name: QUESTIONS[name]["worrying"]}
            step = next_step(answers)
            if in_company(name, answers):
                assert "now" == step.urgency, answers
                assert isinstance(step, Decided)
                assert step.action in ("call", QUESTIONS[name]["action"]), answers


def test_of_several_emergencies_a_call_wins() -> None:
    """Whoever must be fetched is not told to get there."""
    for one, other in combinations([name for name in EMERGENCIES if in_company(name, {})], 2):
        step = assess({name: QUESTIONS[name]["worrying"] for name in (one, other)})
        actions = {QUESTIONS[one]["action"], QUESTIONS[other]["action"]}
        assert ("call" if "call" in actions else "emergency_department") == step.action


def test_unsure_of_a_red_flag_is_never_harmless(walked: Walk) -> None:
    """It means a clinician today at least; of a checked weakness, while there may be weakness."""
    for state in walked.standings:
        for name in RED_FLAGS:
            answers = {**state.answers, name: "unsure"}
            if in_company(name, answers) or "alone" in QUESTIONS[name]:
                assert "soon" != assess(answers).urgency, answers


def test_soon_is_told_only_after_every_red_flag_was_harmless(walked: Walk) -> None:
    """Those that were answered, and those that were open: what was not heard is not harmless."""
    for state, end in walked.ends:
        if end.urgency == "soon":
            assert not RED_FLAGS.keys() & open_questions(state.here), state.answers
            for name in RED_FLAGS.keys() & state.answers:
                assert harmless(name) == state.answers[name] or (
                    name == "weakness_checked" and not in_company(name, state.answers)
                ), state.answers


def test_a_more_worrying_answer_never_lowers_the_urgency(walked: Walk) -> None:
    """Any one answer of a finished interview is made more worrying, or less."""
    for state, end in walked.ends:
        for name, given_answer in state.answers.items():
            by_worry = [
                end.urgency
                if answer == given_answer
                else assess({**state.answers, name: answer}).urgency
                for answer in from_the_worst(name)
            ]
            assert by_worry == sorted(by_worry, key=rank, reverse=True), (state.answers, name)


def test_nor_does_it_among_any_three_answers() -> None:
    """Exhaustively. No more bear on one urgency: a red flag, its company, and what implies that."""
    for names in combinations(QUESTIONS, 3):
        scales = [from_the_worst(name) for name in names]
        urgency = {
            answers: rank(assess({n: a for n, a in zip(names, answers, strict=True) if a}).urgency)
            for answers in product(*((*scale, "") for scale in scales))
        }
        for answers, much in urgency.items():
            for place, scale in enumerate(scales):
                for worse in scale[: scale.index(answers[place])] if answers[place] else ():
                    changed = (*answers[:place], worse, *answers[place + 1 :])
                    assert urgency[changed] >= much, (names, answers)


@settings(max_examples=500)
@given(any_answers(), st.sampled_from(sorted(QUESTIONS)))
def test_nor_does_it_among_answers_that_nobody_asked_for(answers: Answers, name: str) -> None:
    """Volunteered, contradictory, and fewer or more than an interview would have."""
    by_worry = [assess({**answers, name: answer}).urgency for answer in from_the_worst(name)]
    assert by_worry == sorted(by_worry, key=rank, reverse=True)


def from_the_worst(name: str) -> tuple[str, ...]:
    """Return the answers, the most worrying first."""
    return ("no", "unsure", "yes") if harmless(name) == "yes" else ("yes", "unsure", "no")


# --- 5: order


def test_the_order_of_answers_tells_nothing(walked: Walk) -> None:
    """The same answers backwards and shuffled: same question, same outcome, same reasons."""
    chance = random.Random(3)
    for state in walked.states:
        answers = list(state.answers.items())
        assert state.step == next_step(dict(reversed(answers)))
        assert state.step == next_step(dict(chance.sample(answers, len(answers))))


def test_no_order_of_few_answers_tells_anything(walked: Walk) -> None:
    """Every order of every state of up to six answers, and of every two that are volunteered."""
    few = [state.answers for state in walked.states if len(state.answers) <= 6]
    for one, other in combinations(QUESTIONS, 2):
        few += [{one: a, other: b} for a, b in product(ANSWERS, repeat=2)]
    assert len(few) > 3000
    for answers in few:
        assert 1 == len({next_step(dict(order)) for order in permutations(answers.items())}), (
            answers
        )


@settings(max_examples=500, deadline=None)
@given(any_answers(), st.randoms(use_true_random=False))
def test_nor_does_any_order_of_any_answers(answers: Answers, chance: random.Random) -> None:
    """Whatever a conversation may come to hold, however it came to hold it."""
    shuffled = dict(chance.sample(list(answers.items()), len(answers)))
    assert next_step(answers) == next_step(shuffled)
    assert assess(answers) == assess(shuffled)


# --- 6: length

TRIAL = {
    "no signs": (9, ()),
    "tendinopathy without back pain": (11, ("worse_on_load", "sore_or_swollen_spot")),
    "sciatica without back pain": (11, ("runs_down_leg", "shooting_pain", "worse_on_cough")),
    "numb and shooting only": (13, ("numbness", "shooting_pain")),
    "a sprain": (13, ("injury", "worse_on_load", "sore_or_swollen_spot")),
    "stable sciatica with back pain": (
        14,
        ("back_pain", "runs_down_leg", "shooting_pain", "worse_on_cough"),
    ),
    "compensatory gait": (14, ("back_pain", "gait_changed", "worse_on_load")),
    "both": (
        15,
        ("back_pain", "runs_down_leg", "shooting_pain", "worse_on_load", "sore_or_swollen_spot"),
    ),
    "stenosis": (19, ("back_pain", "numbness", "worse_on_load", "eases_bending")),
}


@pytest.mark.parametrize(("most", "signs"), TRIAL.values(), ids=TRIAL)
def test_ordinary_people_are_not_asked_much(most: int, signs: tuple[str, ...]) -> None:
    """No more than in the trial of the rules; every other answer of theirs is harmless."""
    answers: dict[str, str] = {}
    while isinstance(step := next_step(answers), Ask):
        usual = harmless(step.question) or "no"
        answers[step.question] = "yes" if step.question in signs else usual
    assert step.urgency == "soon"
    assert len(answers) <= most


def test_every_path_ends_within_25_questions(walked: Walk) -> None:
    """Nobody is asked for ever, and nobody is asked twice, not even what their answers implied."""
    assert max(walked.lengths) <= 25
    for state, step in walked.asking:
        assert step.question not in said(state.answers)
        assert not QUESTIONS[step.question].get("volunteered")


ORDER = """
    injury ankle_deformed foot_cold_or_pale weakness weakness_new_or_worse
    foot_function_lost numbness numbness_large_or_spreading back_pain runs_down_leg
    both_legs saddle_or_bladder hot_joint_or_calf breathless fever worse_on_load
    weakness_checked four_steps bone_sore_or_pop cancer shooting_pain worse_on_cough
    gait_changed sore_or_swollen_spot eases_bending
"""


def test_the_order_of_asking_is_that_of_the_table() -> None:
    """Emergencies early, and each question behind those that open it."""
    asked = [name for name, entry in QUESTIONS.items() if not entry.get("volunteered")]
    assert ORDER.split() == asked


# --- 7: reach


def test_every_question_is_asked_and_answered_in_every_way(walked: Walk) -> None:
    """No rule about asking is idle."""
    asked = {step.question for _, step in walked.asking}
    assert asked == {name for name, entry in QUESTIONS.items() if not entry.get("volunteered")}
    answered = {item for state in walked.states for item in state.answers.items()}
    assert answered == set(product(asked, ANSWERS))


def test_every_outcome_is_reached(walked: Walk) -> None:
    """Each action; and at `soon` and `today` each pathway, linked to the back and not."""
    ends = [end for _, end in walked.ends]
    actions = {(urgency, action) for urgency, some in ACTIONS.items() for action in some}
    assert actions == {(end.urgency, end.action) for end in ends}
    pathways = {*product(PATHWAYS, (True, False))} - {("unclear", True)}
    for urgency in ("soon", "today"):
        assert pathways == {
            (end.pathway, end.back_linked) for end in ends if end.urgency == urgency
        }


# --- what it cannot know


@pytest.mark.parametrize("decide", [next_step, assess])
@pytest.mark.parametrize(
    ("answers", "named"),
    [({"q5": "yes"}, "'q5'"), ({"weakness": "no", "numbness": "perhaps"}, "numbness: 'perhaps'")],
)
def test_what_nobody_knows_is_named(
    decide: Callable[[Answers], object], answers: Answers, named: str
) -> None:
    """A question or an answer that does not exist is a mistake of the caller."""
    with pytest.raises(ValueError, match=named):
        decide(answers)


# --- the figures


def test_the_figures_are_those_that_were_written_down(walked: Walk) -> None:
    """Whoever changes a rule sees what that does to all paths.

    If it is meant, the first lines of what `make proof` prints belong into `triage_proof.txt`.
    """
    assert PROOF.read_text(encoding="utf-8") == figures(walked)
