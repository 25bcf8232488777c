"""One turn of the conversation: state and turn in, state and reply out. No Alexa, no words."""

from collections.abc import Callable, Mapping
from typing import Final

from dialogue.replies import ONLY_DECIDED, Line, Open, Reply, Say
from dialogue.state import State, opens, position
from dialogue.turns import Do, Turn
from triage import Ask, Decided, rules

__all__ = ["step"]

Outcome = tuple[State, Reply]

#: About half of what most people are asked.
_HALFWAY: Final = 6
#: After so many turns in a row that were not understood, the question is taken as unsure.
_MISSES: Final = 2
#: Sudden weakness or numbness can be a stroke; then face, arm and speech matter.
_STROKE_SIGNS: Final = frozenset({"weakness_new_or_worse", "numbness_large_or_spreading"})
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
    if turn.do in _EVERYWHERE:
        return _EVERYWHERE[turn.do](state, turn)
    if state.open == Open.OFFER_START:
        return _at_the_door(state, turn)
    if not state.open or state.open != opens(position(state), state.open):
        return _find_the_place(state, turn)
    here = position(state)
    if here.urgency == "now":
        return _at_now(state, turn)
    if turn.do in _ASIDES:
        return _aside(state, Line(_ASIDES[turn.do]))
    if isinstance(here, Ask):
        return _in_interview(state, turn, here.question)
    return _after_result(state, turn)


# --- building replies


def _reply(
    state: State, lines: tuple[Line, ...], *, open_now: str, facts: tuple[str, ...] = ()
) -> Outcome:
    """Say these lines; the last of them asks what `open_now` names, or the conversation ends."""
    settled = state._replace(open=open_now, last=lines, damaged=False)
    if open_now != state.open:
        settled = settled._replace(checked=False, misses=0)
    answers = settled.answers
    said = {line.say for line in lines}
    if said & {Say.RECAP, Say.HANDOVER}:
        facts = _facts(answers, with_doubts=Say.RECAP in said)
    here = position(settled)
    return settled, Reply(lines, open_now, not open_now, here, answers, facts, settled.slow)


def _facts(answers: Mapping[str, str], *, with_doubts: bool = False) -> tuple[str, ...]:
    """The answers that say something: a sign or a worrying one, and perhaps the unsure ones."""
    questions = rules().questions
    telling = tuple(
        q for q, answer in answers.items() if answer == (questions[q].worrying or "yes")
    )
    doubts = tuple(q for q, answer in answers.items() if answer == "unsure")
    return telling + doubts if with_doubts else telling


def _ask(state: State, *before: Say | Line, facts: tuple[str, ...] = ()) -> Outcome:
    """Say what comes before, then whatever now stands open, in its usual form."""
    here = position(state)
    lines = tuple(line if isinstance(line, Line) else Line(line) for line in before)
    if isinstance(here, Ask):
        return _reply(state, (*lines, Line(Say.QUESTION)), open_now=here.question, facts=facts)
    if here.urgency == "now":
        return _reply(state, _now_lines(state, here), open_now=Open.HEARD_RIGHT)
    return _offer(state, Open.OFFER_RELIEF, *lines, Line(Say.RESULT))


def _now_lines(state: State, here: Decided) -> tuple[Line, ...]:
    if state.crisis:
        return (Line(Say.CRISIS), Line(Say.HEARD_RIGHT))
    if _STROKE_SIGNS.intersection(here.urgency_reasons):
        return (Line(Say.NOW), Line(Say.NOW_STROKE), Line(Say.HEARD_RIGHT))
    return (Line(Say.NOW), Line(Say.HEARD_RIGHT))


def _aside(state: State, *lines: Line) -> Outcome:
    """Say these lines, then ask again what is open; an offer stays the same offer."""
    if isinstance(position(state), Ask):
        return _ask(state, *lines)
    return _offer(state, Open(state.open), *lines)


def _offer(state: State, offer: Open, *before: Line) -> Outcome:
    return _reply(state, (*before, Line(Say(offer))), open_now=offer)


def _end(state: State, *lines: Say) -> Outcome:
    return _reply(state, tuple(map(Line, lines)), open_now=Open.NOTHING)


def _go_on(
    before: State, after: State, *acknowledged: Line, facts: tuple[str, ...] = ()
) -> Outcome:
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
    return _ask(after, *lines, facts=facts)


def _acknowledge(question: str, answer: str) -> Line:
    """A worrying answer is said back, so that a misheard one is noticed."""
    flag = rules().questions[question]
    if flag.worrying == answer:
        return Line(Say.ECHO, question)
    return Line(Say.NOTED_UNSURE if answer == "unsure" else Say.ACK)


# --- turns that mean the same everywhere


def _stop(state: State, _: Turn | None = None) -> Outcome:
    here = position(state)
    if here.urgency == "now":
        return _end(state, Say.NOW_AGAIN)
    if here.urgency == "today":
        return _end(state, Say.STOP_TODAY, Say.GOODBYE)
    if isinstance(here, Ask):
        return _end(state, Say.STOP_SAFETY, Say.GOODBYE)
    return _end(state, Say.GOODBYE)


