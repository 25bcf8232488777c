"""The sentences that are learnt from: what the models spell out, and what says nothing of it."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from simulator.gist import Language, load_language
from simulator.learned import ASIDE, DOUBT, FOLDER, features, meaning
from simulator.model import Model, load_model
from simulator.samples import Words, words
from simulator.spelled import spelled_out

__all__ = ["Row", "digest", "languages", "rows"]

_MODELS = Path(__file__).parent.parent.parent / "interaction_model"
_FACTS = ("DescribeIntent", "EmergencyIntent")
_TRIED = 15
"""How many facts each phrase around one is tried on."""


class Row(NamedTuple):
    """A sentence: what it means, and its features."""

    means: str
    features: tuple[str, ...]


def languages() -> list[str]:
    """The languages of which there are models."""
    return sorted({path.stem.partition("-")[0] for path in _MODELS.glob("*-*.json")})


def rows(name: str) -> list[Row]:
    """Give each sentence of all locales of a language once, then those that mean none of it."""
    language = load_language(name)
    said: dict[Words, str] = {}
    for path in sorted(_MODELS.glob(f"{name}-*.json")):
        said |= _of(load_model(_MODELS, path.stem), language)
    aside = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return [
        Row(means, tuple(features(sentence, language)))
        for sentence, means in (said | dict(_others(aside, said))).items()
    ]


def digest(learnt_from: list[Row]) -> str:
    """Tell apart what is learnt from."""
    return hashlib.sha256(json.dumps(learnt_from).encode()).hexdigest()


def _of(model: Model, language: Language) -> dict[Words, str]:
    """What each sentence of a model means, where it means one thing."""
    found: dict[Words, str] = {}
    for said, reading in spelled_out(model, language):
        named = meaning(reading)
        if named:
            found.setdefault(said, named)
    return found


def _others(aside: dict[str, Any], known: dict[Words, str]) -> Iterator[tuple[Words, str]]:
    for sentence in aside["aside"]:
        yield words(sentence), ASIDE
    facts = [
        (" ".join(said), means)
        for said, means in known.items()
        if means.startswith(_FACTS) and len(said) > 2  # noqa: PLR2004  a whole statement
    ]
    for around, doubted in ((aside["turned"], True), (aside["plain"], False)):
        for phrase in around:
            # Always much the same, so that a phrase more changes little of what is learnt.
            for fact, means in sorted(facts, key=lambda each: _number(phrase, each[0]))[:_TRIED]:
                yield words(phrase.format(fact)), DOUBT if doubted else means


def _number(*texts: str) -> bytes:
    return hashlib.sha256("\n".join(texts).encode()).digest()
