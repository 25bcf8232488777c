"""The adapter to Alexa: the only package that knows the ASK SDK."""

from alexa.handlers import build_skill
from alexa.log import log_failure
from alexa.requests import INTENTS, is_for, turn_of
from alexa.responses import answer_plainly, turn_away
from alexa.serializer import PlannedSerializer

__all__ = [
    "INTENTS",
    "PlannedSerializer",
    "answer_plainly",
    "build_skill",
    "is_for",
    "log_failure",
    "turn_away",
    "turn_of",
]
