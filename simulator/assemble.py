"""Puts a device together: the skill, the interaction model and the settings of this computer."""

import os
from functools import cache

from dotenv import load_dotenv

from . import ROOT
from .device import Device, Skill
from .envelope import Echo
from .model import load_model
from .openings import Openings, load_openings
from .understand import Understanding

__all__ = ["MODELS", "assemble", "load_skill"]

MODELS = ROOT / "interaction_model"
"""The folder of the built interaction models, ``<locale>.json``."""

_NO_SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"


def assemble(locale: str, *, screen: bool = False) -> Device:
    """Make a device that is set to ``locale`` and talks to the skill.

    Its requests name the skill id in the setting ``SKILL_ID``, or a made-up one without it.
    What it understands comes from the model that serves the locale (``model.nearest``).
    Raises ``model.ModelError`` when no model can be used.
    """
    understanding, openings = _understanding(locale)
    skill = load_skill()
    echo = Echo(os.environ.get("SKILL_ID") or _NO_SKILL_ID, locale, screen)
    return Device(skill, echo, understanding, openings)


def load_skill() -> Skill:
    """Import the skill's ``lambda_handler``, after ``.env`` at the root has been read.

    What the environment already holds wins over the file.
    """
    load_dotenv(ROOT / ".env")
    from lambda_function import lambda_handler  # noqa: PLC0415  the settings come first

    return lambda_handler


@cache
def _understanding(locale: str) -> tuple[Understanding, Openings]:
    model = load_model(MODELS, locale)
    openings = load_openings(model.locale.partition("-")[0], model.invocation_name)
    return Understanding(model, openings.joiner), openings
