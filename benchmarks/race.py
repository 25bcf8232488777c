"""Runs the contestants in turns, so that a machine that is busy now and then is unfair to none."""

import json
import os
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TextIO, cast

from benchmarks.build import Contestant
from benchmarks.interview import KINDS

__all__ = ["Samples", "race"]

#: By the name of the contestant and the measure: one figure for each round.
Samples = dict[tuple[str, str], list[float]]

#: The kinds of turn after these are for the skill alone, to show what the length of things costs.
_FOR_ALL: Final = 3


def race(
    contestants: Sequence[Contestant], requests: Path, rounds: int, tell: Callable[[str], None]
) -> Samples:
    """Measure every contestant once in each round.

    "cold" is the milliseconds from the command to the first answer, "memory" the peak in KiB then,
    "first" and "interview" the milliseconds of the first turn after import and of all eleven, and
    a kind of turn is the microseconds it takes when warm. "decide" and "decide most" are for the
    skill: the microseconds of deciding the next question, in the middle and at worst.
    """
    samples: Samples = defaultdict(list)
    for number in range(rounds):
        tell(f"cold, round {number + 1} of {rounds}")
        for contestant in contestants:
            _cold(contestant, requests, samples)
        for contestant in contestants[1:]:
            first, interview = json.loads(_output(contestant, "fresh", requests))
            samples[contestant.name, "first"].append(first)
            samples[contestant.name, "interview"].append(interview)
    _warm(contestants[1:], requests, rounds, samples, tell)
    return samples


def _cold(contestant: Contestant, requests: Path, samples: Samples) -> None:
    started = time.perf_counter()
    with _start(contestant, "cold", requests) as process:
        answers = cast("TextIO", process.stdout)
        answers.readline()
        samples[contestant.name, "cold"].append((time.perf_counter() - started) * 1000)
        samples[contestant.name, "memory"].append(int(answers.readline()))


def _warm(
    contestants: Sequence[Contestant],
    requests: Path,
    rounds: int,
    samples: Samples,
    tell: Callable[[str], None],
) -> None:
    skill = contestants[-1]
    with ExitStack() as stack:
        running = [(one, stack.enter_context(_start(one, "warm", requests))) for one in contestants]
        for number in range(-1, rounds):
            tell(f"warm, round {number + 1} of {rounds}")
            for contestant, process in running:
                kinds = [*KINDS][: None if contestant is skill else _FOR_ALL]
                figures = _ask(process, " ".join(str(KINDS[kind]) for kind in kinds))
                # The first time is for warming up.
                if number >= 0:
                    for kind, figure in zip(kinds, figures, strict=True):
                        samples[contestant.name, kind].append(figure)
            if number >= 0:
                middle, most = json.loads(_output(skill, "decide", requests))
                samples[skill.name, "decide"].append(middle)
                samples[skill.name, "decide most"].append(most)


def _ask(process: subprocess.Popen[str], line: str) -> list[float]:
    asked, answers = cast("TextIO", process.stdin), cast("TextIO", process.stdout)
    asked.write(f"{line}\n")
    asked.flush()
    figures: list[float] = json.loads(answers.readline())
    return figures


def _output(contestant: Contestant, mode: str, requests: Path) -> str:
    with _start(contestant, mode, requests) as process:
        return process.communicate()[0]


def _start(contestant: Contestant, mode: str, requests: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  # our own command
        contestant.command(mode, requests),
        env={**os.environ, **contestant.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
