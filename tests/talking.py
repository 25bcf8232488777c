"""Ways into the middle of a conversation, for the tests of the dialogue."""

from hypothesis import strategies as st

from dialogue import SELF_HARM, TOPICS, Do, State, Turn, asked_about, emergency, step
from triage import ANSWERS, Ask, next_step, rules

__all__ = ["QUESTIONS", "TURNS", "UNHEARD", "after", "reaching", "result", "talk"]

QUESTIONS = rules().questions
FACTS = st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(ANSWERS), max_size=4)
TURNS = st.one_of(
    st.sampled_from([Turn(do) for do in (Do.YES, Do.NO, Do.UNSURE)]),
    st.sampled_from([Turn(do) for do in Do if do is not Do.TOPIC]),
    st.sampled_from([asked_about([topic]) for topic in TOPICS]),
    st.builds(Turn, st.just(Do.TELL), FACTS, answer=st.sampled_from(["", *ANSWERS])),
    st.sampled_from([emergency([fact]) for fact in (*QUESTIONS, SELF_HARM)]),
)
UNHEARD = Turn(Do.UNHEARD)


def talk(*does: Do, state: State | None = None) -> State:
    """The state after these turns."""
    state = state or State()
    for do in does:
        state, _ = step(state, Turn(do))
    return state


def after(**answers: str) -> State:
    """The state of somebody who gave these answers and was then asked what is open."""
    state, _ = step(State(), Turn(Do.TELL, answers))
    return state


def result() -> State:
    """Somebody with no signs, who has just heard the result."""
    return talk(Do.LAUNCH, *[Do.NO] * 9)


def reaching(question: str) -> dict[str, str]:
    """Answers after which this question is the open one: as few signs as it takes."""
    openers = {opener for group in QUESTIONS[question].opens for opener in group}
    walking = {"worse_on_load", "shooting_pain"}
    for signs in (set[str](), openers, {"shooting_pain"}, {"worse_on_load"}, walking):
        answers: dict[str, str] = {}
        while isinstance(asked := next_step(answers), Ask):
            if asked.question == question:
                return answers
            harmless = "yes" if QUESTIONS[asked.question].worrying == "no" else "no"
            answers[asked.question] = "yes" if asked.question in signs else harmless
    raise AssertionError(question)
