"""Writes docs/licences.md: under which licence each package comes that the project installs."""

from collections import Counter
from collections.abc import Iterable
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path
from typing import Final

from simulator import ROOT
from tools.pins import NODE_LISTS, SHIPPED, Pin, node_packages, pins

__all__ = ["DOCUMENT", "document", "main"]

DOCUMENT: Final = ROOT / "docs" / "licences.md"
_HOME: Final = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
_HEAD: Final = """# Licences

Under which licence each package comes, by its own word. The project's own is in
[LICENSE](../LICENSE). Written by `make licences`; a test fails when it is out of date.
"""
_TABLE: Final = "| package | version | licence |\n|---|---|---|"


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"{DOCUMENT.relative_to(ROOT)} is written.")


def document() -> str:
    """Give the document as it ought to be."""
    shipped = [*pins(SHIPPED)]
    others = {pin for name in _HOME for pin in pins(ROOT / name)} - {*shipped}
    node = "\n".join(_node(folder) for folder in NODE_LISTS)
    return (
        f"{_HEAD}\n## What ships to AWS Lambda\n\n{_table(shipped)}\n"
        "\n## What else the endpoint, the simulator, the tests and the checks run on\n\n"
        f"{_table(others)}\n"
        "\n## What comes from npm, for tests and for bringing the skill to AWS\n\n"
        f"| list | packages | licences |\n|---|---|---|\n{node}\n"
        "\nThe large tools that are only run (those of AWS, browsers, audits) are installed into\n"
        "environments of their own, and are not listed: nothing of them is part of the skill.\n"
    )


def _table(packages: Iterable[Pin]) -> str:
    rows = (
        f"| {pin.name} | {pin.version} | {_licence(metadata(pin.name))} |"
        for pin in sorted(packages, key=lambda pin: pin.key)
    )
    return "\n".join((_TABLE, *rows))


def _licence(words: PackageMetadata) -> str:
    """What the package says of its licence, in the newest of the ways to say it."""
    if "License-Expression" in words:
        return words["License-Expression"]
    classified = [c for c in words.get_all("Classifier") or [] if c.startswith("License ::")]
    return ", ".join(c.rpartition(" :: ")[2] for c in classified) or words["License"]


def _node(folder: Path) -> str:
    licences = Counter(_named(package) for package in node_packages(folder).values())
    counted = ", ".join(f"{name} {count}" for name, count in licences.most_common())
    return f"| {folder.relative_to(ROOT)} | {licences.total()} | {counted} |"


def _named(package: dict[str, object]) -> str:
    return str(package.get("license") or "not named")


if __name__ == "__main__":
    main()
