"""Counts instructions, which are the same however busy the machine is; valgrind does."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.build import Contestant
from benchmarks.interview import KINDS
from benchmarks.table import TITLES, markdown

__all__ = ["count"]

#: So many turns for warming up, and so many more that are counted.
_WARM_UP: Final = 30
_COUNTED: Final = 100
_KINDS: Final = ("launch", "yes", "describe")
_VALGRIND: Final = (
    *("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"),
)


def count(contestants: Sequence[Contestant], requests: Path, tell: Callable[[str], None]) -> str:
    """A table of the instructions of a cold start and of each kind of turn when warm.

    Node.js is left out: it compiles while it runs, and under valgrind at other moments.
    """
    columns = ["cold, million", "÷ Python"]
    for kind in _KINDS:
        columns += [f"{kind}, thousand", "÷ floor"]
    rows: dict[str, list[str]] = {}
    python = 0
    floor: dict[str, float] = {}
    for one in contestants:
        if one.name == "node":
            continue
        tell(f"counting the instructions of {one.name} ...")
        cold = _instructions(one, "cold", requests, "")
        python = python or cold
        cells = [f"{cold / 1e6:.0f}", f"{cold / python:.2f}"]
        for kind in _KINDS if one.module != "-" else ():
            turn = _of_a_turn(one, requests, KINDS[kind])
            floor.setdefault(kind, turn)
            cells += [f"{turn / 1000:.0f}", f"{turn / floor[kind]:.2f}"]
        rows[TITLES[one.name]] = cells + [""] * (len(columns) - len(cells))
    return markdown(columns, rows)


def _of_a_turn(contestant: Contestant, requests: Path, number: int) -> float:
    few = _instructions(contestant, "work", requests, f"{number}\n" * _WARM_UP)
    many = _instructions(contestant, "work", requests, f"{number}\n" * (_WARM_UP + _COUNTED))
    return (many - few) / _COUNTED


def _instructions(contestant: Contestant, mode: str, requests: Path, said: str) -> int:
    done = subprocess.run(  # noqa: S603  # our own command
        [*_VALGRIND, *contestant.command(mode, requests)],
        env={**os.environ, **contestant.environment},
        input=said,
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if not found:
        raise RuntimeError(f"valgrind did not say how many instructions: {done.stderr}")
    return int(found[1].replace(",", ""))
