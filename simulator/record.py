"""One turn as plain data, with what the conversation has come to so far."""

from collections.abc import Iterable

from dialogue import State, position
from triage import Decided, rules

from .device import Turn
from .envelope import Json
from .understand import Slot

__all__ = ["record", "stands"]


def record(turn: Turn) -> Json:
    """Give the turn as a JSON object: what was heard, understood, said, and led to.

    ``decided``, ``answers`` and ``asks`` are read from the session attributes, as
    ``stands`` gives them. The key order is fixed.
    """
    return {
        "heard": turn.heard,
        "intent": turn.intent,
        "slots": _slots(turn.slots),
        "says": turn.says,
        "ssml": turn.ssml,
        "reprompt": turn.reprompt,
        "ends": turn.ends,
        "card": turn.card,
        "directives": list(turn.directives),
        "attributes": turn.attributes,
        **stands(turn.attributes),
        "ms": round(turn.milliseconds, 3),
    }


def stands(attributes: Json) -> Json:
    """Tell where the conversation stands that these session attributes hold.

    ``decided`` is what is told, or None while the interview goes on; ``answers`` maps
    question ids to yes, no or unsure; ``asks`` is the id of the open question, or None.
    """
    state = State.from_attributes(attributes)
    step = position(state)
    return {
        "decided": _decided(step) if isinstance(step, Decided) else None,
        "answers": state.answers,
        "asks": state.open if state.open in rules().questions else None,
    }


def _decided(step: Decided) -> Json:
    return {
        "urgency": step.urgency,
        "action": step.action,
        "pathway": step.pathway,
        "back_linked": step.back_linked,
        "reasons": list(step.reasons),
    }


def _slots(slots: Iterable[Slot]) -> Json:
    return {
        slot.name: [{"heard": value.heard, "id": value.entities[0].id} for value in slot.values]
        for slot in slots
        if slot.values
    }
