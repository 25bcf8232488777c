"""What may be expected of a turn: the clauses of conversation files.

=======================================  =========================================================
``asks <question id>``                   this question is open
``asks whether it heard right``          a yes or no now confirms what was heard
``offers relief``, ``who``, ``again``    a yes or no now takes up or declines this offer; so it does
                                         ``start``, before the first question
``says now``, ``today`` or ``soon``      this urgency is decided; after commas: an action, a
                                         pathway, ``back_linked``, ``not back_linked``
``says <line id> ...``                   these lines are among those just said; ``echo`` is any
                                         echo, ``echo:four_steps`` the one about four_steps,
                                         ``topic:sciatica`` the answer about sciatica
``answers <id>=<answer> ...``            these answers are held, perhaps with others
``forgets all``                          no answer is held
``because <question id> ...``            these are among the reasons of what is decided
``hears <intent>``                       this intent was understood
``ends`` or ``stays``                    the session is closed, or open
=======================================  =========================================================
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dialogue import OFFERS, TOPICS, Line, Open, Say, State
from simulator.device import Turn
from simulator.record import record
from triage import ANSWERS, rules
from triage.model import ACTIONS, PATHWAYS, URGENCIES

__all__ = ["VERBS", "Facts", "Holds", "clause", "facts"]


class Facts(NamedTuple):
    """What is known after a turn: its record, what is open, the lines just said."""

    record: dict[str, Any]
    open: str
    lines: tuple[Line, ...]


Holds = Callable[[Facts], bool]


def facts(turn: Turn) -> Facts:
    """Tell what is known after ``turn``."""
    state = State.from_attributes(turn.attributes)
    return Facts(record(turn), state.open, state.last)


def clause(words: str) -> Holds:
    """Make of a clause the test whether it holds; raises ``ValueError`` for what is none."""
    verb, _, rest = words.partition(" ")
    if verb not in VERBS:
        raise ValueError(f"a clause begins with one of: {', '.join(VERBS)}")
    return VERBS[verb](rest.strip())


def _asks(rest: str) -> Holds:
    if rest == "whether it heard right":
        return lambda facts: facts.open == Open.HEARD_RIGHT
    _check((rest,), rules().questions, "a question")
    return lambda facts: facts.open == rest


def _offers(rest: str) -> Holds:
    offer = f"offer_{rest}"
    _check((offer,), (*OFFERS, Open.OFFER_START), "an offer")
    return lambda facts: facts.open == offer


def _says(rest: str) -> Holds:
    urgency, *more = (part.strip() for part in rest.split(","))
    if urgency in URGENCIES:
        _check(more, _TOLD, "an action, a pathway or a back link")
        return lambda facts: {urgency, *more} <= _told(facts.record["decided"])
    lines = set(map(_line, _words(rest.replace(",", " "))))
    return lambda facts: (
        lines
        <= {
            *map(str, facts.lines),
            *(line.say for line in facts.lines),
        }
    )


def _line(name: str) -> str:
    say, _, about = name.partition(":")
    _check((say,), tuple(Say), "a line")
    _check((about,), ("", *rules().questions, *TOPICS), "a question or a topic")
    return name


def _answers(rest: str) -> Holds:
    wanted = dict(pair.split("=", maxsplit=1) for pair in _words(rest))
    _check(wanted.keys(), rules().questions, "a question")
    _check(wanted.values(), ANSWERS, "an answer")
    return lambda facts: wanted.items() <= facts.record["answers"].items()


def _forgets(rest: str) -> Holds:
    _check((rest,), ("all",), "what can be forgotten")
    return lambda facts: not facts.record["answers"]


def _because(rest: str) -> Holds:
    reasons = set(_words(rest))
    _check(reasons, rules().questions, "a question")
    return lambda facts: reasons <= set((facts.record["decided"] or _NONE)["reasons"])


def _hears(rest: str) -> Holds:
    (intent,) = _words(rest)
    return lambda facts: facts.record["intent"] == intent


def _ends(rest: str) -> Holds:
    _check((rest,), ("",), "known after ends")
    return lambda facts: bool(facts.record["ends"])


def _stays(rest: str) -> Holds:
    _check((rest,), ("",), "known after stays")
    return lambda facts: not facts.record["ends"]


def _told(decided: dict[str, Any] | None) -> set[str]:
    if decided is None:
        return set()
    link = "back_linked" if decided["back_linked"] else "not back_linked"
    return {decided["urgency"], decided["action"], decided["pathway"], link}


def _words(rest: str) -> list[str]:
    if not rest:
        raise ValueError("it says nothing")
    return rest.split()


def _check(names: Iterable[str], known: Iterable[str], what: str) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            raise ValueError(f"{name!r} is not {what}")


_NONE: dict[str, list[str]] = {"reasons": []}
_TOLD = (
    *(action for actions in ACTIONS.values() for action in actions),
    *PATHWAYS,
    "back_linked",
    "not back_linked",
)

VERBS: dict[str, Callable[[str], Holds]] = {
    "asks": _asks,
    "offers": _offers,
    "says": _says,
    "answers": _answers,
    "forgets": _forgets,
    "because": _because,
    "hears": _hears,
    "ends": _ends,
    "stays": _stays,
}
"""The verbs that a clause can begin with."""