def _tell(state: State, turn: Turn) -> Outcome:
    """Takes all that was told; an answer beside it goes to the open question."""
    told = dict(turn.told)
    if not told:
        return step(state, Turn(Do.UNHEARD))
    here = position(state)
    if turn.answer and isinstance(here, Ask) and here.question == state.open:
        told = {here.question: turn.answer, **told}
    after = state.told(told)._replace(crisis=state.crisis or turn.crisis)
    first = () if state.open or state.history else (Line(Say.INTRO),)
    return _go_on(state, after, *first, Line(Say.TOLD), facts=_facts(told))


def _start_over(state: State, _: Turn) -> Outcome:
    fresh = State(slow=state.slow)
    return _ask(fresh, Say.STARTED_OVER if state.open else Say.INTRO)


def _child(state: State, _: Turn) -> Outcome:
    """The check is for adults; what a child needs now comes first all the same."""
    return _ask(state) if position(state).urgency == "now" else _end(state, Say.CHILD)


_EVERYWHERE: Final[Mapping[Do, Callable[[State, Turn], Outcome]]] = {
    Do.STOP: _stop,
    Do.TELL: _tell,
    Do.START_OVER: _start_over,
    Do.CHILD: _child,
}


def _back(state: State) -> Outcome:
    if not state.history:
        return _ask(state, Say.FIRST_QUESTION)
    return _ask(state._replace(history=state.history[:-1]), Say.BACK)


def _repeat(state: State) -> Outcome:
    """Say the last thing again, as far as it still fits what is open."""
    if not state.last or not state.last[-1].fits(state.open):
        return _ask(state)
    here = position(state)
    early = isinstance(here, Ask) and not ONLY_DECIDED.isdisjoint(line.say for line in state.last)
    return _ask(state) if early else _reply(state, state.last, open_now=state.open)


# --- before the first question


def _find_the_place(state: State, turn: Turn) -> Outcome:
    """Nothing that was asked is open: a new session, or a state that was damaged or is old.

    No plain answer can be taken here, for nobody knows to what.
    """
    if state.history:
        back = turn.do is Do.BACK
        return _back(state) if back else _ask(state, Say.LOST_TRACK)
    if state.damaged:
        return _ask(state, Say.LOST)
    if turn.do is Do.TOPIC:
        return _offer(state, Open.OFFER_START, Line(Say.TOPIC, turn.topic))
    said = {Do.HELP: Say.HELP, Do.CAREGIVER: Say.CAREGIVER}.get(turn.do)
    return _ask(state, Say.INTRO, said) if said else _ask(state, Say.INTRO)


def _at_the_door(state: State, turn: Turn) -> Outcome:
    """A question was answered, and the check was offered."""
    if turn.do is Do.NO:
        return _stop(state)
    if turn.do is Do.UNHEARD and not state.misses:
        return _offer(state._replace(misses=1), Open.OFFER_START, Line(Say.UNHEARD))
    if turn.do is Do.REPEAT:
        return _repeat(state)
    return _find_the_place(state, turn)


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
        case Do.REPEAT | Do.SLOWER:
            return _repeat(state)
        case Do.TOPIC:
            return _ask(state, Line(Say.TOPIC, turn.topic))
        case Do.CARD:
            return _ask(state, Say.CARD_LATER)
        case why_explain_help:
            return _ask(state, Say(why_explain_help.value))


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
    cleared = state.without(doubted)._replace(recheck=again, crisis=False)
    return _ask(cleared, Say.MISHEARD)


# --- after the result


def _after_result(state: State, turn: Turn) -> Outcome:
    match turn.do:
        case Do.YES:
            return _ACCEPTED[Open(state.open)](state)
        case Do.NO:
            return _stop(state)
        case Do.BACK:
            return _back(state)
        case Do.REPEAT | Do.SLOWER:
            return _repeat(state)
        case Do.LAUNCH:
            return _ask(state)
        case Do.UNHEARD:
            return _unheard_offer(state)
        case Do.TOPIC:
            return _topic_after_result(state, turn.topic)
        case Do.CARD:
            return _aside(state, Line(Say.CARD))
        case Do.WHY | Do.EXPLAIN:
            return _aside(state, Line(Say.WHY_RESULT))
        case _:
            return _aside(state, Line(Say.HELP_RESULT))


def _topic_after_result(state: State, topic: str) -> Outcome:
    """Relief and whom to see fit the result, and are not offered again."""
    if topic == "relief":
        return _offer(state, Open.OFFER_WHO, Line(Say.RELIEF))
    if topic == "who":
        return _offer(state, Open.OFFER_AGAIN, Line(Say.WHO))
    return _aside(state, Line(Say.TOPIC, topic))


def _unheard_offer(state: State) -> Outcome:
    if state.misses >= _MISSES:
        return _stop(state)
    what = Say.HELP_RESULT if state.misses else Say.UNHEARD
    return _aside(state._replace(misses=state.misses + 1), Line(what))


_ACCEPTED: Final[Mapping[Open, Callable[[State], Outcome]]] = {
    Open.OFFER_RELIEF: lambda state: _topic_after_result(state, "relief"),
    Open.OFFER_WHO: lambda state: _topic_after_result(state, "who"),
    Open.OFFER_AGAIN: _ask,
}
