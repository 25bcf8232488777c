"""Answers as hypothesis invents them: volunteered, contradictory, and in any order."""

from hypothesis import strategies as st

from tests.triage_oracle import ANSWERS, QUESTIONS
from tests.triage_walk import Answers

__all__ = ["any_answers", "harmless"]


def harmless(name: str) -> str | None:
    """Return the harmless answer to a red flag, or nothing for a question that is none."""
    return {"yes": "no", "no": "yes", None: None}[QUESTIONS[name].get("worrying")]


def _answer(name: str) -> st.SearchStrategy[str]:
    # To what would end the interview, mostly the one answer that does not.
    usual = harmless(name) if QUESTIONS[name].get("level") == "now" else None
    return st.sampled_from([*ANSWERS, *[usual] * 6] if usual else ANSWERS)


def any_answers() -> st.SearchStrategy[Answers]:
    """Give any set of answers that a conversation may come to hold."""
    return st.fixed_dictionaries({}, optional={name: _answer(name) for name in QUESTIONS})
