"""Attributes that somebody tampered with: what is malformed is unanswered, all else is kept.

Alexa hands back what the skill gave her, so none of this happens by itself. It is tried through the
front door all the same, character by character.
"""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alexa import INTENTS
from dialogue import Do, Open, Say, State, position
from lambda_function import lambda_handler
from speech import apology
from tests.alexa_rules import faults
from tests.envelopes import Json, answers_in, envelope, intent, launch, slot, state_in, touch
from tests.talking import QUESTIONS, after, result, talk
from triage import ANSWERS

KEYS = "vaqlmuhscr"
CODES = {question.code: question.id for question in QUESTIONS.values()}
LETTERS = {"y": "yes", "n": "no", "u": "unsure"}
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=30),
        st.just("\ud800"),
        st.just("</speak>" * 2000),
        st.sampled_from([*CODES, *map(str, Open), *map(str, Say)]),
        st.lists(st.sampled_from([*Say]), max_size=40).map(" ".join),
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
#: Where a conversation can stand.
REACHED = {
    "nothing": State(),
    "question": talk(Do.LAUNCH, Do.NO, Do.NO),
    "doubt": talk(Do.LAUNCH, Do.NO, Do.UNSURE),
    "today": after(hot_joint_or_calf="yes"),
    "now": after(injury="no", breathless="yes"),
    "misheard": talk(Do.NO, state=after(numbness="no", saddle_or_bladder="yes")),
    "result": result(),
}
REQUESTS = [
    launch(),
    touch("yes", "weakness"),
    touch("why", "heard_right"),
    intent("DescribeIntent", slot("symptom", "SYMPTOM", ["numbness=yes", "back_pain=no"])),
    intent("EmergencyIntent", slot("emergency", "EMERGENCY", ["breathless"])),
    intent("TopicIntent", slot("topic", "TOPIC", ["nerves"])),
    *(intent(name) for name in sorted(INTENTS)),
]
#: What is said where something failed.
SORRY = apology("en-US").ssml
#: Turns that neither answer nor take back.
ASIDES = ["AMAZON.RepeatIntent", "WhyIntent", "AMAZON.HelpIntent", "RecapIntent", "WaitIntent"]


def turn(request: Json, attributes: Any) -> Json:
    """The skill's answer, which obeys Amazon's rules and is no apology, whatever they are."""
    whole = envelope(request)
    whole["session"]["attributes"] = attributes
    answer = lambda_handler(whole, None)
    assert [] == faults(whole, answer)
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert SORRY not in answer["response"]["outputSpeech"]["ssml"]
    return answer


@given(
    st.sampled_from([*REACHED.values()]),
    st.dictionaries(st.sampled_from([*KEYS, "x"]), VALUES, max_size=4),
    st.lists(st.sampled_from(REQUESTS), min_size=1, max_size=3),
)
@settings(max_examples=250)
def test_no_tampering_leads_to_an_error(
    state: State, tampered: dict[str, Any], requests: list[Json]
) -> None:
    """In any state, for any turn, and for those that follow it."""
    attributes: Any = {**state.to_attributes(), **tampered}
    for request in requests:
        attributes = turn(request, attributes)["sessionAttributes"]


@given(VALUES, st.sampled_from(REQUESTS))
@settings(max_examples=100)
def test_attributes_of_any_form_are_read(attributes: Any, request_sent: Json) -> None:
    """A number, a list, nothing at all."""
    turn(request_sent, attributes)


MALFORMED = st.text(alphabet="xyzYNU019 :?\u00e9\ud800", max_size=7).filter(
    lambda text: "." not in text and not any(code in text for code in CODES)
)


@given(
    st.dictionaries(st.sampled_from(sorted(CODES)), st.sampled_from(sorted(LETTERS)), max_size=12),
    st.lists(MALFORMED, max_size=12),
    st.randoms(use_true_random=False),
    st.sampled_from(ASIDES),
)
@settings(max_examples=150)
def test_every_valid_answer_beside_malformed_ones_is_kept(
    valid: dict[str, str], malformed: list[str], chance: Any, name: str
) -> None:
    """Whatever stands before, between and behind them; and what is malformed is unanswered."""
    parts = [code + letter for code, letter in valid.items()] + malformed
    chance.shuffle(parts)
    answer = turn(intent(name), {"v": 1, "a": ".".join(parts)})
    expected = {CODES[code]: LETTERS[letter] for code, letter in valid.items()}
    assert expected == answers_in(answer)


#: A whole interview, in the codes of the session attributes, and the characters that damage it.
INTERVIEW = str(talk(Do.LAUNCH, *[Do.NO] * 3, Do.YES, *[Do.NO] * 5).to_attributes()["a"])
CHARACTERS = ".ynuabcdefghijklmopqrstvwxz 0:\x00\ud800"


