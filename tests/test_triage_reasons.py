"""The reasons of an outcome: what the person really said, and what really decided it.

What a rule says is read from `rules.toml` by the oracle, never by the code under test.
"""

from itertools import combinations, product

from hypothesis import given

from tests.triage_answers import any_answers
from tests.triage_oracle import EMERGENCIES, QUESTIONS, RED_FLAGS, action_of, said
from tests.triage_walk import Answers, Walk
from triage import Decided, assess
from triage.model import ACTIONS, Urgency


def weight(name: str, pathway: str) -> int:
    """Tell how much a yes speaks for what is told of the pathway; placing it in the back is one."""
    entry = QUESTIONS[name]
    sides = ("nerve", "mechanical") if pathway in ("both", "unclear") else (pathway,)
    placed = pathway != "unclear" and entry.get("back_link") in sides
    points: int = sum(entry.get(side, 0) for side in sides)
    return points + placed


def subsets(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return every choice of these."""
    return [some for size in range(len(names) + 1) for some in combinations(sorted(names), size)]


def urgent_reasons(answers: Answers, urgency: Urgency) -> set[str]:
    """Return the answers that ask for this urgency, and the company that they need for it."""
    heard = said(answers)
    raised = frozenset(name for name, answer in heard.items() if answer != "no")
    reasons: set[str] = set()
    for name, answer in heard.items():
        if urgency != "soon" and action_of(name, answer, raised) in ACTIONS[urgency]:
            reasons.add(name)
            if QUESTIONS[name]["level"] == urgency:
                reasons |= raised.intersection(QUESTIONS[name].get("while", ()))
    return reasons


def test_the_reasons_for_the_urgency_are_the_answers_that_ask_for_it(walked: Walk) -> None:
    """All of them and no others, while asking and when told; what to do first comes first."""
    for state in walked.states:
        step = state.step
        assert urgent_reasons(state.answers, step.urgency) == {*step.urgency_reasons}
        if isinstance(step, Decided) and step.urgency == "now":
            assert step.action == QUESTIONS[step.urgency_reasons[0]]["action"]


def test_the_reasons_for_the_pathway_are_the_signs_that_speak_for_it(walked: Walk) -> None:
    """All that were answered yes, the weightiest first; in an emergency nobody is told of them."""
    for state, end in walked.ends:
        signs = {
            name: weight(name, end.pathway)
            for name, answer in state.answers.items()
            if answer == "yes" and end.urgency != "now"
        }
        assert {name for name, much in signs.items() if much} == {*end.pathway_reasons}
        told = [signs[name] for name in end.pathway_reasons]
        assert told == sorted(told, reverse=True)


def test_the_signs_that_tell_most_are_named_first() -> None:
    """Of equal ones, that which was asked first. What places the pain in the back tells more."""
    signs = {name: "yes" for name in QUESTIONS.keys() - EMERGENCIES if weight(name, "both")}
    assert assess(signs).pathway_reasons == (
        "runs_down_leg",
        "worse_on_cough",
        "gait_changed",
        "eases_bending",
        "weakness",
        "numbness",
        "shooting_pain",
        "sore_or_swollen_spot",
        "injury",
        "back_pain",
        "worse_on_load",
    )


@given(any_answers())
def test_every_reason_was_really_given(answers: Answers) -> None:
    """What was merely implied is never given as a reason, but what implied it; none comes twice."""
    told = assess(answers)
    assert {*told.reasons} <= answers.keys()
    assert len({*told.reasons}) == len(told.reasons)
    assert {*told.reasons} == {*told.urgency_reasons, *told.pathway_reasons}
    assert all(answers[name] == "yes" for name in told.pathway_reasons)
    assert bool(told.urgency_reasons) == (told.urgency != "soon")


def test_what_implied_a_reason_is_named_in_its_place() -> None:
    """A walk that the back has changed tells of back pain, and nothing else that was said does."""
    told = assess(dict.fromkeys(("gait_changed", "runs_down_leg", "numbness", "cancer"), "yes"))
    assert "nerve" == told.pathway
    assert ("runs_down_leg", "numbness", "gait_changed") == told.pathway_reasons


def test_what_to_call_for_is_named_before_what_to_drive_for() -> None:
    """Of emergencies told together."""
    calls = {name for name in EMERGENCIES if QUESTIONS[name]["action"] == "call"}
    for call, other in product(calls, EMERGENCIES - calls):
        told = assess({other: QUESTIONS[other]["worrying"], call: QUESTIONS[call]["worrying"]})
        assert ("call", call) == (told.action, told.urgency_reasons[0])


# --- every rule is a reason somewhere


def test_every_red_flag_decides_something_by_itself(walked: Walk) -> None:
    """Somewhere it is the one reason for its level; what is never asked, when volunteered."""
    steps = [state.step for state in walked.states]
    steps += [assess({name: "yes"}) for name in EMERGENCIES if "volunteered" in QUESTIONS[name]]
    reasons = {(step.urgency, step.urgency_reasons) for step in steps}
    for name, flag in RED_FLAGS.items():
        company = [(name, *some) for some in subsets(flag.get("while", ()))]
        assert any((flag["level"], some) in reasons for some in company), name


def test_every_sign_is_a_reason_somewhere(walked: Walk) -> None:
    """For the pathway that it speaks for; save those that end the interview at once."""
    reasons = {(end.pathway, name) for _, end in walked.ends for name in end.pathway_reasons}
    for name, pathway in product(QUESTIONS.keys() - EMERGENCIES, ("nerve", "mechanical")):
        assert bool(weight(name, pathway)) == ((pathway, name) in reasons)
