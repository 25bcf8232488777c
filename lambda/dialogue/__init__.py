"""The conversation: a state and a turn in, a state and a reply out.

Knows nothing of Alexa and holds no words: replies are ids that `speech` turns into sentences.
"""

from dialogue.replies import ABOUT_OPEN, OFFERS, Line, Open, Reply, Say
from dialogue.state import State, position
from dialogue.step import step
from dialogue.turns import Do, Turn, emergency
from triage import Ask, Decided

__all__ = [
    "ABOUT_OPEN",
    "OFFERS",
    "Ask",
    "Decided",
    "Do",
    "Line",
    "Open",
    "Reply",
    "Say",
    "State",
    "Turn",
    "emergency",
    "position",
    "step",
]
