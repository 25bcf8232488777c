"""What is said: every sample for an answer or a wish, a hundred descriptions, conversations."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path

from simulator import ROOT
from simulator.model import Model

__all__ = ["conversations", "descriptions", "samples"]

_DESCRIBED = ROOT / "tests" / "understanding" / "en.jsonl"
_KINDS = (
    "present",
    "absent",
    "several",
    "partly denied",
    "emergency",
    "emergency denied",
    "past",
    "beside an answer",
    "correction",
)
_HELD = ROOT / "tests" / "conversations"


def samples(model: Model) -> list[str]:
    """Give every sample sentence of the model that is whole as it stands, without a slot."""
    all_of_them = chain.from_iterable(intent.samples for intent in model.intents.values())
    return sorted({sample for sample in all_of_them if "{" not in sample})


def descriptions(most: int) -> list[str]:
    """Give that many descriptions as people say them, of each kind as many as of the others."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for line in _DESCRIBED.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        by_kind[said["kind"]].append(_heard(said["say"]))
    in_turn = zip_longest(*(by_kind[kind] for kind in _KINDS))
    return list(dict.fromkeys(filter(None, chain.from_iterable(in_turn))))[:most]


def conversations(folder: Path = _HELD) -> Iterator[tuple[str, list[str]]]:
    """Give the conversations of the tests, by name: what the person says in each.

    Those with a silence in them are left out, and those of other locales.
    """
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        said = [_heard(line.removeprefix(">")) for line in lines if line.startswith(">")]
        if all(said) and not any(line.startswith("# locale:") for line in lines):
            yield path.stem, said


def _heard(text: str) -> str:
    """Give a line as it sounds: small letters, no marks but the apostrophe."""
    kept = (c if c.isalnum() or c == "'" else " " for c in text.lower().replace("\u2019", "'"))
    return " ".join("".join(kept).split())
