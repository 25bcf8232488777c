"""Session attributes may arrive damaged, old or made up: every valid answer in them is kept."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogue import Do, Line, Say, State, Turn, step
from tests.talking import TURNS, after, talk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)
KEYS = st.sampled_from([*list("vaqlmuhr"), "x"])


@given(st.one_of(JSON, st.dictionaries(KEYS, JSON)), TURNS)
@example({"v": 1, "a": "inyZZ!", "q": [], "l": "shout", "m": 9}, Turn(Do.YES))
@settings(max_examples=500)
def test_no_attributes_can_break_it(attributes: Any, turn: Turn) -> None:
    """Whatever arrives is read without an exception, and the conversation goes on."""
    state, reply = step(State.from_attributes(attributes), turn)
    assert reply.lines
    assert state == State.from_attributes(state.to_attributes())


@given(st.dictionaries(KEYS.filter(lambda key: key != "a"), JSON))
def test_every_valid_answer_is_kept_whatever_else_is_damaged(damage: dict[str, Any]) -> None:
    """Only the damaged parts are lost."""
    attributes = {**talk(Do.LAUNCH, Do.NO, Do.NO, Do.YES).to_attributes(), **damage}
    expected = {"injury": "no", "foot_cold_or_pale": "no", "weakness": "yes"}
    assert expected == State.from_attributes(attributes).answers


def test_a_damaged_answer_beside_valid_ones_costs_only_itself() -> None:
    """The others are kept, a yes is not taken for a guess, and the question is asked."""
    state = State.from_attributes({"v": 1, "a": "inn.xxy.nuy.we", "q": "co"})
    assert ({"injury": "no", "numbness": "yes"}, True) == (state.answers, state.damaged)
    assert {"foot_cold_or_pale": "no"}.items() <= talk(Do.NO, state=state).answers.items()


def test_an_older_version_keeps_its_answers() -> None:
    """Yesterday's deployment spoke with this person a minute ago."""
    attributes = {**talk(Do.LAUNCH, Do.NO).to_attributes(), "v": 0}
    assert {"injury": "no"} == State.from_attributes(attributes).answers


def test_where_nothing_is_left_the_check_begins_again_politely() -> None:
    """Damage that left no answer is said, not passed over."""
    _, reply = step(State.from_attributes({"v": 1, "a": "????"}), Turn(Do.YES))
    assert (Line(Say.LOST), Line(Say.QUESTION)) == reply.lines


def test_no_answer_is_ever_kept_in_words() -> None:
    """Attributes hold codes; what a person said appears nowhere."""
    state = after(numbness="yes", shooting_pain="no")
    assert {"v": 1, "a": "nuyspn", "q": "in", "l": "intro told question"} == state.to_attributes()
