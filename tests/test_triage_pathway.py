"""The evidence as a number: it counts as plainly as a person would, and forgets who said what."""

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.triage_answers import harmless
from tests.triage_oracle import ANSWERS, EMERGENCIES, QUESTIONS, said, told
from triage import Ask, next_step, pathway
from triage.pathway import can_differ, evidence_of, may_differ, pathway_of, sums_of

SIGNS = [
    name
    for name, entry in QUESTIONS.items()
    if entry.keys() & {"nerve", "mechanical", "local_sign", "back_link"}
]


def choices(names: list[str]) -> list[tuple[str, ...]]:
    """Return every choice of these."""
    return [some for size in range(len(names) + 1) for some in combinations(names, size)]


def test_every_choice_of_signs_leads_to_its_pathway() -> None:
    """The one that the oracle tells of the same yeses, by counting them."""
    every = choices([name for name in SIGNS if name not in EMERGENCIES])
    assert len(every) == 2048
    for signs in every:
        answers = dict.fromkeys(signs, "yes")
        expected = told(answers)
        found = pathway_of(evidence_of(said(answers)))
        assert (expected.pathway, expected.back_linked) == found, signs


def test_every_sign_of_a_nerve_does_not_spill_over() -> None:
    """However much there is of one kind, it does not count for another."""
    signs = [name for name in SIGNS if "nerve" in QUESTIONS[name]]
    assert pathway_of(evidence_of(signs)) == ("nerve", True)
    assert pathway_of(evidence_of([*signs, "sore_or_swollen_spot"])) == ("nerve", True)
    assert pathway_of(evidence_of(SIGNS)) == ("both", True)


@given(st.permutations(SIGNS), st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_what_can_differ_is_what_differs_when_all_is_tried(
    signs: list[str], sizes: list[int]
) -> None:
    """Each choice of the background, and before it each two choices of what is varied."""
    first, second, third = sizes
    had, rest = signs[:first], signs[first:]
    background, varied = rest[:second], rest[second : second + third]
    evidence = evidence_of(had)
    outcomes = [
        {pathway_of(evidence_of([*had, *before, *some])) for some in choices(varied)}
        for before in choices(background)
    ]
    differs = any(len(found) > 1 for found in outcomes)
    assert differs == can_differ(sums_of(evidence, background), varied)
    # At a glance it is seen where all of the varied ones, or what is worth as much, may be added.
    every = {evidence_of([*had, *some]) for some in choices([*background, *varied])}
    more = evidence_of(varied)
    sums = sums_of(evidence, [*background, *varied])
    assert sums == sum(1 << found for found in every)
    glance = any(
        found + more in every and pathway_of(found) != pathway_of(found + more) for found in every
    )
    assert glance == may_differ(sums, varied)
    assert glance or not differs


def test_nothing_is_remembered_of_what_people_said() -> None:
    """But what follows from the rules: for each question, and what it opens, what they would do."""
    chance = random.Random(4)
    pathway._turning.cache_clear()  # noqa: SLF001
    for _ in range(100):
        answers: dict[str, str] = {}
        while isinstance(step := next_step(answers), Ask):
            usual = harmless(step.question) if step.question in EMERGENCIES else None
            answers[step.question] = usual or chance.choice(ANSWERS)
    assert 0 < pathway._turning.cache_info().currsize < len(SIGNS)  # noqa: SLF001
