"""One turn of the conversation: state and turn in, state and reply out. No Alexa, no words."""

from collections.abc import Callable, Mapping
from typing import Final

from dialogue.replies import ABOUT_OPEN, ONLY_NOW, ONLY_RESULT, Line, Open, Say
from dialogue.scene import Outcome, Scene, aside, ask, end, facts_of, offer, reply, scene_of
from dialogue.state import State
from dialogue.turns import Do, Turn
from triage import Ask, Decided, rules

__all__ = ["step"]

#: About half of what most people are asked.
_HALFWAY: Final = 6
#: After so many turns in a row that were not understood, the question is taken as unsure.
_MISSES: Final = 2
#: Turns that get a line, after which what is open is asked again.
_ASIDES: Final = {
    Do.NOTED: Say.NOTED,
    Do.WAIT: Say.WAIT,
    Do.CAREGIVER: Say.CAREGIVER,
    Do.RECAP: Say.RECAP,
    Do.HANDOVER: Say.HANDOVER,
}


def step(state: State, turn: Turn) -> Outcome:
    """The next state, and what is said.

    Total: every turn has a reply in every state. A reply that does not end the conversation ends
    on a question, named by `Reply.open`. An answer is taken only for the question that was really
    asked last; nothing unheard is ever taken as a no.
    """
    if turn.do is not Do.UNHEARD:
        state = state._replace(misses=0)
    if turn.do is Do.SLOWER:
        state = state._replace(slow=True)
    scene = scene_of(state)
    if turn.do in _EVERYWHERE:
        return _EVERYWHERE[turn.do](scene, turn)
    if state.open == Open.OFFER_START and not state.history:
        return _at_the_door(scene, turn)
    if not scene.is_in_place:
        return _find_the_place(scene, turn)
    if scene.here.urgency == "now":
        return _at_now(scene, turn)
    if turn.do in _ASIDES:
        return aside(scene, Line(_ASIDES[turn.do]))
    if isinstance(scene.here, Ask):
        return _in_interview(scene, turn)
    return _after_result(scene, turn)


# --- turns that mean the same everywhere


def _stop(scene: Scene, _: Turn | None = None) -> Outcome:
    if scene.here.urgency == "now":
        return _urge(scene)
    if scene.here.urgency == "today":
        return end(scene, Say.STOP_TODAY, Say.GOODBYE)
    if isinstance(scene.here, Ask):
        return end(scene, Say.STOP_SAFETY, Say.GOODBYE)
    return end(scene, Say.GOODBYE)


def _tell(scene: Scene, turn: Turn) -> Outcome:
    """Takes all that was told; an answer beside it goes to the open question."""
    told = dict(turn.told)
    state, here = scene
    if not told:
        return step(state, Turn(Do.UNHEARD))
    if turn.answer and isinstance(here, Ask) and here.question == state.open:
        told = {here.question: turn.answer, **told}
    after = state.told(told)._replace(crisis=state.crisis or turn.crisis)
    first = () if state.open or state.history else (Line(Say.INTRO),)
    return _go_on(scene, after, *first, Line(Say.TOLD), facts=facts_of(told))


def _start_over(scene: Scene, _: Turn) -> Outcome:
    fresh = scene_of(State(slow=scene.state.slow))
    return ask(fresh, Say.STARTED_OVER if scene.state.open else Say.INTRO)


def _child(scene: Scene, _: Turn) -> Outcome:
    """The check is for adults; what is needed now comes first all the same."""
    return ask(scene) if scene.here.urgency == "now" else end(scene, Say.CHILD)


_EVERYWHERE: Final[Mapping[Do, Callable[[Scene, Turn], Outcome]]] = {
    Do.STOP: _stop,
    Do.TELL: _tell,
    Do.START_OVER: _start_over,
    Do.CHILD: _child,
}


