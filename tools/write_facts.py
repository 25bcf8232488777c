"""Writes docs/facts.md: each fact of the article, where it is spoken, and the test that hears it.

`python -m tools.write_facts`, or `make facts`. `--check` says whether the file is stale.
"""

import sys
import tomllib
from pathlib import Path
from typing import Any, Final

__all__ = ["FACTS", "PAGE", "page"]

_ROOT: Final = Path(__file__).parents[1]
FACTS: Final[dict[str, Any]] = tomllib.loads((_ROOT / "tests/facts.toml").read_text("utf-8"))
PAGE: Final = _ROOT / "docs/facts.md"

_HEAD: Final = """# The facts, and where they are spoken

Made from `tests/facts.toml` by `make facts`; a test fails when this page is stale, when a fact has
no place, or when its words have left the text that should hold them. The keys are those of
`lambda/speech/locales/en.toml`.

| | fact | spoken in | heard by |
|---|---|---|---|
"""


def page() -> str:
    """Make the page anew."""
    rows = [
        f"| {name} | {fact['fact']} | {', '.join(f'`{key}`' for key in fact['spoken'])} "
        f"| `tests/test_facts.py::test_every_fact_is_spoken[{name}]` |\n"
        for name, fact in FACTS.items()
    ]
    return _HEAD + "".join(rows)


def main() -> int:
    """Write the page, or with --check only compare it; the exit code is 1 where it is stale."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text("utf-8") == page():
        return 0
    print(f"{PAGE.relative_to(_ROOT)} is stale; make it anew with: make facts", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
