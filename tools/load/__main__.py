"""``python -m tools.load``: the endpoint under load, and 200,000 turns in one process."""

import argparse
import logging
import sys
from collections.abc import Sequence

from tools.load.generate import generate
from tools.load.memory import grows
from tools.load.turns import take_turns

__all__ = ["main"]

#: Signed requests are believed for 150 seconds.
_LONGEST = 140


def main(arguments: Sequence[str] | None = None) -> int:
    """Run both; the exit code is 1 if anything is wrong, 2 if wrk is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=120, help="of load, up to 140 (%(default)s)")
    parser.add_argument("--turns", type=int, default=200_000, help="in one process (%(default)s)")
    chosen = parser.parse_args(arguments)
    try:
        under_load = generate(min(chosen.seconds, _LONGEST))
    except FileNotFoundError:
        print("wrk is missing. Debian, Ubuntu: apt install wrk; macOS: brew install wrk")
        return 2
    print(
        f"The endpoint, every request verified: {under_load.requests:,} turns in "
        f"{under_load.seconds:.0f} s, {under_load.requests / under_load.seconds:.0f} a second\n"
        f"  milliseconds: half within {under_load.p50:.1f}, 90 % {under_load.p90:.1f}, "
        f"99 % {under_load.p99:.1f}, 99.9 % {under_load.p999:.1f}, all {under_load.most:.1f}\n"
        f"  memory, MiB, every ten seconds: {_listed(under_load.memory)}\n"
        f"  errors: {'; '.join(under_load.faults) or 'none'}"
    )
    # Alexa's reports of a fault are among the turns; each is logged, as it must be.
    logging.getLogger("ankle_pain_check").addHandler(logging.NullHandler())
    turns = take_turns(chosen.turns)
    print(
        f"One process: {turns.taken:,} turns, "
        f"{turns.seconds / turns.taken * 1000:.2f} ms of processor time each\n"
        f"  memory, MiB, at every tenth: {_listed(turns.memory)}\n"
        f"  errors: {turns.wrong or 'none'}"
    )
    growing = [
        name for name, m in (("endpoint", under_load.memory), ("process", turns.memory)) if grows(m)
    ]
    print(*(f"The memory of the {name} GROWS" for name in growing), sep="\n", end="")
    return 1 if under_load.faults or turns.wrong or growing else 0


def _listed(memory: Sequence[float]) -> str:
    return " ".join(f"{sample:.1f}" for sample in memory)


if __name__ == "__main__":
    sys.exit(main())
