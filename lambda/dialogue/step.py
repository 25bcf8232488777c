"""One turn of the conversation: state and turn in, state and reply out. No Alexa, no words."""

from collections.abc import Callable, Mapping
from typing import Final

from dialogue.replies import Line, Open, Reply, Say
from dialogue.state import State, opens, position
from dialogue.turns import Do, Turn
from triage import Ask, Decided, rules

__all__ = ["step"]

Outcome = tuple[State, Reply]

#: About half of what most people are asked.
_HALFWAY: Final = 6
#: Sudden weakness or numbness can be a stroke; then face, arm and speech matter.
_STROKE_SIGNS: Final = frozenset({"weakness_new_or_worse", "numbness_large_or_spreading"})
#: After so many turns in a row that were not understood, the question is taken as unsure.
_MISSES: Final = 2


def step(state: State, turn: Turn) -> Outcome:
    """The next state, and what is said.

    Total: every turn has a reply in every state. A reply that does not end the conversation ends
    on a question, named by `Reply.open`. An answer is taken only for the question that was really
    asked last; nothing unheard is ever taken as a no.
    """
    if turn.do is not Do.UNHEARD:
        state = state._replace(misses=0)
    if turn.do is Do.STOP:
        return _stop(state)
    if turn.do is Do.TELL:
        return _tell(state, turn.told)
    if turn.do is Do.START_OVER:
        return _ask(State(), Say.STARTED_OVER if state.open else Say.INTRO)
    if not state.open or state.open != opens(position(state), state.open):
        return _find_the_place(state, turn)
    here = position(state)
    if isinstance(here, Ask):
        return _in_interview(state, turn, here.question)
    return _at_now(state, turn) if here.urgency == "now" else _after_result(state, turn)


# --- building replies


def _reply(state: State, lines: tuple[Line, ...], *, open_now: str) -> Outcome:
    """Says these lines; the last of them asks what `open_now` names, or the conversation ends."""
    settled = state._replace(open=open_now, last=lines, damaged=False)
    if open_now != state.open:
        settled = settled._replace(checked=False, misses=0)
    reply = Reply(lines, open_now, not open_now, position(settled), settled.answers)
    return settled, reply


def _ask(state: State, *before: Say | Line) -> Outcome:
    """Says what comes before, then whatever now stands open, in its usual form."""
    here = position(state)
    lines = tuple(line if isinstance(line, Line) else Line(line) for line in before)
    if isinstance(here, Ask):
        return _reply(state, (*lines, Line(Say.QUESTION)), open_now=here.question)
    if here.urgency == "now":
        stroke = _STROKE_SIGNS.intersection(here.urgency_reasons)
        told = (Say.NOW, Say.NOW_STROKE, Say.HEARD_RIGHT) if stroke else (Say.NOW, Say.HEARD_RIGHT)
        return _reply(state, tuple(map(Line, told)), open_now=Open.HEARD_RIGHT)
    return _offer(state, Open.OFFER_RELIEF, *lines, Line(Say.RESULT))


def _offer(state: State, offer: Open, *before: Line) -> Outcome:
    return _reply(state, (*before, Line(Say(offer))), open_now=offer)


def _end(state: State, *lines: Say) -> Outcome:
    return _reply(state, tuple(map(Line, lines)), open_now=Open.NOTHING)


def _go_on(before: State, after: State, *acknowledged: Line) -> Outcome:
    """After an answer: what it changed, then what comes next."""
    here, there = position(before), position(after)
    if isinstance(there, Decided):
        return _ask(after)
    lines = list(acknowledged)
    if there.urgency == "today" and here.urgency != "today":
        lines.append(Line(Say.TODAY_NOTICE))
    if not after.halfway and len(after.answers) >= _HALFWAY:
        after = after._replace(halfway=True)
        lines.append(Line(Say.HALFWAY))
    return _ask(after, *lines)


def _acknowledge(question: str, answer: str) -> Line:
    """A worrying answer is said back, so that a misheard one is noticed."""
    flag = rules().questions[question]
    if flag.worrying == answer:
        return Line(Say.ECHO, question)
    return Line(Say.NOTED_UNSURE if answer == "unsure" else Say.ACK)


# --- turns that mean the same everywhere


def _stop(state: State) -> Outcome:
    here = position(state)
    if here.urgency == "now":
        return _end(state, Say.NOW_AGAIN)
    if here.urgency == "today":
        return _end(state, Say.STOP_TODAY, Say.GOODBYE)
    if isinstance(here, Ask):
        return _end(state, Say.STOP_SAFETY, Say.GOODBYE)
    return _end(state, Say.GOODBYE)


def _tell(state: State, told: Mapping[str, str]) -> Outcome:
    if not told:
        return step(state, Turn(Do.UNHEARD))
    first = () if state.open or state.history else (Line(Say.INTRO),)
    return _go_on(state, state.told(told), *first, Line(Say.TOLD))


