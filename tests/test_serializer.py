"""The planned serializer does what the SDK's own does: that one is asked too, and compared."""

import json
from datetime import datetime
from enum import Enum
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope, Response, ResponseEnvelope
from hypothesis import example, given
from hypothesis import strategies as st

from alexa import PlannedSerializer, build_skill
from tests.test_events import FILES, event
from tools.fuzz import make

SDK, OURS = DefaultSerializer(), PlannedSerializer()
REFUSED = "refused"
TOGETHER = 100
DEEP = 100


def read(serializer: DefaultSerializer, text: str) -> Any:
    """All that this serializer finds in a text, the context too; or that it refuses it."""
    try:
        found = serializer.deserialize(text, RequestEnvelope)
        return found.to_dict() if found else found
    except SerializationException:
        return REFUSED
    except Exception:  # noqa: BLE001  # where ours refuses, the SDK may break
        assert serializer is SDK
        return REFUSED


@pytest.mark.parametrize("name", sorted(set(FILES) - {"unknown_request"}))
def test_a_request_of_alexas_is_read_alike(name: str) -> None:
    """Each part of it, in an object of the same class, equal from both sides."""
    text = json.dumps(event(name))
    theirs, ours = (s.deserialize(text, RequestEnvelope) for s in (SDK, OURS))
    assert theirs.to_dict() == ours.to_dict()
    assert type(theirs.request) is type(ours.request)
    assert theirs == ours
    assert ours == theirs


def test_a_request_of_an_unknown_type_is_refused_alike() -> None:
    """The SDK has no class for it; the skill answers it plainly."""
    text = json.dumps(event("unknown_request"))
    assert REFUSED == read(SDK, text) == read(OURS, text)


@pytest.mark.parametrize("first", range(0, 1000, TOGETHER))
def test_a_damaged_request_is_read_or_refused_alike(first: int) -> None:
    """A thousand of those that `make fuzz` sends.

    But for one difference: names that mean something to Python mislead or break the SDK, not ours.
    """
    for number in range(first, first + TOGETHER):
        hostile = make(0, number)
        if depth(hostile.event) > DEEP:  # how deep Python can go depends on who asks
            continue
        text = json.dumps(hostile.event)
        theirs, ours = read(SDK, text), read(OURS, text)
        assert hostile.kind in ("more keys", "several") or theirs == ours, number


def depth(value: object) -> int:
    """How deep this JSON goes; beyond what is deep, only that it does."""
    found, level = 0, [value]
    while level and found <= DEEP:
        found += 1
        level = [inner for each in level for inner in parts(each)]
    return found


def parts(value: object) -> list[object]:
    """What this holds."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


@given(st.text())
@example("null")
def test_any_text_is_read_or_refused_alike(text: str) -> None:
    """Be it JSON or not. But null, which the SDK hands on as no request at all, is refused."""
    theirs, ours = read(SDK, text), read(OURS, text)
    assert ours == ("refused" if theirs is None else theirs)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9999, 1, 1)))  # noqa: DTZ001
def test_a_moment_is_read_alike(moment: datetime) -> None:
    """As Alexa writes it, and with parts of a second or an offset."""
    seconds = moment.replace(microsecond=0).isoformat()
    for written in (f"{seconds}Z", f"{moment.isoformat()}Z", f"{seconds}+02:00"):
        changed = event("launch")
        changed["request"]["timestamp"] = written
        theirs, ours = (s.deserialize(json.dumps(changed), RequestEnvelope) for s in (SDK, OURS))
        assert theirs.request.timestamp == ours.request.timestamp


@pytest.mark.parametrize("name", sorted(set(FILES) - {"unknown_request"}))
def test_an_answer_is_written_alike(name: str) -> None:
    """What the skill answers to each request, with a screen or without."""
    answer = build_skill().invoke(SDK.deserialize(json.dumps(event(name)), RequestEnvelope), None)
    assert isinstance(answer, ResponseEnvelope)
    assert SDK.serialize(answer) == OURS.serialize(answer)


class Mark(Enum):
    """What an answer could hold that JSON cannot."""

    ONE = "one"


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.dates()
        | st.datetimes()
        | st.sampled_from(Mark)
        | st.just(Response(should_end_session=False))
        | st.decimals(-1000, 1000, places=1),
        lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_an_answer_holds_is_written_alike(held: object) -> None:
    """Session attributes and directives may hold anything."""
    answer = ResponseEnvelope(session_attributes={"held": held}, response=Response())
    assert repr(SDK.serialize(answer)) == repr(OURS.serialize(answer))
