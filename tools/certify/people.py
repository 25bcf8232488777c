"""What no machine can check, and who can."""

from collections.abc import Iterator, Mapping
from typing import Final

from tools.certify.subject import Subject

__all__ = ["AMAZON", "YOU", "to_do"]

YOU: Final = "you"
AMAZON: Final = "Amazon"

_LEFT: Mapping[str, tuple[str, ...]] = {
    YOU: (
        "have the rules and the words read by a clinician; nobody has",
        "ask a lawyer whether medical-device law applies where you offer it",
        "hold a whole conversation on a real Echo, and on one with a screen, in each locale",
        "hold one in the Alexa app, where no light shows when it listens",
        "look at the icon in the developer console, large and small",
        "run the console's own validation and functional test (docs/deploy.md)",
        "check that nobody else's trade mark is in the name",
    ),
    AMAZON: (
        "whether asking about health without storing anything counts as collecting it",
        "whether the name is free, and tells what the skill does",
        "how well Alexa understands people in each locale; the models are Amazon's",
    ),
}


def to_do(subject: Subject) -> Iterator[tuple[str, str]]:
    """Give who has to look at what, beginning with what this skill still lacks."""
    if any(
        "//example.com" in policy.get("privacyPolicyUrl", "")
        for policy in subject.policies.values()
    ):
        yield YOU, "publish docs/privacy.md, and put its address into store/en.toml"
    if ":123456789012:" in str(subject.manifest["apis"]):
        yield YOU, "the endpoints name the account of Amazon's examples; make deploy puts in yours"
    for who, items in _LEFT.items():
        yield from ((who, item) for item in items)
