"""The state of a conversation, and its small, validated form in session attributes.

It keeps the answers and never a position: where the interview stands is computed from them each
time. `open` is only what was asked last, so that a plain "yes" is never taken for the answer to
some other question.
"""

from collections.abc import Container, Iterable, Mapping
from functools import cache
from itertools import product
from typing import Final, NamedTuple, Self

from dialogue.replies import TOPICS, Line, Open, Say
from triage import Ask, Decided, assess, next_step, rules

__all__ = ["State", "position"]

_VERSION: Final = 1
_LETTERS: Final = {"yes": "y", "no": "n", "unsure": "u"}
_ANSWERS: Final = {letter: answer for answer, letter in _LETTERS.items()}
_SAYS: Final = frozenset(map(str, Say))
_OPEN: Final = frozenset(map(str, Open))
#: More text than any session of ours writes; the rest cannot be ours.
_MOST: Final = 300
#: More lines than any reply of ours has.
_MOST_LINES: Final = 6

Group = tuple[tuple[str, str], ...]


@cache
def _codes() -> Mapping[str, str]:
    return {question.code: question.id for question in rules().questions.values()}


@cache
def _told() -> Mapping[str, tuple[str, str]]:
    """What each code with its letter tells: a question and the answer to it."""
    pairs = product(_codes().items(), _ANSWERS.items())
    return {code + letter: (name, answer) for (code, name), (letter, answer) in pairs}


@cache
def _abouts() -> Mapping[str, Container[str]]:
    """What a line may be about, for those that are about anything."""
    echoed = {question.id for question in rules().questions.values() if question.level == "today"}
    return {Say.ECHO: echoed, Say.TOPIC: TOPICS}


class State(NamedTuple):
    """Where a conversation stands. Immutable; every change makes a new one.

    history  the answers in the order they came, grouped by the turn that brought them, no
             question twice
    open     what a plain yes or no would now answer: a question id or an `Open`
    last     the lines last said
    misses   how often in a row nothing was understood
    checked  the open red flag was already put in other words, after a "not sure"
    halfway  "about halfway" was said
    slow     the person asked for slower speech
    crisis   the person spoke about dying or self-harm
    recheck  red flags to ask again, because the person said they were misheard
    damaged  what arrived was not wholly ours
    """

    history: tuple[Group, ...] = ()
    open: str = Open.NOTHING
    last: tuple[Line, ...] = ()
    misses: int = 0
    checked: bool = False
    halfway: bool = False
    slow: bool = False
    crisis: bool = False
    recheck: tuple[str, ...] = ()
    damaged: bool = False

    @property
    def answers(self) -> dict[str, str]:
        """Question id to yes / no / unsure, in the order they came."""
        return {question: answer for group in self.history for question, answer in group}

    def told(self, answers: Mapping[str, str]) -> Self:
        """With these answers, each replacing an older one to the same question."""
        kept = self.without(answers)
        return kept._replace(history=(*kept.history, tuple(answers.items())))

    def without(self, questions: Iterable[str]) -> Self:
        """Without the answers to these questions."""
        dropped = set(questions)
        groups = (tuple(g for g in group if g[0] not in dropped) for group in self.history)
        return self._replace(history=tuple(group for group in groups if group))

    def to_attributes(self) -> dict[str, object]:
        """Session attributes: small, versioned, holding codes and no words a person said."""
        questions = rules().questions
        asked = questions.get(self.open)
        attributes: dict[str, object] = {
            "v": _VERSION,
            "a": ".".join(
                "".join(questions[name].code + _LETTERS[answer] for name, answer in group)
                for group in self.history
            ),
            "q": asked.code if asked else str(self.open),
            "l": " ".join(map(str, self.last)),
            "m": self.misses,
            "u": int(self.checked),
            "h": int(self.halfway),
            "s": int(self.slow),
            "c": int(self.crisis),
            "r": "".join(questions[name].code for name in self.recheck),
        }
        return {key: value for key, value in attributes.items() if value}

    @classmethod
    def from_attributes(cls, attributes: object) -> Self:
        """The state that these attributes hold, whatever they are.

        Every valid answer is kept; all else that is malformed counts as absent. Never raises.
        """
        if not attributes:
            return cls()
        if not isinstance(attributes, Mapping):
            return cls(damaged=True)
        read = _Reader(attributes)
        return cls(
            history=read.history(),
            open=read.open(),
            last=read.last(),
            misses=read.misses(),
            checked=attributes.get("u") == 1,
            halfway=attributes.get("h") == 1,
            slow=attributes.get("s") == 1,
            crisis=attributes.get("c") == 1,
            recheck=read.recheck(),
            damaged=read.damaged or attributes.get("v") != _VERSION,
        )


class _Reader:
    """Reads attributes that may have been damaged or written by another version."""

    def __init__(self, attributes: Mapping[object, object]) -> None:
        self.attributes = attributes
        self.damaged = False

    def text(self, key: str) -> str:
        value = self.attributes.get(key, "")
        if isinstance(value, str) and len(value) <= _MOST:
            return value
        self.damaged = True
        return value[:_MOST] if isinstance(value, str) else ""

    def history(self) -> tuple[Group, ...]:
        """The answers; of several to one question the last, as the person who told them meant."""
        groups: list[Group] = []
        later: set[str] = set()
        for text in reversed(self.text("a").split(".")):
            group = {name: answer for name, answer in self.group(text) if name not in later}
            if group:
                later.update(group)
                groups.append(tuple(group.items()))
        return tuple(reversed(groups))

    def group(self, text: str) -> list[tuple[str, str]]:
        told, end = _told(), len(text)
        found = [told[part] for at in range(0, end, 3) if (part := text[at : at + 3]) in told]
        if 3 * len(found) != end:
            self.damaged = True
        return found

    def open(self) -> str:
        name = self.text("q")
        if name in _codes():
            return _codes()[name]
        if name in _OPEN:
            return name
        self.damaged = True
        return Open.NOTHING

    def last(self) -> tuple[Line, ...]:
        lines = []
        for name in self.text("l").split():
            say, _, about = name.partition(":")
            if say in _SAYS and about in _abouts().get(say, {""}):
                lines.append(Line(Say(say), about))
            else:
                self.damaged = True
        if len(lines) > _MOST_LINES or any(line.asks for line in lines[:-1]):
            self.damaged = True
            return ()
        return tuple(lines)

    def misses(self) -> int:
        misses = self.attributes.get("m", 0)
        if misses in (0, 1, 2):
            return int(misses)
        self.damaged = True
        return 0

    def recheck(self) -> tuple[str, ...]:
        text = self.text("r")
        codes = [text[start : start + 2] for start in range(0, len(text), 2)]
        named = dict.fromkeys(_codes()[code] for code in codes if code in _codes())
        questions = rules().questions
        return tuple(name for name in named if not questions[name].volunteered)


def position(state: State) -> Ask | Decided:
    """What comes next: a red flag that was misheard, else what the triage says of the answers."""
    answers = state.answers
    step = next_step(answers)
    if step.urgency == "now":
        return step
    for question in state.recheck:
        if question not in answers:
            return Ask(question, step.urgency, assess(answers).urgency_reasons)
    return step
