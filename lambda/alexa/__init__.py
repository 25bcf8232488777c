"""The adapter to Alexa: the only package that knows the ASK SDK."""

from alexa.handlers import build_skill, log_failure
from alexa.requests import INTENTS, is_for, turn_of
from alexa.responses import answer_plainly, plainly

__all__ = [
    "INTENTS",
    "answer_plainly",
    "build_skill",
    "is_for",
    "log_failure",
    "plainly",
    "turn_of",
]
