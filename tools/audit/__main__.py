"""``python -m tools.audit``: known vulnerabilities in all that is pinned."""

import argparse
import sys
from collections.abc import Sequence

from simulator import ROOT
from tools.audit.ask import Answer, ask_npm, ask_python
from tools.pins import NODE_LISTS, pins, python_lists

__all__ = ["main"]

_SHOWN = 3
_WHY = """\
NOT CHECKED for known vulnerabilities: {count} of what was asked about. The package index in use
answers no such question: it cannot be reached, or is a mirror without the advisories. Where the
public indexes can be reached, `make audit` checks all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask; the exit code is 0 if all is well, 1 if something is known, 2 if nobody answered."""
    parser = argparse.ArgumentParser(prog="python -m tools.audit", description=__doc__)
    parser.add_argument(
        "--where-reachable",
        action="store_true",
        help="about Python packages alone; where nobody answers, say so and end well",
    )
    chosen = parser.parse_args(arguments)
    answers = {"Python": ask_python(pin for path in python_lists() for pin in pins(path))}
    if not chosen.where_reachable:
        answers |= {f"npm, {at.relative_to(ROOT)}": ask_npm(at) for at in NODE_LISTS}
    for name, answer in answers.items():
        _report(name, answer)
    if any(answer.found for answer in answers.values()):
        return 1
    unanswered = sum(len(answer.unanswered) for answer in answers.values())
    if unanswered:
        print(_WHY.format(count=unanswered))
    return 2 if unanswered and not chosen.where_reachable else 0


def _report(name: str, answer: Answer) -> None:
    print(f"{name}: {answer.checked} packages checked, {len(answer.found)} vulnerabilities known")
    print(*(f"  {line}" for line in answer.found), sep="\n", end="\n" if answer.found else "")
    for line in answer.unanswered[:_SHOWN]:
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
