"""A second reading of the triage, to hold the first one against.

It reads `rules.toml` itself and shares no code with `lambda/triage`. What is told is written down
from the words of the clinical table; what can still change it is found by trying every way in which
the interview could go on. Where the two readings differ, one of them is wrong.

Trying is brute force that does no work twice. All that the rest of an interview depends on is its
`Standing`: which questions may still be asked, and what the answers so far add up to, but not which
answers they were. Answers with equal standings have the same future, so each future is explored
once; `test_triage_sharing.py` shows that they do.

At `now` the interview ends, and what is told is the action alone: in an emergency nobody is told a
pathway.
"""

import tomllib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

__all__ = [
    "ACTIONS",
    "ANSWERS",
    "EMERGENCIES",
    "NOW",
    "QUESTIONS",
    "RED_FLAGS",
    "Standing",
    "Told",
    "action_of",
    "after",
    "can_change",
    "endings",
    "next_question",
    "open_questions",
    "said",
    "standing",
    "told",
    "told_at",
]

Answers: TypeAlias = Mapping[str, str]
Groups: TypeAlias = tuple[frozenset[str], ...]

_RULES: Final = tomllib.loads(
    (Path(__file__).parent.parent / "lambda" / "triage" / "rules.toml").read_text(encoding="utf-8")
)
#: Every entry of the rules as it is written, by id, in the order of asking.
QUESTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    entry["id"]: entry for entry in _RULES["question"]
}
RED_FLAGS: Final = {name: entry for name, entry in QUESTIONS.items() if "level" in entry}
EMERGENCIES: Final = {name for name, flag in RED_FLAGS.items() if flag["level"] == "now"}
_PLACE: Final = {name: place for place, name in enumerate(QUESTIONS)}
#: Those that keep some red flag company.
_COMPANY: Final = {name for entry in QUESTIONS.values() for name in entry.get("while", ())}

ANSWERS: Final = ("yes", "no", "unsure")
#: What a person is told to do, from the least to the most urgent.
ACTIONS: Final = ("appointment", "clinician_today", "emergency_department", "call")
#: The actions of `now`.
NOW: Final = ACTIONS[2:]


class Told(NamedTuple):
    """What a person is told; at `now` that is the action alone."""

    action: str
    pathway: str = ""
    back_linked: bool = False


class Signs(NamedTuple):
    """What the answers add up to: the weight of each pathway, and how many signs of each kind."""

    nerve: int
    mechanical: int
    local_sign: int
    nerve_in_back: int
    mechanical_from_back: int


_NO_SIGNS: Final = Signs(0, 0, 0, 0, 0)
#: More than this makes no difference.
_ENOUGH: Final = Signs(
    _RULES["pathway"]["nerve"]["threshold"], _RULES["pathway"]["mechanical"]["threshold"], 1, 1, 1
)


class Standing(NamedTuple):
    """All that the rest of an interview depends on."""

    waiting: tuple[tuple[str, Groups], ...]
    """The questions that may still be asked, in order; none in an emergency. With each, the groups
    that it waits for, and of these the members that may still be asked. It is open when none is
    left."""
    action: str
    """The gravest that any answer asks for so far."""
    flags: frozenset[tuple[str, str]]
    """The answers to red flags that would ask for more, had they the company they want."""
    company: frozenset[str]
    """Who is there already to keep company those red flags that may still want it."""
    signs: Signs
    """What the answers add up to, as far as it makes a difference."""


# --- what is told


def said(answers: Answers) -> dict[str, str]:
    """Return the answers and what they imply, unless that was answered otherwise."""
    implied = {
        QUESTIONS[name]["implies"]: "yes"
        for name, answer in answers.items()
        if answer == "yes" and "implies" in QUESTIONS[name]
    }
    return implied | dict(answers)


def told(answers: Answers) -> Told:
    """Return what a person is told who gave these answers and is asked nothing more."""
    heard = said(answers)
    raised = _raised(heard)
    action = _gravest(action_of(name, answer, raised) for name, answer in heard.items())
    return Told(action) if action in NOW else Told(action, *_pathway(_signs(heard)))


def action_of(name: str, answer: str, raised: AbstractSet[str]) -> str:
    """Return what this answer asks for, where these questions were answered yes or unsure."""
    flag = QUESTIONS[name]
    if "level" not in flag or answer not in (flag["worrying"], "unsure"):
        return "appointment"
    level = flag["level"]
    if "while" in flag and raised.isdisjoint(flag["while"]):
        level = flag.get("alone", "soon")
    if level == "soon":
        return "appointment"
    if level == "today" or answer == "unsure":
        return "clinician_today"
    return str(flag["action"])


def _gravest(actions: Iterable[str]) -> str:
    return max(actions, key=ACTIONS.index, default=ACTIONS[0])


def _raised(heard: Answers) -> frozenset[str]:
    return frozenset(name for name, answer in heard.items() if answer in ("yes", "unsure"))


