"""The shared triage: answers in, the next question or the outcome out.

    from triage import next_step

    step = next_step({"weakness": "no", "numbness": "yes"})

Knows questions, answers, rules and outcomes; nothing of Alexa, speech, locales, HTTP or AWS.
Needs nothing but the standard library. Not reviewed by a clinician.
"""

from triage.decide import assess, next_step
from triage.model import ANSWERS, Answer, Ask, Decided, Question, Rules, Source, Urgency
from triage.shipped import rules

__all__ = [
    "ANSWERS",
    "Answer",
    "Ask",
    "Decided",
    "Question",
    "Rules",
    "Source",
    "Urgency",
    "assess",
    "next_step",
    "rules",
]