def _back(scene: Scene) -> Outcome:
    state = scene.state
    if not state.history:
        return ask(scene, Say.FIRST_QUESTION)
    return ask(scene_of(state._replace(history=state.history[:-1])), Say.BACK)


def _repeat(scene: Scene) -> Outcome:
    """Say the last thing again, where it still fits what is open."""
    last = scene.state.last
    if not last or not last[-1].fits(scene.state.open):
        return ask(scene)
    if not all(_still_fits(scene, line) for line in last):
        return ask(scene)
    return reply(scene, last, open_now=scene.state.open)


def _still_fits(scene: Scene, line: Line) -> bool:
    """Whether this line can be said here; attributes may claim that it was, and be wrong."""
    if line.say in ABOUT_OPEN:
        asked = rules().questions.get(scene.state.open)
        return asked is not None and (line.say != Say.CHECK or asked.level is not None)
    if line.say in ONLY_NOW:
        return scene.here.urgency == "now"
    if line.say in ONLY_RESULT:
        return isinstance(scene.here, Decided) and scene.here.urgency != "now"
    return True


# --- before the first question


def _find_the_place(scene: Scene, turn: Turn) -> Outcome:
    """Nothing that was asked is open: a new session, or a state that was damaged or is old.

    No plain answer can be taken here, for nobody knows to what.
    """
    if scene.state.history:
        return _back(scene) if turn.do is Do.BACK else ask(scene, Say.LOST_TRACK)
    if scene.state.damaged:
        return ask(scene, Say.LOST)
    if turn.do is Do.TOPIC:
        return offer(scene, Open.OFFER_START, Line(Say.TOPIC, turn.topic))
    said = {Do.HELP: Say.HELP, Do.CAREGIVER: Say.CAREGIVER}.get(turn.do)
    return ask(scene, Say.INTRO, said) if said else ask(scene, Say.INTRO)


def _at_the_door(scene: Scene, turn: Turn) -> Outcome:
    """A question was answered, and the check was offered."""
    if turn.do is Do.NO:
        return _stop(scene)
    if turn.do is Do.UNHEARD and not scene.state.misses:
        return offer(scene.changed(misses=1), Open.OFFER_START, Line(Say.UNHEARD))
    if turn.do is Do.REPEAT:
        return _repeat(scene)
    return _find_the_place(scene, turn)


# --- the interview


def _in_interview(scene: Scene, turn: Turn) -> Outcome:
    match turn.do:
        case Do.YES | Do.NO | Do.UNSURE:
            return _answer(scene, turn.do.value)
        case Do.UNHEARD:
            return _unheard(scene)
        case Do.BACK:
            return _back(scene)
        case Do.LAUNCH:
            return ask(scene, Say.RESUME)
        case Do.REPEAT | Do.SLOWER:
            return _repeat(scene)
        case Do.TOPIC:
            return ask(scene, Line(Say.TOPIC, turn.topic))
        case Do.CARD:
            return ask(scene, Say.CARD_LATER)
        case why_explain_help:
            return ask(scene, Say(why_explain_help.value))


def _answer(scene: Scene, answer: str) -> Outcome:
    """Takes the answer to the open question; a doubted red flag is checked once first."""
    question = rules().questions[scene.state.open]
    if answer == "unsure" and question.level and not scene.state.checked:
        return reply(scene.changed(checked=True), (Line(Say.CHECK),), open_now=question.id)
    after = scene.state.told({question.id: answer})
    if question.worrying == answer:
        return _go_on(scene, after, Line(Say.ECHO, question.id))
    return _go_on(scene, after, Line(Say.NOTED_UNSURE if answer == "unsure" else Say.ACK))


def _unheard(scene: Scene) -> Outcome:
    """Three steps: in other words; the words that work; taken as unsure."""
    state = scene.state
    if state.misses >= _MISSES:
        return _go_on(scene, state.told({state.open: "unsure"}), Line(Say.UNHEARD_MOVING_ON))
    what = Say.UNHEARD_WORDS if state.misses else Say.UNHEARD
    missed = scene.changed(misses=state.misses + 1)
    return reply(missed, (Line(what), Line(Say.SHORT)), open_now=state.open)


