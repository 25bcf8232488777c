"""Every written patient of ``tests/cases`` is asked what its case answers, and told what it says.

``tests/cases/README.md`` explains the files to a clinician, who may correct them.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from triage import ANSWERS, Ask, next_step, rules
from triage.model import ACTIONS, PATHWAYS

FOLDER: Final = Path(__file__).with_name("cases")
FILES: Final = sorted(FOLDER.glob("*.toml"))
KEYS: Final[Mapping[str, type]] = {
    "name": str,
    "patient": str,
    "yes": list,
    "no": list,
    "unsure": list,
    "volunteered": list,
    "expected": dict,
    "basis": str,
    "sources": list,
    "note": str,
}
NEEDED: Final = ("name", "patient", "expected", "basis", "sources")
#: What may be expected, and the values it may have.
EXPECTED: Final[Mapping[str, tuple[object, ...]]] = {
    "urgency": tuple(ACTIONS),
    "action": tuple(action for actions in ACTIONS.values() for action in actions),
    "pathway": PATHWAYS,
    "back_linked": (True, False),
}


class Case(NamedTuple):
    """One patient: where it is written, what it answers, what it must be told."""

    where: str
    answers: Mapping[str, str]
    volunteered: tuple[str, ...]
    expected: Mapping[str, object]


def read(path: Path) -> list[Case]:
    """Read a file of cases; a ``ValueError`` names the file and the case that is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: is not TOML: {error}") from error
    if document.keys() != {"case"}:
        raise ValueError(f"{path.name}: must hold [[case]] and nothing else")
    return [_case(path, number, table) for number, table in enumerate(document["case"], start=1)]


def _case(path: Path, number: int, table: dict[str, Any]) -> Case:
    where = f"{path.name}: {table.get('name', f'case {number}')}"
    if wrong := next(_wrong(table), None):
        raise ValueError(f"{where}: {wrong}")
    answers = {question: answer for answer in ANSWERS for question in table.get(answer, ())}
    return Case(where, answers, tuple(table.get("volunteered", ())), table["expected"])


def _wrong(table: dict[str, Any]) -> Iterator[str]:
    yield from (f"unknown key {key!r}" for key in table if key not in KEYS)
    yield from (f"{key} is missing" for key in NEEDED if not table.get(key))
    for key, value in table.items():
        if type(value) is not KEYS[key] or (isinstance(value, str) and not value.strip()):
            yield f"{key} must be a {KEYS[key].__name__} that says something"
    answered = [question for answer in ANSWERS for question in table.get(answer, ())]
    for question in answered:
        if question not in rules().questions:
            yield f"unknown question {question!r}"
        if answered.count(question) > 1:
            yield f"{question} is answered twice"
    for question in table.get("volunteered", ()):
        if question not in answered:
            yield f"{question} is volunteered without an answer"
    yield from (f"unknown source {key!r}" for key in table["sources"] if key not in rules().sources)
    expected = table["expected"]
    yield from (f"expected has an unknown key {key!r}" for key in expected if key not in EXPECTED)
    for key, allowed in EXPECTED.items():
        if expected.get(key) not in allowed and (key in expected or key != "back_linked"):
            yield f"expected {key} must be one of: {', '.join(map(str, allowed))}"


def faults(case: Case) -> list[str]:
    """Lead the interview with these answers; list what is not as the case says."""
    answers = {question: case.answers[question] for question in case.volunteered}
    while isinstance(step := next_step(answers), Ask):
        if step.question not in case.answers:
            return [f"{case.where}: asks {step.question}, which the case does not answer"]
        answers[step.question] = case.answers[step.question]
    unasked = case.answers.keys() - answers.keys()
    return [f"{case.where}: never asks {question}" for question in sorted(unasked)] + [
        f"{case.where}: expected {key} {expected}, and it is {getattr(step, key)}"
        for key, expected in case.expected.items()
        if getattr(step, key) != expected
    ]


