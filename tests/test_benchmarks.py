"""The others that `make bench` measures hold the very interview that the skill holds."""

import json
import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.build import HEAVY, floor_data
from benchmarks.document import DOCUMENT
from benchmarks.interview import KINDS, TURNS, record
from benchmarks.table import Measured, goals
from dialogue import State
from lambda_function import lambda_handler
from simulator import ROOT
from tests.heavy import heavy
from triage import Decided, next_step

if TYPE_CHECKING:
    from benchmarks.race import Samples

CONTESTANTS = ROOT / "benchmarks" / "contestants"


@pytest.fixture(scope="module")
def requests() -> list[dict[str, Any]]:
    """The interview, and two requests more."""
    return record(lambda_handler)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the rules and texts of the floor and of the peer."""
    (tmp_path / "floor.json").write_bytes(floor_data())
    return tmp_path


def test_the_interview_comes_to_a_result(requests: list[dict[str, Any]]) -> None:
    """In eleven turns; none of them is an emergency, which would end it early."""
    last = lambda_handler(requests[TURNS - 1], None)
    assert isinstance(next_step(State.from_attributes(last["sessionAttributes"]).answers), Decided)
    assert {"launch": 0, "yes": 9, "describe": 1} == {k: KINDS[k] for k in list(KINDS)[:3]}
    assert "describe" in str(requests[KINDS["describe"]]["request"]).lower()


def test_the_floor_says_and_keeps_what_the_skill_does(
    requests: list[dict[str, Any]], data: Path
) -> None:
    """Word by word, in each turn; else it would not be the same work."""
    shutil.copy(CONTESTANTS / "floor.py", data)
    spec = spec_from_file_location("floor", data / "floor.py")
    assert spec
    assert spec.loader
    floor = module_from_spec(spec)
    spec.loader.exec_module(floor)
    for request in requests[:TURNS]:
        assert bare(lambda_handler(request, None)) == bare(floor.lambda_handler(request, None))


@pytest.mark.once
def test_the_peer_says_and_keeps_what_the_skill_does(
    requests: list[dict[str, Any]], data: Path
) -> None:
    """On the SDK for Node.js."""
    modules = HEAVY / "node_modules"
    heavy(modules, "make bench (with Node.js)")
    shutil.copy(CONTESTANTS / "node" / "index.js", data)
    (data / "node_modules").symlink_to(modules)
    script = (
        "const { handler } = require(process.argv[1] + '/index.js');"
        "const ask = (event) => new Promise((told) =>"
        " handler(event, {}, (fault, answer) => told(fault ?? answer)));"
        "Promise.all(JSON.parse(require('fs').readFileSync(0)).map(ask))"
        ".then((answers) => console.log(JSON.stringify(answers)));"
    )
    node = shutil.which("node") or "node"
    asked = json.dumps(requests[:TURNS])
    done = subprocess.run(  # noqa: S603  our own command
        [node, "-e", script, data], input=asked, capture_output=True, text=True, check=True
    )
    for request, answer in zip(requests[:TURNS], json.loads(done.stdout), strict=True):
        assert bare(lambda_handler(request, None)) == bare(answer)


def bare(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what its SDK says of itself."""
    return {key: value for key, value in answer.items() if key != "userAgent"}


def test_a_goal_that_is_missed_is_called_missed() -> None:
    """The table does not flatter."""
    samples: Samples = {
        ("floor", "yes"): [10, 10, 10],
        ("skill", "yes"): [20, 31, 40],
        ("floor", "launch"): [10, 10, 10],
        ("skill", "launch"): [20, 30, 40],
    }
    table = goals(Measured(samples, {"skill": (70, 80), "plain": (100, 100)}))
    rows = {row.split("|")[1].strip(): row for row in table.splitlines()}
    assert "| 3.10 | **no** |" in rows["warm yes ÷ the floor"]
    assert "| 3.00 | yes |" in rows["warm launch ÷ the floor"]
    assert "| 0.70 | yes |" in rows["package ÷ `pip install -t`, unpacked"]
    assert "| 0.80 | **no** |" in rows["package ÷ `pip install -t`, packed"]


def test_the_document_holds_what_was_measured() -> None:
    """With the machine and the date, for each of its parts."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for part in ("measured", "steps", "counted"):
        _, _, rest = text.partition(f"<!-- {part}: ")
        body, _, _ = rest.partition(f"<!-- end of {part} -->")
        assert "Python 3.13" in body, part
        assert "| **the skill, as packaged** |" in body, part
