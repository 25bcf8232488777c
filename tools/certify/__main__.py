"""``python -m tools.certify``: a line for each requirement, with its verdict."""

import sys
import textwrap
from collections.abc import Mapping, Sequence

from simulator import ROOT
from tools.certify import Check, Subject, conversation, load, model, page, people, privacy

__all__ = ["SECTIONS", "main"]

SECTIONS: Mapping[str, Sequence[Check]] = {
    "The page in the skill store": page.CHECKS,
    "Invocation name, models and phrases": model.CHECKS,
    "The conversation": conversation.CHECKS,
    "Privacy and security": privacy.CHECKS,
}
"""All that is checked, by section."""

_WIDTH = 100


def main() -> int:
    """Check everything, print a line each; the exit code is 1 if anything is wrong."""
    subject = load(ROOT)
    failed = 0
    for section, checks in SECTIONS.items():
        print(section)
        failed += sum(_report(check, subject) for check in checks)
    for locale in subject.models:
        walked = conversation.walk_of(ROOT / "interaction_model", locale)
        print(
            f"  {locale}: {walked.turns} turns in {walked.states} states, everything said in each; "
            f"the slowest took {walked.slowest * 1000:.1f} ms"
        )
    print("Not for a machine to check")
    left = list(people.to_do(subject))
    for who, what in left:
        _print(who, what)
    checked = sum(map(len, SECTIONS.values()))
    yours = sum(who == people.YOU for who, _ in left)
    print(
        f"{checked - failed} of {checked} requirements hold in {', '.join(subject.models)}; "
        f"{yours} are left to you, {len(left) - yours} to Amazon."
    )
    return 1 if failed else 0


def _report(check: Check, subject: Subject) -> bool:
    faults = list(check(subject))
    _print("FAILS" if faults else "ok", str(check.__doc__).removesuffix("."))
    for fault in faults:
        print(textwrap.fill(fault, _WIDTH, initial_indent=" " * 11, subsequent_indent=" " * 13))
    return bool(faults)


def _print(verdict: str, what: str) -> None:
    print(f"  {verdict:<7}{what}")


if __name__ == "__main__":
    sys.exit(main())