def _signs(heard: Answers) -> Signs:
    """Return what the answers add up to. Only a yes is a sign."""
    signs = [QUESTIONS[name] for name, answer in heard.items() if answer == "yes"]
    links = [sign.get("back_link") for sign in signs]
    return Signs(
        nerve=sum(sign.get("nerve", 0) for sign in signs),
        mechanical=sum(sign.get("mechanical", 0) for sign in signs),
        local_sign=sum(sign.get("local_sign", False) for sign in signs),
        nerve_in_back=links.count("nerve"),
        mechanical_from_back=links.count("mechanical"),
    )


def _pathway(signs: Signs) -> tuple[str, bool]:
    """Return the pathway that these signs speak for, and whether it leads to the back."""
    nerve, mechanical, local_sign, nerve_in_back, mechanical_from_back = (
        have >= need for have, need in zip(signs, _ENOUGH, strict=True)
    )
    if nerve and mechanical and local_sign:
        return "both", nerve_in_back or mechanical_from_back
    if nerve:
        return "nerve", nerve_in_back
    return ("mechanical", mechanical_from_back) if mechanical else ("unclear", False)


# --- where an interview stands


def standing(answers: Answers) -> Standing:
    """Return where these answers leave an interview, whether or not they were asked for."""
    return _with(_START, said(answers))


@cache
def after(here: Standing, question: str, answer: str) -> Standing:
    """Return where the interview stands after the answer to a question that is open here."""
    return _with(here, {question: answer})


def told_at(here: Standing) -> Told:
    """Return what a person is told whose interview ends here."""
    return Told(here.action) if here.action in NOW else Told(here.action, *_pathway(here.signs))


def open_questions(here: Standing) -> list[str]:
    """Return the questions that may be asked here, in the order of asking."""
    return [question for question, groups in here.waiting if not groups]


def _with(here: Standing, heard: Answers) -> Standing:
    """Return where these further answers lead."""
    raised = here.company | _raised(heard)
    flags = here.flags | heard.items()
    action = _gravest([here.action, *(action_of(*flag, raised) for flag in flags)])
    signs = Signs(*map(min, map(sum, zip(here.signs, _signs(heard), strict=True)), _ENOUGH))
    if action in NOW:
        return Standing((), action, frozenset(), frozenset(), signs)
    waiting = _waiting(here, heard, raised)
    unsettled = frozenset(
        flag for flag in flags if action_of(*flag, raised) != action_of(*flag, _COMPANY)
    )
    wanted = {
        name
        for question, _ in (*waiting, *unsettled)
        for name in QUESTIONS[question].get("while", ())
    }
    return Standing(waiting, action, unsettled, raised & wanted, signs)


def _waiting(
    here: Standing, heard: Answers, raised: AbstractSet[str]
) -> tuple[tuple[str, Groups], ...]:
    """Return who still waits, and for whom, when these answers are in."""
    gone, waiting = set(heard), []
    for question, groups in here.waiting:
        left = tuple(group - gone for group in groups if group.isdisjoint(raised))
        if question not in heard and all(left):
            waiting.append((question, left))
        else:
            gone.add(question)
    return tuple(waiting)


_START: Final = Standing(
    tuple(
        (name, tuple(map(frozenset, entry["opens"])))
        for name, entry in QUESTIONS.items()
        if not entry.get("volunteered")
    ),
    ACTIONS[0],
    frozenset(),
    frozenset(),
    _NO_SIGNS,
)


# --- how it may go on


def next_question(here: Standing) -> str | None:
    """Return the first open question that can change what is told, if there is one."""
    return next((name for name in open_questions(here) if can_change(here, name)), None)


def can_change(here: Standing, question: str) -> bool:
    """Tell whether an open question can change what is told.

    That is, whether two people who stand here, answer it differently, and then are asked whatever
    opens, can be told different things although they give the same answer wherever both are asked.
    """
    yes, no, unsure = (after(here, question, answer) for answer in ANSWERS)
    return _can_part(yes, no) or _can_part(no, unsure) or _can_part(yes, unsure)


@cache
def _can_part(one: Standing, other: Standing) -> bool:
    if one == other:
        return False
    waiting = [here.waiting[0][0] for here in (one, other) if here.waiting]
    if not waiting:
        return told_at(one) != told_at(other)
    question = min(waiting, key=_PLACE.__getitem__)
    return any(
        _can_part(_asked(one, question, answer), _asked(other, question, answer))
        for answer in ANSWERS
    )


def _asked(here: Standing, question: str, answer: str) -> Standing:
    """Return where this answer leads, if the question is asked here at all."""
    asked = bool(here.waiting) and here.waiting[0][0] == question
    return after(here, question, answer) if asked else here


@cache
def endings(here: Standing) -> frozenset[Told]:
    """Return all that a person who stands here can be told, if every question that opens is put."""
    if not here.waiting:
        return frozenset({told_at(here)})
    question = here.waiting[0][0]
    return frozenset().union(*(endings(after(here, question, answer)) for answer in ANSWERS))
