"""The interview that is measured: eleven requests, as an Echo without a screen sends them.

Somebody opens the skill, says what hurts, answers nine questions with yes or no, and hears the
result: an overloaded ankle. Two more requests show what the length of things costs.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

from dialogue import Do, State, Turn, step
from simulator import ROOT
from simulator.envelope import Echo, Session, intent_request, launch_request
from simulator.model import Entity
from simulator.understand import Slot, SlotValue, Understood

__all__ = ["KINDS", "TURNS", "record"]

Json = dict[str, Any]
Skill = Callable[[Json, object], Json]

#: The interview is so many requests.
TURNS: Final = 11
#: An example of each kind of turn among the requests. The last two are no part of the interview: a
#: yes after many answers, and a description in very many words.
KINDS: Final = {"launch": 0, "yes": 9, "describe": 1, "late yes": 11, "long words": 12}

_ID: Final = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
_SAID: Final = {
    "circumstance": ("it hurts when i walk", "worse_on_load=yes"),
    "symptom": ("a swollen spot", "sore_or_swollen_spot=yes"),
}
_ANSWERS: Final = "no no no no no no no yes no"
#: Signs that open many questions, and are no emergency.
_MANY: Final = (
    *("injury", "weakness", "weakness_checked", "numbness", "back_pain", "runs_down_leg"),
    *("worse_on_load", "four_steps", "gait_changed"),
)


def record(skill: Skill) -> list[Json]:
    """The requests, each with the session attributes that this skill gave before."""
    echo, session = Echo(_ID, "en-US"), Session()
    answers = [f"AMAZON.{answer.title()}Intent" for answer in _ANSWERS.split()]
    said = [launch_request(), _described(), *(_intent(Understood(name)) for name in answers)]
    recorded = []
    for request in said:
        recorded.append(json.loads(json.dumps(echo.envelope(request, session))))
        session.attributes = skill(recorded[-1], None)["sessionAttributes"]
        session.new = False
    late, long = deepcopy(recorded[KINDS["yes"]]), deepcopy(recorded[KINDS["describe"]])
    late["session"]["attributes"] = _after_many_answers()
    for slot in long["request"]["intent"]["slots"].values():
        if "value" in slot:
            slot["value"] = slot["slotValue"]["value"] = " and so on" * 50
    return [*recorded, late, long]


def _after_many_answers() -> Json:
    """The session attributes at the last question of a long interview."""
    last = State()
    state, reply = step(last, Turn(Do.LAUNCH))
    while not reply.open.startswith("offer"):
        last = state
        state, reply = step(state, Turn(Do.YES if reply.open in _MANY else Do.NO))
    return last.to_attributes()


def _intent(understood: Understood) -> Json:
    return intent_request(understood, _ID)


def _described() -> Json:
    """Alexa names every slot that the intent has, though only two were filled."""
    model = json.loads((ROOT / "interaction_model" / "en-US.json").read_text(encoding="utf-8"))
    intents = model["interactionModel"]["languageModel"]["intents"]
    found = next(intent for intent in intents if intent["name"] == "DescribeIntent")
    slots = []
    for slot in found["slots"]:
        heard, fact = _SAID.get(slot["name"], ("", ""))
        values = (SlotValue(heard, (Entity(fact, heard),)),) if heard else ()
        slots.append(Slot(slot["name"], slot["type"], values))
    return _intent(Understood("DescribeIntent", tuple(slots)))
