"""From reply ids to what a screen shows of them: words in their roles, laid out by somebody else.

A screen shows what is spoken and nothing else, save for how much is left and the names of the
buttons, which are words that a person can say too.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from dialogue.replies import Ask, Line, Open, Reply, Say
from speech.parts import COMPOSED, Part
from speech.say import clauses, line_text, plain
from speech.texts import Texts, texts_for

__all__ = ["Button", "Paragraph", "Shown", "show"]

#: Stands where a text names the reasons, until they are listed.
_REASONS: Final = "\n"
#: Gone before they are read, or shown better by how much is left.
_UNSEEN: Final = frozenset({Say.ACK, Say.NOTED, Say.NOTED_UNSURE, Say.HALFWAY})
#: Shown as the sentence that they are: a list would push the question off the screen.
_UNLISTED: Final = frozenset({Say.TOLD})
_AT_NOW: Final = frozenset({Say.NOW, Say.NOW_AGAIN, Say.CRISIS})
_ROLES: Final[Mapping[str, str]] = {
    Say.TODAY_NOTICE: "today",
    Say.STOP_TODAY: "today",
    Say.STOP_SAFETY: "safety",
    "result_today": "do",
    "result_soon": "do",
    "safety_net": "safety",
    "not_a_diagnosis": "small",
}
#: With this few left, their number says less than that the end is near.
_FEW: Final = 2


class Paragraph(NamedTuple):
    """A piece of what is told.

    role     "source" (where the pain more likely comes from), "do", "today" (care is needed today),
             "safety" (when it is needed at once), "small" or "note"
    reasons  clauses that go on where `text` ends, each of them the person's own answer
    after    what is said after the reasons
    """

    role: str
    text: str
    reasons: tuple[str, ...] = ()
    after: str = ""


class Button(NamedTuple):
    """A button: its label, and what it does, which is the id of a `dialogue.Do`."""

    label: str
    does: str


class Shown(NamedTuple):
    """What a screen shows of a reply, from top to bottom; an empty text is not there.

    page      "question" (also help, topics and goodbyes), "result" or "now"
    mark      how urgent it is, for a colour and an icon beside the words: "soon", "today", "call",
              "emergency_department", "crisis" or nothing
    progress  about how much is left; `percent` is how much is done
    """

    page: str
    mark: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    question: str
    buttons: tuple[Button, ...]
    progress: str
    percent: int


def show(reply: Reply, locale: str, left: int) -> Shown:
    """What a screen shows of this reply, with about so many questions left.

    In the locale, or its language, or English. Raises KeyError where a text is missing; a test
    proves that none is.
    """
    texts = texts_for(locale)
    told = reply.lines if reply.ends else reply.lines[:-1]
    page, mark, heading = _headed(texts, reply)
    paragraphs = [p for line in told for p in _paragraphs(texts, reply, line) if p.text != heading]
    asking = isinstance(reply.position, Ask) and reply.open == reply.position.question
    done = len(reply.answers)
    return Shown(
        page,
        mark,
        heading,
        tuple(paragraphs),
        "" if reply.ends else plain(line_text(texts, reply, reply.lines[-1])),
        tuple(Button(texts.label(does), does) for does in _does(reply)),
        _progress(texts, left) if asking else "",
        100 * done // (done + left) if asking else 0,
    )


def _headed(texts: Texts, reply: Reply) -> tuple[str, str, str]:
    """The kind of page, its mark, and the words that it begins with."""
    said = {line.say for line in reply.lines}
    if Say.CRISIS in said:
        return "now", "crisis", texts.line(Say.CRISIS)
    if said & _AT_NOW:
        do, *_ = COMPOSED[Say.NOW](reply)
        return "now", do.key.removeprefix("now_"), texts.line(do.key)
    if Say.RESULT in said:
        urgency = reply.position.urgency
        return "result", urgency, texts.label(urgency)
    return "question", "", ""


def _paragraphs(texts: Texts, reply: Reply, line: Line) -> Iterator[Paragraph]:
    if line.say in COMPOSED and line.say not in _UNLISTED:
        for part in COMPOSED[line.say](reply):
            yield from _composed(texts, reply, part)
    elif line.say not in _UNSEEN:
        yield Paragraph(_ROLES.get(line.say, "note"), plain(line_text(texts, reply, line)))


def _composed(texts: Texts, reply: Reply, part: Part) -> Iterator[Paragraph]:
    """What this part tells, and apart from it the sentence that its reasons go on from."""
    before, _, after = texts.line(part.key, reasons=_REASONS).partition(_REASONS)
    role = _ROLES.get(part.key, "source" if part.key.startswith("result_") else "note")
    reasons = tuple(clauses(texts, reply, part))
    told, stop, lead = before.rstrip().rpartition(". ") if reasons else ("", "", "")
    if stop:
        yield Paragraph(role, f"{told}.")
        role, before = "note", lead
    yield Paragraph(role, before.rstrip(), reasons, after.lstrip(" .,;:"))


def _does(reply: Reply) -> tuple[str, ...]:
    """What can be touched: the answers to what is open, and why where there is a reason."""
    if reply.ends:
        return ()
    if reply.open not in set(Open):
        return "yes", "no", "unsure", "why"
    told = Line(Say.RESULT) in reply.lines
    return ("yes", "no", "why") if told else ("yes", "no")


def _progress(texts: Texts, left: int) -> str:
    return texts.label("nearly_done") if left <= _FEW else texts.label("left", count=str(left))
