"""Changes the triage in many small ways, and says what no test notices; see the package."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence

from tools.mutants import code, rules
from tools.mutants.survivors import complaints
from tools.mutants.trees import Tree, trees

__all__ = ["main"]

FILES = ("decide.py", "pathway.py", "load.py", "rules.toml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Change the files that are named, or all; return 0 if whatever survives is listed, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("file", nargs="*", help=f"one of {', '.join(FILES)}; all by default")
    files = parser.parse_args(arguments).file or FILES
    if unknown := set(files) - set(FILES):
        parser.error(f"{min(unknown)} is none of {', '.join(FILES)}")
    # Whoever ends the command ends its workers too, and removes the copies.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    wrong = []
    with trees() as copies:
        for file in files:
            begun = time.monotonic()
            try:
                line, found = _rules(copies) if file == "rules.toml" else _code(file, copies)
            except RuntimeError as error:
                print(error, file=sys.stderr)
                return 1
            took = time.monotonic() - begun
            print(f"{file}: {line}; {took / 60:.1f} minutes", flush=True)
            wrong += [f"{file}: {complaint}" for complaint in found]
    print("\n".join(wrong) or "Whatever survives is known to make no difference.")
    return bool(wrong)


def _code(file: str, copies: Sequence[Tree]) -> tuple[str, list[str]]:
    result = code.mutate(file, copies)
    number = sum(map(len, result))
    line = (
        f"{number} changes, {len(result.noticed) + len(result.endless)} noticed by a test"
        f" ({1 - len(result.survived) / number:.1%}),"
        f" {len(result.endless)} of them since it came to no end"
    )
    return line, complaints(file, result.survived)


def _rules(copies: Sequence[Tree]) -> tuple[str, list[str]]:
    result = rules.mutate(copies)
    line = (
        f"{sum(map(len, result))} changes, {len(result.refused)} refused by the loader,"
        f" {len(result.noticed)} noticed by a test,"
        f" {len(result.equivalent)} shown to change nothing for anybody,"
        f" {len(result.unnoticed)} not noticed"
    )
    return line, [
        *complaints("rules.toml", result.equivalent),
        *(f"no test notices, and it makes a difference: {name}" for name in result.unnoticed),
    ]


if __name__ == "__main__":
    sys.exit(main())
