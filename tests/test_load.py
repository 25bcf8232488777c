"""`make load` reads what the load generator says, and sees memory that grows."""

import json
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pytest

from tests.signing import Authority
from tools.load.generate import Measured, measured
from tools.load.memory import grows, resident
from tools.load.requests import some, write
from tools.load.turns import take_turns

FIGURES = {
    "requests": 900,
    "seconds": 3.0,
    "wrong": 0,
    "socket": 0,
    "p50": 1.0,
    "p90": 2.0,
    "p99": 3.0,
    "p999": 4.0,
    "most": 5.0,
}


def test_what_is_measured_is_read() -> None:
    """It stands among other words."""
    said = f"Running 3s test\n  2 threads\nMEASURED {json.dumps(FIGURES)}\n"
    assert Measured(900, 3.0, 0, 0, 1.0, 2.0, 3.0, 4.0, 5.0) == measured(said)
    assert [] == measured(said).faults


def test_what_measured_nothing_is_no_success() -> None:
    """As when the endpoint cannot be reached."""
    with pytest.raises(ValueError, match="measured nothing: unable to connect"):
        measured("unable to connect to 127.0.0.1")


@pytest.mark.parametrize("what", ["wrong", "socket", "logged"])
def test_a_single_error_is_a_fault(what: str) -> None:
    """None at all is what is promised."""
    good = Measured(900, 3.0, 0, 0, 1.0, 2.0, 3.0, 4.0, 5.0)
    assert [] == good.faults
    changed: dict[str, Any] = {what: 1}
    assert 1 == len(good._replace(**changed).faults)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        ([10, 30, 30, 30, 30, 30], False),
        ([10, 30, 30.5, 30, 30.6, 30.5], False),
        ([10, 20, 21, 22, 23, 24], True),
        ([10, 20, 20, 20, 20, 22], True),
        ([10], False),
    ],
)
def test_memory_that_settles_does_not_grow(samples: list[float], expected: bool) -> None:
    """What is loaded with the first turns stays; after that nothing comes."""
    assert expected == grows(samples)


def test_many_turns_are_taken_in_one_process() -> None:
    """Each is answered, and the memory is looked at ten times."""
    turns = take_turns(100)
    assert (100, 0) == (turns.taken, turns.wrong)
    assert 11 == len(turns.memory)
    assert turns.memory[-1] > 1


def test_the_requests_are_turns_of_this_moment(tmp_path: Path) -> None:
    """Signed, one a line, and the same ones in every run."""
    ours = [{**each["request"], "timestamp": "", "requestId": ""} for each in some(20)]
    again = [{**each["request"], "timestamp": "", "requestId": ""} for each in some(20)]
    assert ours == again
    assert len({request["type"] for request in ours}) > 2
    sent = datetime.fromisoformat(some(1)[0]["request"]["timestamp"])
    assert abs((datetime.now(UTC) - sent).total_seconds()) < 100
    write(tmp_path / "requests.lua", 20, Authority().signer())
    lines = (tmp_path / "requests.lua").read_text(encoding="utf-8").splitlines()
    assert 20 == len(lines)
    assert all("Signature-256" in line for line in lines)


def test_the_memory_of_a_process_that_is_gone_is_an_error() -> None:
    """And no zero, which would look like no growth."""
    with pytest.raises((OSError, CalledProcessError)):
        resident(2**22 - 1)
