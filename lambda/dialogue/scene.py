"""A state together with where it stands, and the forms that every reply takes."""

from collections.abc import Mapping
from typing import Final, NamedTuple, Self

from dialogue.replies import OFFERS, Line, Open, Reply, Say
from dialogue.state import State, position
from triage import Ask, Decided, rules

__all__ = ["Outcome", "Scene", "aside", "ask", "end", "facts_of", "offer", "reply", "scene_of"]

Outcome = tuple[State, Reply]

#: Sudden weakness or numbness can be a stroke; then face, arm and speech matter.
_STROKE_SIGNS: Final = frozenset({"weakness_new_or_worse", "numbness_large_or_spreading"})


class Scene(NamedTuple):
    """A state, and its position: computed once, for it takes most of a turn's time."""

    state: State
    here: Ask | Decided

    @property
    def is_in_place(self) -> bool:
        """Whether what was asked last is what stands open by the answers."""
        return bool(self.state.open) and self.state.open == self._stands_open()

    def changed(self, **changes: object) -> Self:
        """With changes to the state that leave its answers alone."""
        return self._replace(state=self.state._replace(**changes))  # type: ignore[arg-type]

    def _stands_open(self) -> str:
        if isinstance(self.here, Ask):
            return self.here.question
        if self.here.urgency == "now":
            return Open.HEARD_RIGHT
        return self.state.open if self.state.open in OFFERS else Open.OFFER_RELIEF


def scene_of(state: State) -> Scene:
    """The scene of a state."""
    return Scene(state, position(state))


def reply(
    scene: Scene, lines: tuple[Line, ...], *, open_now: str, facts: tuple[str, ...] = ()
) -> Outcome:
    """Say these lines; the last of them asks what `open_now` names, or the conversation ends."""
    state = scene.state._replace(open=open_now, last=lines, damaged=False)
    if open_now != scene.state.open:
        state = state._replace(checked=False, misses=0)
    answers = state.answers
    said = {line.say for line in lines}
    if Say.RECAP in said:
        facts = facts_of(answers, with_doubts=True)
    elif Say.HANDOVER in said:
        facts = facts_of(answers)
    return state, Reply(lines, open_now, not open_now, scene.here, answers, facts, state.slow)


def facts_of(answers: Mapping[str, str], *, with_doubts: bool = False) -> tuple[str, ...]:
    """The answers that say something: a sign or a worrying one, and perhaps the unsure ones."""
    questions = rules().questions
    telling = [q for q, answer in answers.items() if answer == (questions[q].worrying or "yes")]
    doubts = [q for q, answer in answers.items() if answer == "unsure" and with_doubts]
    return (*telling, *doubts)


def ask(scene: Scene, *before: Say | Line, facts: tuple[str, ...] = ()) -> Outcome:
    """Say what comes before, then whatever now stands open, in its usual form."""
    state, here = scene
    lines = tuple(line if isinstance(line, Line) else Line(line) for line in before)
    if isinstance(here, Ask):
        return reply(scene, (*lines, Line(Say.QUESTION)), open_now=here.question, facts=facts)
    if here.urgency == "now":
        return reply(scene, _now_lines(state, here), open_now=Open.HEARD_RIGHT)
    return offer(scene, Open.OFFER_RELIEF, *lines, Line(Say.RESULT))


def _now_lines(state: State, here: Decided) -> tuple[Line, ...]:
    if state.crisis:
        return (Line(Say.CRISIS), Line(Say.HEARD_RIGHT))
    if _STROKE_SIGNS.intersection(here.urgency_reasons):
        return (Line(Say.NOW), Line(Say.NOW_STROKE), Line(Say.HEARD_RIGHT))
    return (Line(Say.NOW), Line(Say.HEARD_RIGHT))


def aside(scene: Scene, *lines: Line) -> Outcome:
    """Say these lines, then ask again what is open; an offer stays the same offer."""
    if isinstance(scene.here, Ask):
        return ask(scene, *lines)
    return offer(scene, Open(scene.state.open), *lines)


def offer(scene: Scene, offered: Open, *before: Line) -> Outcome:
    """Say these lines, then offer."""
    return reply(scene, (*before, Line(Say(offered))), open_now=offered)


def end(scene: Scene, *lines: Say) -> Outcome:
    """Say these lines, and end."""
    return reply(scene, tuple(map(Line, lines)), open_now=Open.NOTHING)
