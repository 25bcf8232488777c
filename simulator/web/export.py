"""A conversation as a file for ``tests/conversations``."""

import re
import unicodedata
from collections.abc import Sequence

from dialogue import OFFERS, Open, State
from simulator.device import Turn
from simulator.envelope import Json
from simulator.record import record

__all__ = ["ExportError", "conversation_file", "file_name"]


class ExportError(ValueError):
    """The conversation cannot be written as a file; the message says why."""


def conversation_file(turns: Sequence[Turn], locale: str, promise: str) -> str:
    """Write the turns as a conversation file that expects what happened.

    ``promise`` is its first line, what the conversation shows. ``tests/clauses.py`` says what the
    clauses mean. Raises ``ExportError`` when nothing was said, and for touches, which such a file
    cannot hold.
    """
    if not turns:
        raise ExportError("Nothing has been said yet.")
    if any(turn.request and "UserEvent" in turn.request["request"]["type"] for turn in turns):
        raise ExportError("A conversation file cannot hold touches. Say it instead of touching.")
    lines = [f"# {_one_line(promise) or 'Say here what this conversation promises.'}"]
    if locale != "en-US":
        lines.append(f"# locale: {locale}")
    before: Json = {"answers": {}, "decided": None}
    for turn in turns:
        now = record(turn)
        lines.append(f"> {_one_line(turn.heard)}".rstrip())
        lines += [f"  {clause}" for clause in _clauses(turn, before, now)]
        before = {"answers": {}, "decided": None} if turn.ends else now
    return "\n".join(lines) + "\n"


def file_name(promise: str) -> str:
    """Give the name of the file of this promise: its first words, ``such_as_these.txt``."""
    plain = unicodedata.normalize("NFKD", promise).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:8]
    return ("_".join(words) or "conversation")[:80] + ".txt"


def _clauses(turn: Turn, before: Json, now: Json) -> list[str]:
    if turn.ends:
        return ["ends"]
    state = State.from_attributes(turn.attributes)
    clauses = []
    if turn.request and state.last:
        clauses.append(f"says {' '.join(map(str, state.last))}")
    clauses.append(_open(state.open))
    told = dict(now["answers"])
    new = {name: answer for name, answer in told.items() if before["answers"].get(name) != answer}
    if new:
        clauses.append("answers " + " ".join(f"{name}={answer}" for name, answer in new.items()))
    if before["answers"] and not told:
        clauses.append("forgets all")
    if now["decided"] and now["decided"] != before["decided"]:
        clauses += _decided(now["decided"])
    return clauses


def _open(name: str) -> str:
    if name == Open.NOTHING:
        return "stays"
    if name == Open.HEARD_RIGHT:
        return "asks whether it heard right"
    offers = name in (*OFFERS, Open.OFFER_START)
    return f"offers {name.removeprefix('offer_')}" if offers else f"asks {name}"


def _decided(decided: Json) -> list[str]:
    told = [decided["urgency"], decided["action"], decided["pathway"]]
    told.append("back_linked" if decided["back_linked"] else "not back_linked")
    reasons = " ".join(decided["reasons"])
    return [f"says {', '.join(told)}", *([f"because {reasons}"] if reasons else [])]


def _one_line(text: str) -> str:
    return " ".join(text.split())
