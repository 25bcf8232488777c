"""The conversation: a state and a turn in, a state and a reply out.

Knows nothing of Alexa and holds no words: replies are ids that `speech` turns into sentences.
"""

from dialogue.ahead import questions_left
from dialogue.replies import ABOUT_OPEN, OFFERS, TOPICS, Line, Open, Reply, Say
from dialogue.state import State, position
from dialogue.step import step
from dialogue.turns import NOTHING, SELF_HARM, Do, Turn, asked_about, described, emergency, touched
from triage import Ask, Decided

__all__ = [
    "ABOUT_OPEN",
    "NOTHING",
    "OFFERS",
    "SELF_HARM",
    "TOPICS",
    "Ask",
    "Decided",
    "Do",
    "Line",
    "Open",
    "Reply",
    "Say",
    "State",
    "Turn",
    "asked_about",
    "described",
    "emergency",
    "position",
    "questions_left",
    "step",
    "touched",
]
