"""`make certify` walks through the whole conversation, and finds what certification refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator.assemble import MODELS, load_skill
from simulator.model import load_model
from tools.certify import conversation

Json = dict[str, Any]


def spoken(request: Json, answer: Json) -> Json:
    """Answer the end of a session."""
    if request["request"]["type"] == "SessionEndedRequest":
        answer["response"]["outputSpeech"] = {"type": "SSML", "ssml": "<speak>Bye.</speak>"}
    return answer


def stayed(request: Json, answer: Json) -> Json:
    """Never end the session."""
    del request
    answer["response"]["shouldEndSession"] = False
    return answer


def curt(request: Json, answer: Json) -> Json:
    """Leave after Help."""
    if request["request"].get("intent", {}).get("name") == "AMAZON.HelpIntent":
        answer["response"]["shouldEndSession"] = True
    return answer


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [(spoken, "loud"), (stayed, "stayed"), (curt, "helpless"), (stayed, "faults")],
)
def test_a_spoiled_conversation_is_found(spoil: Callable[[Json, Json], Json], kind: str) -> None:
    """In every state, by what certification has really refused."""
    skill = load_skill()
    spoiled = conversation.walk(
        load_model(MODELS, "en-US"),
        lambda event, context: spoil(event, skill(event, context)),
    )
    assert len(getattr(spoiled, kind)) >= spoiled.states - 1


def test_every_state_is_walked() -> None:
    """Each question that can be asked, the offers, and "Did I hear that right?"."""
    walked = conversation.walk_of(MODELS, "en-US")
    assert walked.states >= 25
    assert walked.turns > walked.states * 15
