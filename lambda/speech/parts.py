"""Which texts a line of several sentences is made of, for whoever says it or shows it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from dialogue.replies import Decided, Reply, Say

__all__ = ["COMPOSED", "Part", "do_now"]

#: More reasons than these are heard, not listened to. "Why" tells more.
_URGENT_REASONS: Final = 2
_REASONS: Final = 3
_ALL_REASONS: Final = 6


class Part(NamedTuple):
    """A sentence: the key of its text in the table `line`, and the answers it names as reasons."""

    key: str
    reasons: Sequence[str] = ()


Parts = tuple[Part, ...]


def do_now(reply: Reply) -> Part:
    """What to do where care is needed now."""
    return Part(f"now_{_decided(reply).action}")


def _now(reply: Reply) -> Parts:
    reasons = _decided(reply).urgency_reasons[:_URGENT_REASONS]
    return do_now(reply), Part("now_because", reasons), Part("now_cannot_call")


def _now_again(reply: Reply) -> Parts:
    return do_now(reply), Part("now_close")


def _result(reply: Reply) -> Parts:
    """Urgency first where it presses, the pathway with its reasons, what to do, the safety net."""
    decided = _decided(reply)
    urgent = decided.urgency_reasons[:_URGENT_REASONS]
    pathway = _pathway(decided, "result", _REASONS - len(urgent))
    closing = Part("safety_net"), Part("not_a_diagnosis")
    if decided.urgency == "today":
        return Part("result_today", urgent), pathway, *closing
    return pathway, Part("result_soon"), *closing


def _why_result(reply: Reply) -> Parts:
    return (_pathway(_decided(reply), "why", _ALL_REASONS),)


def _pathway(decided: Decided, kind: str, most: int) -> Part:
    reasons = decided.pathway_reasons[:most]
    key = f"{kind}_{decided.pathway}"
    if decided.back_linked:
        key += "_back"
    elif not reasons:
        key += "_nothing"
    return Part(key, reasons)


def _facts(key: str) -> Callable[[Reply], Parts]:
    def told(reply: Reply) -> Parts:
        return (Part(key, reply.facts[:_ALL_REASONS]) if reply.facts else Part(f"{key}_nothing"),)

    return told


def _by_urgency(key: str) -> Callable[[Reply], Parts]:
    return lambda reply: (Part(f"{key}_{reply.position.urgency}"),)


def _decided(reply: Reply) -> Decided:
    if isinstance(reply.position, Decided):
        return reply.position
    raise TypeError("a result is told only when it is decided")


#: What these lines are made of, by the reply that they stand in.
COMPOSED: Final[Mapping[Say, Callable[[Reply], Parts]]] = {
    Say.TOLD: _facts("told"),
    Say.RECAP: _facts("recap"),
    Say.HANDOVER: _facts("handover"),
    Say.NOW: _now,
    Say.NOW_AGAIN: _now_again,
    Say.RESULT: _result,
    Say.WHY_RESULT: _why_result,
    Say.RELIEF: _by_urgency("relief"),
    Say.WHO: _by_urgency("who"),
}