CASES: Final = [case for path in FILES for case in read(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.where)
def test_case(case: Case) -> None:
    """Asked what it answers and nothing else, the patient is told what the case expects."""
    assert faults(case) == []


def seen(keys: Iterable[str]) -> set[tuple[object, ...]]:
    """Every combination that these keys have among what is expected."""
    return {tuple(case.expected.get(key) for key in keys) for case in CASES}


def test_there_are_enough_patients_and_each_has_a_name_of_its_own() -> None:
    """A name says in a report which patient is told something wrong."""
    assert len({case.where for case in CASES}) == len(CASES)
    assert len(CASES) >= 60


def test_every_question_and_every_red_flag_has_its_patients() -> None:
    """Somebody says yes to each question; somebody worries, and is not sure, at each red flag."""
    answered = {item for case in CASES for item in case.answers.items()}
    wanted = {(name, "yes") for name in rules().questions}
    for question in rules().questions.values():
        if question.worrying and not question.volunteered:
            wanted |= {(question.id, question.worrying), (question.id, "unsure")}
    assert wanted - answered == set()


def test_every_outcome_has_its_patients() -> None:
    """Each action, each pathway at soon and today, each known to be of the back and known not."""
    actions = {(urgency, action) for urgency, some in ACTIONS.items() for action in some}
    assert actions - seen(("urgency", "action")) == set()
    assert set(product(("soon", "today"), PATHWAYS)) - seen(("urgency", "pathway")) == set()
    of_the_back = set(product(("nerve", "mechanical", "both"), (True, False)))
    assert of_the_back - seen(("pathway", "back_linked")) == set()


PATIENT = """
[[case]]
name = "P"
patient = "A patient."
yes = ["injury"]
no = ["numbness"]
expected = { urgency = "soon", action = "appointment", pathway = "unclear" }
basis = "A reason."
sources = ["article"]
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("basis", "bassis", "P: unknown key 'bassis'"),
        ('basis = "A reason."', "", "P: basis is missing"),
        ('"A patient."', '" "', "P: patient must be a str that says something"),
        ('"A patient."', "3", "P: patient must be a str that says something"),
        ('["numbness"]', '["q5"]', "P: unknown question 'q5'"),
        ('["numbness"]', '["injury"]', "P: injury is answered twice"),
        ('["numbness"]', '["numbness"]\nvolunteered = ["fever"]', "P: fever is volunteered"),
        ('["article"]', '["a book"]', "P: unknown source 'a book'"),
        ("urgency =", "hurry =", "P: expected has an unknown key 'hurry'"),
        ('"soon"', '"later"', "P: expected urgency must be one of: soon, today, now"),
        (', pathway = "unclear"', "", "P: expected pathway must be one of"),
        ('"unclear"', '"unclear", back_linked = "no"', "P: expected back_linked must be one of"),
        ("[[case]]", "[[case]", "is not TOML"),
        ("[[case]]", "[[cases]]", "must hold [[case]] and nothing else"),
        ('name = "P"', "", "case 1: name is missing"),
    ],
)
def test_a_wrong_case_is_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    """Whoever mistypes a name is told the file and the case."""
    path = tmp_path / "wrong.toml"
    path.write_text(PATIENT.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.toml: ") as refused:
        read(path)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("answers", "volunteered", "expected", "fault"),
    [
        ({}, (), {}, "asks injury, which the case does not answer"),
        ({"injury": "no", "fever": "no", "foot_cold_or_pale": "yes"}, (), {}, "never asks fever"),
        (
            {"other_emergency": "yes"},
            ("other_emergency",),
            {"urgency": "now", "action": "emergency_department"},
            "expected action emergency_department, and it is call",
        ),
    ],
)
def test_a_case_that_does_not_hold_is_found(
    answers: dict[str, str], volunteered: tuple[str, ...], expected: dict[str, object], fault: str
) -> None:
    """A question left out, an answer that nobody asks for, an outcome that differs."""
    assert faults(Case("a case", answers, volunteered, expected)) == [f"a case: {fault}"]