def test_one_damaged_character_costs_no_answer_but_its_own() -> None:
    """Every character lost, changed or added, one at a time, in a whole interview.

    Where the dot between two answers is what was damaged, those two suffer. An answer may turn into
    another that is valid, and so count for that; nobody could tell.
    """
    groups = INTERVIEW.split(".")
    tried = 0
    for at in range(len(INTERVIEW) + 1):
        damaged = [INTERVIEW[:at] + c + INTERVIEW[at + cut :] for c in CHARACTERS for cut in (0, 1)]
        for text in (INTERVIEW[:at] + INTERVIEW[at + 1 :], *damaged):
            tried += 1
            left = State.from_attributes({"v": 1, "a": text}).answers
            untouched = [g for g in groups if g in text.split(".") and text.count(g[:2]) == 1]
            assert len(untouched) >= len(groups) - 3
            expected = {CODES[group[:2]]: LETTERS[group[2]] for group in untouched}
            assert expected.items() <= left.items(), text
            assert len(left) <= len(groups) + 1
    assert tried > 2000


@pytest.mark.parametrize("key", KEYS.replace("a", ""))
@pytest.mark.parametrize("value", [None, [], {}, "", "x" * 99_999, -1, 2**70, True, 1.5, "\ud800"])
@pytest.mark.parametrize("where", sorted(REACHED))
def test_no_other_part_is_needed_to_keep_the_answers(key: str, value: Any, where: str) -> None:
    """What was said last, what is open, the version: each may be anything at all."""
    state = REACHED[where]
    answer = turn(intent("AMAZON.RepeatIntent"), {**state.to_attributes(), key: value})
    assert state.answers == answers_in(answer)


@given(st.sampled_from(KEYS.replace("a", "")), VALUES, st.sampled_from(REQUESTS[5:]))
@settings(max_examples=150)
def test_tampering_cannot_silence_an_emergency(key: str, value: Any, request_sent: Json) -> None:
    """Where an answer calls for care now, that is said, whatever the rest of the state claims."""
    name = request_sent["intent"]["name"]
    attributes = {**REACHED["now"].to_attributes(), key: value}
    later = state_in(turn(request_sent, attributes))
    if INTENTS[name] not in (Do.NO, Do.BACK, Do.START_OVER):
        assert "now" == position(later).urgency
        assert {Say.NOW, Say.NOW_AGAIN, Say.CRISIS} & {line.say for line in later.last}


@pytest.mark.parametrize("where", sorted(REACHED))
def test_whatever_is_claimed_to_have_been_said_last_can_be_said_again(where: str) -> None:
    """Every line before every question, whether that is open or only said to be."""
    attributes = REACHED[where].to_attributes()
    claims = {asked: asked for asked in Open} | dict.fromkeys(
        (Say.QUESTION, Say.SHORT, Say.CHECK), attributes.get("q", "")
    )
    for said, asked in product([*Say, "echo:fever", "topic:nerves"], claims):
        tampered = {**attributes, "l": f"{said} {asked}", "q": claims[asked]}
        later = state_in(turn(intent("AMAZON.RepeatIntent"), tampered))
        assert REACHED[where].answers == later.answers


@given(
    st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(ANSWERS), max_size=26),
    st.sampled_from(REQUESTS),
)
@settings(max_examples=150)
def test_answers_that_no_interview_gives_are_still_told_of(
    answers: dict[str, str], request_sent: Json
) -> None:
    """Any answers to any questions, in one group or in many, lead to a question or a result."""
    together = State().told(answers)
    apart = State()
    for question, answer in answers.items():
        apart = apart.told({question: answer})
    for state in (together, apart):
        turn(request_sent, state.to_attributes())


#: Every question that is asked, answered harmlessly, and every line that speaks of answers.
HARMLESS = {
    question.id: "yes" if question.worrying == "no" else "no"
    for question in QUESTIONS.values()
    if not question.volunteered
}
TELLING = ["AMAZON.RepeatIntent", "WhyIntent", "RecapIntent", "HandoverIntent", "AMAZON.StopIntent"]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_each_answer_to_each_question_can_be_told_of(question: str, answer: str) -> None:
    """At the end of an interview, also those that nobody is asked for: an unsure emergency."""
    attributes: Any = State().told({**HARMLESS, question: answer}).to_attributes()
    for name in TELLING:
        attributes = turn(intent(name), attributes)["sessionAttributes"] or attributes


def test_deep_attributes_are_nothing_to_copy() -> None:
    """The turn is taken: the SDK, which copies the attributes in depth, is handed none that are."""
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    asked = REACHED["question"]
    for key in (*KEYS.replace("a", "").replace("q", ""), "x"):
        answer = turn(intent("AMAZON.NoIntent"), {**asked.to_attributes(), key: deep})
        assert {**asked.answers, asked.open: "no"} == answers_in(answer)
