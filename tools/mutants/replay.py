"""Shows of changed rules that they change nothing for anybody.

What is asked next, or told, is looked up for many sets of answers: those that stand for every path
of the interview, and those that stand for every path after something was volunteered. In a copy
of the repository with other rules, `python -m tools.mutants.replay FILE` does the same.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.triage_oracle import ANSWERS, QUESTIONS
from tests.triage_walk import gist, reachable, walk
from triage import Ask, Decided, next_step

__all__ = ["Replay"]


class Replay:
    """The answers, and what they lead to under the rules as they are."""

    def __init__(self, tree: Path) -> None:
        self._file: Final = tree.parent / "answers.json"
        answers = [member for state in walk().states for member in state.members]
        starts = [{name: answer} for name in QUESTIONS for answer in ANSWERS]
        answers += [found for _, found, _ in reachable(starts)]
        self._file.write_text(json.dumps(answers), encoding="utf-8")
        self._expected: Final = self._in(tree)

    def is_same_in(self, tree: Path) -> bool:
        """Tell whether everybody is asked and told the same by the rules of this copy."""
        return self._in(tree) == self._expected

    def _in(self, tree: Path) -> str:
        return subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-B", "-m", "tools.mutants.replay", str(self._file)],
            cwd=tree,
            env=os.environ | {"PYTHONPATH": "lambda"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def told(step: Ask | Decided) -> tuple[object, ...]:
    """Return all that a person hears of a step: an emergency's pathway is none of it."""
    signs = step.pathway_reasons if isinstance(step, Decided) else ()
    return gist(step), step.urgency, step.urgency_reasons, signs


def main() -> None:
    """Print a digest of what the answers in a file lead to."""
    answers = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    led_to = json.dumps([told(next_step(some)) for some in answers])
    sys.stdout.write(hashlib.sha256(led_to.encode()).hexdigest())


if __name__ == "__main__":
    main()
