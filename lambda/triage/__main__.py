"""The interview in plain text: `PYTHONPATH=lambda python3 -m triage`.

Needs a bare Python 3.11 and nothing installed. It shows that the logic is shared: it asks with the
facts of the rules themselves, and knows no Alexa and no spoken words.
"""

from collections.abc import Mapping
from typing import Final

from triage import ANSWERS, Ask, Decided, next_step, rules

__all__ = ["main"]

_BACK: Final = "back"
_WORDS: Final = {word: answer for answer in ANSWERS for word in (answer, answer[0])}
_CHOICE: Final = "yes, no, unsure or back? "
_INTRO: Final = """\
Is this true of the person? Answer yes, no or unsure (y, n, u); "back" drops the last answer.
General information, not reviewed by a clinician, no diagnosis.
In an emergency, call your local emergency number."""


def main() -> None:
    """Ask at the terminal until the triage has decided, and print what it decided.

    Leaves with exit code 1 when the input ends, or is interrupted, before that.
    """
    print(_INTRO)
    try:
        answers, decided = _interview()
    except (EOFError, KeyboardInterrupt):
        print("\nStopped before the end: nothing is decided.")
        raise SystemExit(1) from None
    _show(answers, decided)


def _interview() -> tuple[Mapping[str, str], Decided]:
    answers: dict[str, str] = {}
    known = "soon"
    while isinstance(step := next_step(answers), Ask):
        if step.urgency != known:
            known = step.urgency
            print("\nSo far:", known, *step.urgency_reasons)
        print(f"\n{len(answers) + 1}. {rules().questions[step.question].asks}")
        word = input(_CHOICE).strip().lower()
        if word == _BACK and answers:
            answers.popitem()
        elif word in _WORDS:
            answers[step.question] = _WORDS[word]
        elif word == _BACK:
            print("This is the first question.")
        else:
            print("That is no answer here.")
    return answers, step


def _show(answers: Mapping[str, str], decided: Decided) -> None:
    print(f"\nurgency    {decided.urgency}")
    print(f"action     {decided.action}")
    print(f"pathway    {decided.pathway}")
    print(f"back link  {'yes' if decided.back_linked else 'no'}")
    for reason in decided.reasons:
        print(f"because    {reason} = {answers[reason]}: {rules().questions[reason].asks}")


if __name__ == "__main__":
    main()