def _back(state: State) -> Outcome:
    if not state.history:
        return _ask(state, Say.FIRST_QUESTION)
    return _ask(state._replace(history=state.history[:-1]), Say.BACK)


def _find_the_place(state: State, turn: Turn) -> Outcome:
    """Nothing that was asked is open: a new session, or a state that was damaged or is old.

    No plain answer can be taken here, for nobody knows to what.
    """
    if state.history:
        back = turn.do is Do.BACK
        return _back(state) if back else _ask(state, Say.LOST_TRACK)
    if state.damaged:
        return _ask(state, Say.LOST)
    return _ask(state, *((Say.INTRO, Say.HELP) if turn.do is Do.HELP else (Say.INTRO,)))


# --- the interview


def _in_interview(state: State, turn: Turn, question: str) -> Outcome:
    match turn.do:
        case Do.YES | Do.NO | Do.UNSURE:
            return _answer(state, question, turn.do.value)
        case Do.UNHEARD:
            return _unheard(state, question)
        case Do.BACK:
            return _back(state)
        case Do.LAUNCH:
            return _ask(state, Say.RESUME)
        case Do.REPEAT:
            return _repeat(state)
        case why_explain_help_wait:
            return _ask(state, Say(why_explain_help_wait.value))


def _answer(state: State, question: str, answer: str) -> Outcome:
    if answer == "unsure" and rules().questions[question].level and not state.checked:
        lines = (Line(Say.CHECK),)
        return _reply(state._replace(checked=True), lines, open_now=question)
    after = state.told({question: answer})
    return _go_on(state, after, _acknowledge(question, answer))


def _unheard(state: State, question: str) -> Outcome:
    """Three steps: in other words; the words that work; taken as unsure."""
    if state.misses >= _MISSES:
        after = state.told({question: "unsure"})
        return _go_on(state, after, Line(Say.UNHEARD_MOVING_ON))
    what = Say.UNHEARD_WORDS if state.misses else Say.UNHEARD
    missed = state._replace(misses=state.misses + 1)
    return _reply(missed, (Line(what), Line(Say.SHORT)), open_now=question)


def _repeat(state: State) -> Outcome:
    if not state.last:
        return _ask(state)
    return _reply(state, state.last, open_now=state.open)


# --- when care is needed now


def _at_now(state: State, turn: Turn) -> Outcome:
    """The only thing to settle here is whether it was heard right."""
    if turn.do is Do.YES:
        return _end(state, Say.NOW_AGAIN)
    if turn.do in (Do.NO, Do.BACK):
        return _misheard(state)
    if turn.do is Do.UNHEARD:
        if state.misses >= _MISSES:
            return _end(state, Say.NOW_AGAIN)
        state = state._replace(misses=state.misses + 1)
    return _ask(state)


def _misheard(state: State) -> Outcome:
    """Asks again each red flag that led here; one that is never asked is dropped."""
    questions, answers = rules().questions, state.answers
    doubted = [
        name
        for name in position(state).urgency_reasons
        if questions[name].level == "now" and answers[name] == questions[name].worrying
    ]
    again = tuple(name for name in doubted if not questions[name].volunteered)
    return _ask(state.without(doubted)._replace(recheck=again), Say.MISHEARD)


# --- after the result


def _after_result(state: State, turn: Turn) -> Outcome:
    offer = Open(state.open)
    match turn.do:
        case Do.YES:
            return _ACCEPTED[offer](state)
        case Do.NO:
            return _stop(state)
        case Do.BACK:
            return _back(state)
        case Do.REPEAT:
            return _repeat(state)
        case Do.LAUNCH:
            return _ask(state)
        case Do.UNHEARD:
            return _unheard_offer(state, offer)
        case Do.WHY | Do.EXPLAIN:
            return _offer(state, offer, Line(Say.WHY_RESULT))
        case Do.WAIT:
            return _offer(state, offer, Line(Say.WAIT))
        case _:
            return _offer(state, offer, Line(Say.HELP_RESULT))


def _unheard_offer(state: State, offer: Open) -> Outcome:
    if state.misses >= _MISSES:
        return _stop(state)
    what = Say.HELP_RESULT if state.misses else Say.UNHEARD
    return _offer(state._replace(misses=state.misses + 1), offer, Line(what))


_ACCEPTED: Final[Mapping[Open, Callable[[State], Outcome]]] = {
    Open.OFFER_RELIEF: lambda state: _offer(state, Open.OFFER_WHO, Line(Say.RELIEF)),
    Open.OFFER_WHO: lambda state: _offer(state, Open.OFFER_AGAIN, Line(Say.WHO)),
    Open.OFFER_AGAIN: _ask,
}
