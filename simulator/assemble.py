"""Puts a device together: the skill, the interaction model and the settings of this computer."""

import os
from functools import cache

from dotenv import load_dotenv

from . import ROOT
from .device import Device, Skill
from .envelope import Echo
from .gist import load_language
from .model import load_model
from .openings import Openings, load_openings
from .understand import Understanding

__all__ = ["MODELS", "assemble", "load_skill", "understanding"]

MODELS = ROOT / "interaction_model"
"""The folder of the built interaction models, ``<locale>.json``."""

_NO_SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"


def assemble(locale: str, *, screen: bool = False) -> Device:
    """Make a device that is set to ``locale`` and talks to the skill.

    Its requests name the skill id in the setting ``SKILL_ID``, or a made-up one without it.
    What it understands comes from the model that serves the locale (``model.nearest``).
    Raises ``model.ModelError`` when no model can be used.
    """
    skill = load_skill()
    echo = Echo(os.environ.get("SKILL_ID") or _NO_SKILL_ID, locale, screen)
    return Device(skill, echo, *understanding(locale))


def load_skill() -> Skill:
    """Import the skill's ``lambda_handler``, after ``.env`` at the root has been read.

    What the environment already holds wins over the file.
    """
    load_dotenv(ROOT / ".env")
    from lambda_function import lambda_handler  # noqa: PLC0415  the settings come first

    return lambda_handler


@cache
def understanding(locale: str) -> tuple[Understanding, Openings]:
    """Return how utterances are understood in ``locale``, and openings of the skill.

    Raises ``model.ModelError`` when no model can be used.
    """
    model = load_model(MODELS, locale)
    language = model.locale.partition("-")[0]
    openings = load_openings(language, model.invocation_name)
    return Understanding(model, openings.joiner, load_language(language)), openings
