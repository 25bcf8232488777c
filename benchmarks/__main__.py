"""`python -m benchmarks`: measure the skill beside others, and keep the tables in the document."""

import argparse
import json
import sys
from collections.abc import Sequence

from benchmarks.build import HEAVY, build, sizes
from benchmarks.count import count
from benchmarks.document import keep, machine
from benchmarks.interview import record
from benchmarks.race import race
from benchmarks.table import Measured, contest, goals, steps
from lambda_function import lambda_handler
from tools.package import PYTHON_VERSION
from tools.package.bytecode import find_python

__all__ = ["main"]

_FOLDER = HEAVY / "contestants"
_ROUNDS = 21


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and keep; the exit code is 0, or 1 when something is missing."""
    options = _options(arguments)
    python = find_python(PYTHON_VERSION) or sys.executable
    if not HEAVY.exists():
        _tell("the packages of the others are missing; run it by: make bench")
        return 1
    where = machine(python)
    _tell("putting each into a folder of its own ...")
    contestants = build(_FOLDER, python)
    requests = _FOLDER / "requests.jsonl"
    requests.write_text("\n".join(map(json.dumps, record(lambda_handler))))
    if options.instructions:
        _show("counted", f"{where}\n\n{count(contestants, requests, _tell)}", options)
        return 0
    measured = Measured(race(contestants, requests, options.rounds, _tell), sizes(contestants))
    rounds = f"{where} {options.rounds} rounds."
    _show("measured", f"{rounds}\n\n{contest(measured)}\n\n{goals(measured)}", options)
    _show("steps", f"{rounds}\n\n{steps(measured)}", options)
    return 0


def _show(part: str, text: str, options: argparse.Namespace) -> None:
    print(f"\n{text}")
    if not options.print:
        keep(part, text)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=f"how many ({_ROUNDS})")
    parser.add_argument("--print", action="store_true", help="leave docs/benchmarks.md alone")
    parser.add_argument(
        "--instructions", action="store_true", help="count instructions instead (valgrind)"
    )
    return parser.parse_args(arguments)


def _tell(what: str) -> None:
    print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
