"""How far there still is to go."""

from collections.abc import Callable, Mapping

from triage import Ask, Question, next_step, rules

__all__ = ["questions_left"]


def questions_left(answers: Mapping[str, str]) -> int:
    """About how many questions are still asked after these answers, the open one among them.

    Nobody knows: it depends on what is answered. So it lies between the way of somebody with no
    further sign and that of somebody with every sign short of a worrying one, and nearer to the
    first, for most people have few. Nothing is left once all is decided.
    """
    fewest = _asked(answers, _harmless)
    most = _asked(answers, _telling)
    return round((2 * fewest + most) / 3)


def _asked(answers: Mapping[str, str], answer: Callable[[Question], str]) -> int:
    told, asked = dict(answers), 0
    while isinstance(step := next_step(told), Ask):
        told[step.question] = answer(rules().questions[step.question])
        asked += 1
    return asked


def _harmless(question: Question) -> str:
    return "yes" if question.worrying == "no" else "no"


def _telling(question: Question) -> str:
    return "yes" if question.is_evidence and not question.worrying else _harmless(question)
