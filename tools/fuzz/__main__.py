"""``python -m tools.fuzz``: hostile envelopes, judged one by one, and the figures of the run."""

import argparse
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from simulator import ROOT
from tests.envelopes import SKILL_ID
from tools.fuzz import judge, make
from tools.fuzz.judge import recorded

__all__ = ["Run", "main", "run"]

#: A case is slow from so many times the median on, for every so many bytes of it.
_SLOW = 50
_BYTES = 16_384
#: How often a case is measured again before it is called slow, and how many say what is usual.
_AGAIN = 5
_SAMPLE = 300
#: Every so many envelopes the skill knows its own id, and turns away what is for another.
_WITH_ID = 10
_SHOWN = 10
_FAULTS = ROOT / "build" / "fuzz"


class Run(NamedTuple):
    """What a run found: each envelope's kind, outcome and time, and the faults by number."""

    kinds: list[str]
    outcomes: Counter[str]
    seconds: list[float]
    largest: int
    faults: dict[int, list[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as the arguments say; the exit code is 1 if anything is wrong or time ran out."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--envelopes", type=int, default=100_000, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="others for another (%(default)s)")
    parser.add_argument("--minutes", type=float, default=30, help="at most (%(default)s)")
    parser.add_argument("--only", type=int, help="this envelope alone; prints it and the answer")
    chosen = parser.parse_args(arguments)
    if chosen.only is not None:
        return _only(chosen.seed, chosen.only)
    started = time.monotonic()
    done = run(chosen.seed, chosen.envelopes, started + chosen.minutes * 60)
    _report(done, chosen.seed, time.monotonic() - started)
    if len(done.kinds) < chosen.envelopes:
        print(f"STOPPED after {chosen.minutes:g} minutes: {chosen.envelopes:,} were to be sent")
        return 1
    return 1 if done.faults else 0


def run(seed: int, envelopes: int, until: float) -> Run:
    """Judge so many envelopes, or as many as can be until then (as `time.monotonic` counts)."""
    done = Run([], Counter(), [], 0, defaultdict(list))
    with recorded() as log:
        for number in range(envelopes):
            if time.monotonic() > until:
                break
            kind, event = make(seed, number)
            judged = judge(event, log, _skill_id(number))
            done.kinds.append(kind)
            done.outcomes[judged.outcome] += 1
            done.seconds.append(judged.seconds)
            done = done._replace(largest=max(done.largest, judged.size))
            if judged.faults:
                done.faults[number] += judged.faults
        for number, fault in _slow(seed, done.seconds, log):
            done.faults[number].append(fault)
    return done


def _skill_id(number: int) -> str:
    return "" if number % _WITH_ID else SKILL_ID


def _slow(seed: int, seconds: Sequence[float], log: list[str]) -> list[tuple[int, str]]:
    """The cases that are slow; larger envelopes may take longer in proportion.

    Those that took long are measured again, and so is what is usual, for the computer has other
    things to do: the least of several times is what an envelope takes.
    """
    if not seconds:
        return []
    median = statistics.median(seconds)
    suspects = [number for number, took in enumerate(seconds) if took > _SLOW / 2 * median]
    sample = range(min(len(seconds), _SAMPLE))
    usual = statistics.median(_measured(seed, number, log) for number in sample)
    found = []
    for number in suspects:
        bound = _SLOW * usual * max(1, _size(make(seed, number).event) / _BYTES)
        took = _measured(seed, number, log)
        for _ in range(_AGAIN):
            took = min(took, _measured(seed, number, log)) if took > bound else took
        if took > bound:
            found.append((number, f"takes {took / usual:.0f} times as long as usual"))
    return found


def _measured(seed: int, number: int, log: list[str]) -> float:
    skill_id = _skill_id(number)
    return min(judge(make(seed, number).event, log, skill_id).seconds for _ in range(_AGAIN))


def _size(event: object) -> int:
    try:
        return len(json.dumps(event))
    except (ValueError, RecursionError):
        return 0


def _report(done: Run, seed: int, seconds: float) -> None:
    count = len(done.kinds)
    print(f"{count:,} envelopes, seed {seed}, {seconds:.0f} s")
    by_kind = defaultdict(list)
    for kind, took in zip(done.kinds, done.seconds, strict=True):
        by_kind[kind].append(took)
    for kind, times in sorted(by_kind.items()):
        middle, slowest = statistics.median(times) * 1000, max(times) * 1000
        print(f"  {kind:13}{len(times):>8,}  median {middle:.2f} ms, slowest {slowest:.1f} ms")
    print(", ".join(f"{number:,} {outcome}" for outcome, number in done.outcomes.most_common()))
    if count:
        median = statistics.median(done.seconds)
        late = sorted(done.seconds)[int(count * 0.999)] / median
        print(
            f"median {median * 1000:.2f} ms; 999 of 1,000 within {late:.1f} times that; "
            f"the largest answer has {done.largest:,} bytes"
        )
        slowest = max(range(count), key=done.seconds.__getitem__)
        took, size = done.seconds[slowest] * 1000, _size(make(seed, slowest).event)
        print(f"the slowest, envelope {slowest} of {size:,} bytes, took {took:.1f} ms")
    for number, found in list(done.faults.items())[:_SHOWN]:
        print(f"FAULT in envelope {number}: {'; '.join(found)}")
        print(f"  again: .venv/bin/python -m tools.fuzz --seed {seed} --only {number}")
    print(f"{len(done.faults)} faults" if done.faults else "no fault")


def _only(seed: int, number: int) -> int:
    kind, event = make(seed, number)
    with recorded() as log:
        judged = judge(event, log, _skill_id(number))
    _FAULTS.mkdir(parents=True, exist_ok=True)
    path = _FAULTS / f"{seed}-{number}.json"
    try:
        path.write_text(json.dumps(event, indent=1), encoding="utf-8")
        print(f"{kind}: written to {path.relative_to(ROOT)}")
    except (ValueError, RecursionError):
        print(f"{kind}: too deep to be written")
    print(f"{judged.outcome}, {judged.seconds * 1000:.2f} ms, {judged.size:,} bytes")
    print(*log, sep="\n")
    print("; ".join(judged.faults) or "no fault")
    return 1 if judged.faults else 0


if __name__ == "__main__":
    sys.exit(main())
