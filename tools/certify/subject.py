"""What is checked: the manifest, the models and the files of one repository."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Check", "Json", "Subject", "load"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """The skill of the repository at `root`: its manifest, and its models by locale, as JSON."""

    root: Path
    manifest: Json
    models: Mapping[str, Json]

    @property
    def pages(self) -> Mapping[str, Json]:
        """What the skill store shows, by locale."""
        pages: Mapping[str, Json] = self.manifest["publishingInformation"]["locales"]
        return pages

    @property
    def policies(self) -> Mapping[str, Json]:
        """Where the privacy policy stands, by locale."""
        policies: Mapping[str, Json] = self.manifest["privacyAndCompliance"]["locales"]
        return policies

    def invocation_name(self, locale: str) -> str:
        """The name by which the skill is called in this locale."""
        return str(self.models[locale]["interactionModel"]["languageModel"]["invocationName"])


Check = Callable[[Subject], Iterable[str]]
"""A requirement, in its docstring; gives what is wrong, each in a sentence."""


def load(root: Path) -> Subject:
    """Read the skill of the repository at `root`."""
    manifest = json.loads((root / "skill.json").read_text(encoding="utf-8"))["manifest"]
    models = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((root / "interaction_model").glob("*-*.json"))
    }
    return Subject(root, manifest, models)
