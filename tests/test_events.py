"""Requests as Alexa really sends them are answered as Amazon demands."""

import json
from pathlib import Path
from typing import Any

import pytest

from dialogue import State
from lambda_function import lambda_handler
from tests.alexa_rules import faults

FILES = {path.stem: path for path in Path(__file__).with_name("events").glob("*.json")}


def event(name: str) -> dict[str, Any]:
    """Read one of the requests."""
    read: dict[str, Any] = json.loads(FILES[name].read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_request_is_answered_within_the_rules(name: str) -> None:
    """Spoken to where Amazon allows it, silent where it must be."""
    request = event(name)
    assert faults(request, lambda_handler(request, None)) == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_request_is_explained(name: str) -> None:
    """The README beside them says where its shape comes from."""
    readme = Path(__file__).with_name("events") / "README.md"
    assert f"`{name}`" in readme.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("intent_one_shot", {"breathless"}),
        ("intent_slot", {"breathless"}),
        ("intent_slot_before_slot_value", {"breathless"}),
        ("intent_slot_value_alone", {"breathless"}),
        ("intent_slot_list", {"breathless", "saddle_or_bladder"}),
        ("intent_slot_two_authorities", {"breathless", "other_emergency"}),
        ("intent_slot_empty", {"other_emergency"}),
        ("intent_slot_no_match", {"other_emergency"}),
        ("intent_slot_unresolved", {"other_emergency"}),
        ("unknown_intent", set()),
        ("can_fulfill", set()),
    ],
)
def test_an_emergency_is_heard_in_whatever_form_it_comes(name: str, told: set[str]) -> None:
    """By the ids that Alexa resolved; what it could not resolve is an emergency all the same."""
    answer = lambda_handler(event(name), None)
    answers = State.from_attributes(answer["sessionAttributes"]).answers
    assert answers == dict.fromkeys(told, "yes")


@pytest.mark.parametrize("name", ["intent_yes", "touch"])
def test_no_answer_is_lost(name: str) -> None:
    """What the session held before, it holds afterwards."""
    request = event(name)
    held = State.from_attributes(request["session"]["attributes"]).answers
    answer = lambda_handler(request, None)
    assert held.items() <= State.from_attributes(answer["sessionAttributes"]).answers.items()
    assert held
