"""The interview that is measured: eleven requests, as an Echo without a screen sends them.

Somebody opens the skill, says what hurts, answers nine questions with yes or no, and hears the
result: an overloaded ankle.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from simulator import ROOT
from simulator.envelope import Echo, Session, intent_request, launch_request
from simulator.understand import Entity, Slot, SlotValue, Understood

__all__ = ["DESCRIBE", "LAUNCH", "TURNS", "YES", "record"]

Json = dict[str, Any]
Skill = Callable[[Json, object], Json]

#: Which of the requests is an example of each kind of turn.
LAUNCH: Final = 0
DESCRIBE: Final = 1
YES: Final = 9
TURNS: Final = 11

_ID: Final = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
_SAID: Final = {
    "circumstance": ("it hurts when i walk", "worse_on_load=yes"),
    "symptom": ("a swollen spot", "sore_or_swollen_spot=yes"),
}
_ANSWERS: Final = "no no no no no no no yes no"


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
    return recorded


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