def _go_on(before: Scene, state: State, *said: Line, facts: tuple[str, ...] = ()) -> Outcome:
    """After an answer: what it changed, then what comes next."""
    after = scene_of(state)
    if isinstance(after.here, Decided):
        return ask(after)
    lines = list(said)
    if after.here.urgency == "today" and before.here.urgency != "today":
        lines.append(Line(Say.TODAY_NOTICE))
    if not state.halfway and len(state.answers) >= _HALFWAY:
        after = after.changed(halfway=True)
        lines.append(Line(Say.HALFWAY))
    return ask(after, *lines, facts=facts)


# --- when care is needed now


def _at_now(scene: Scene, turn: Turn) -> Outcome:
    """The only thing to settle here is whether it was heard right."""
    if turn.do is Do.YES:
        return _urge(scene)
    if turn.do in (Do.NO, Do.BACK):
        return _misheard(scene)
    if turn.do is Do.UNHEARD:
        if scene.state.misses >= _MISSES:
            return _urge(scene)
        return ask(scene.changed(misses=scene.state.misses + 1))
    return ask(scene)


def _urge(scene: Scene) -> Outcome:
    """The last words: what to do, once more; to somebody in despair, whom to call."""
    return end(scene, Say.CRISIS if scene.state.crisis else Say.NOW_AGAIN)


def _misheard(scene: Scene) -> Outcome:
    """Asks again each red flag that led here; one that is never asked is dropped."""
    questions, answers = rules().questions, scene.state.answers
    doubted = [
        name
        for name in scene.here.urgency_reasons
        if questions[name].level == "now" and answers[name] == questions[name].worrying
    ]
    again = [name for name in doubted if not questions[name].volunteered]
    # What was doubted earlier may still wait to be asked.
    recheck = tuple(dict.fromkeys((*again, *scene.state.recheck)))
    cleared = scene.state.without(doubted)._replace(recheck=recheck, crisis=False)
    return ask(scene_of(cleared), Say.MISHEARD)


# --- after the result


def _after_result(scene: Scene, turn: Turn) -> Outcome:
    match turn.do:
        case Do.YES:
            return _accepted(scene)
        case Do.NO:
            return _stop(scene)
        case Do.BACK:
            return _back(scene)
        case Do.REPEAT | Do.SLOWER:
            return _repeat(scene)
        case Do.LAUNCH:
            return ask(scene)
        case Do.UNHEARD:
            return _unheard_offer(scene)
        case Do.TOPIC:
            return _topic_after_result(scene, turn.topic)
        case Do.CARD:
            return aside(scene, Line(Say.CARD))
        case Do.WHY | Do.EXPLAIN:
            return aside(scene, Line(Say.WHY_RESULT))
        case _:
            return aside(scene, Line(Say.HELP_RESULT))


def _accepted(scene: Scene) -> Outcome:
    if scene.state.open == Open.OFFER_AGAIN:
        return ask(scene)
    return _topic_after_result(scene, "relief" if scene.state.open == Open.OFFER_RELIEF else "who")


def _topic_after_result(scene: Scene, topic: str) -> Outcome:
    """Relief and whom to see fit the result, and are not offered again."""
    if topic == "relief":
        return offer(scene, Open.OFFER_WHO, Line(Say.RELIEF))
    if topic == "who":
        return offer(scene, Open.OFFER_AGAIN, Line(Say.WHO))
    return aside(scene, Line(Say.TOPIC, topic))


def _unheard_offer(scene: Scene) -> Outcome:
    misses = scene.state.misses
    if misses >= _MISSES:
        return _stop(scene)
    what = Say.HELP_RESULT if misses else Say.UNHEARD
    return aside(scene.changed(misses=misses + 1), Line(what))
