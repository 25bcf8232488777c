"""Moments of conversations, one for each kind of thing that a screen shows."""

from collections.abc import Mapping
from typing import Final

from dialogue import SELF_HARM, Do, Reply, State, Turn, asked_about, emergency, step
from tests.talking import reaching

__all__ = ["MOMENTS", "moment"]

_NERVE: Final = {
    "injury": "no",
    "foot_cold_or_pale": "no",
    "weakness": "no",
    "numbness": "yes",
    "numbness_large_or_spreading": "no",
    "back_pain": "no",
    "runs_down_leg": "yes",
    "both_legs": "no",
    "saddle_or_bladder": "no",
    "hot_joint_or_calf": "no",
    "fever": "no",
    "worse_on_load": "no",
    "shooting_pain": "yes",
    "worse_on_cough": "yes",
}
_DOUBT: Final = {**_NERVE, "numbness_large_or_spreading": "unsure"}


def moment(*turns: Turn | Do) -> Reply:
    """What the last of these turns, from the beginning of a conversation, is answered with."""
    state, reply = State(), None
    for turn in turns:
        state, reply = step(state, turn if isinstance(turn, Turn) else Turn(turn))
    assert reply
    return reply


def _told(answers: Mapping[str, str]) -> Turn:
    return Turn(Do.TELL, answers)


#: Each by a name of its own.
MOMENTS: Final[Mapping[str, Reply]] = {
    "welcome": moment(Do.LAUNCH),
    "question": moment(Do.LAUNCH, Do.NO),
    "check": moment(Do.LAUNCH, Do.NO, Do.UNSURE),
    "echo": moment(_told(reaching("four_steps")), Do.NO),
    "why": moment(Do.LAUNCH, Do.NO, Do.WHY),
    "help": moment(Do.LAUNCH, Do.NO, Do.HELP),
    "topic": moment(Do.LAUNCH, Do.NO, asked_about(["serious"])),
    "recap": moment(_told({"numbness": "yes", "shooting_pain": "yes"}), Do.RECAP),
    "soon": moment(_told(_NERVE)),
    "soon_why": moment(_told(_NERVE), Do.WHY),
    "today": moment(_told(_DOUBT)),
    "relief": moment(_told(_NERVE), Do.YES),
    "now_call": moment(_told({"foot_cold_or_pale": "yes"})),
    "now": moment(_told({"weakness": "yes", "weakness_new_or_worse": "yes"})),
    "crisis": moment(emergency([SELF_HARM])),
    "now_again": moment(_told({"foot_cold_or_pale": "yes"}), Do.YES),
    "stop": moment(Do.LAUNCH, Do.STOP),
    "stop_today": moment(_told(_DOUBT), Do.STOP),
    "child": moment(Do.LAUNCH, Do.CHILD),
}
