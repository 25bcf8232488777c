"""What is no sample is understood where that is safe; nothing is ever taken for its opposite."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.assemble import understanding
from simulator.gist import load_language
from simulator.model import ModelError
from simulator.understand import Understood

HOW, _ = understanding("en-US")
SOON = [
    phrase
    for kind in ("FACT", "SYMPTOM", "STATE", "DENIAL")
    for phrase, entity in HOW.model.types[kind]
    if entity.id.partition("=")[0] not in {"nothing", "weakness_checked", "cancer", "injury"}
    and "ago" not in phrase
]
"""What one has now; whether there was a check, a cancer or an injury is asked of the past."""
EMERGENCIES = [phrase for phrase, _ in HOW.model.types["EMERGENCY"]]


def told(utterance: str) -> tuple[str, set[str]]:
    """The intent, and the ids of the values; nothing where it is not understood."""
    understood = HOW.understand(utterance) or Understood("")
    slots = understood.slots
    ids = {entity.id for slot in slots for value in slot.values for entity in value.entities}
    return understood.intent, ids - {"nothing", "filler", "when", "place", "degree", "moving"}


@pytest.mark.parametrize(
    ("utterance", "facts"),
    [
        ("all of my poor old left foot tingles", {"numbness=yes"}),
        ("my numb foot again", {"numbness=yes"}),
        ("my foot feels terribly numb and it drags", {"numbness=yes", "weakness=yes"}),
        ("sneezing makes it shoot down my leg", {"worse_on_cough=yes"}),
        ("yes but my toes have gone all tingly", {"yes", "numbness=yes"}),
        ("wait my foot is weak too", {"weakness=yes"}),
        ("there's no weakness in that foot", {"weakness=no"}),
    ],
)
def test_a_description_in_other_words(utterance: str, facts: set[str]) -> None:
    """Endings, order and words between do not matter, and several facts may be told at once."""
    assert ("DescribeIntent", facts) == told(utterance)


@pytest.mark.parametrize(
    "utterance",
    [
        "my foot is weak not numb",
        "no pain and tingling",
        "my hand is numb",
        "my mother's foot was numb and weak",
        "i was only joking about my foot being numb",
        "anything but numb",
        "it's not only numb",
        "my numb foot got better and stopped",
        "if my foot became numb one day",
        "would a numb foot matter",
        "no actually it is numb",
        "no it does",
        "yes it doesn't",
        "yes no",
        "no i mean yes of course",
        "my legs hold me fine",
        "i can hardly breathe when i walk on it",
    ],
)
def test_in_doubt_it_is_not_understood(utterance: str) -> None:
    """A word that may turn the meaning round is not passed over."""
    intent, facts = told(utterance)
    assert intent not in {"AMAZON.YesIntent", "AffirmIntent", "AMAZON.NoIntent", "DenyIntent"}
    assert not facts & {"numbness=yes", "numbness=no", "weakness=no", "back_pain=no"}
    assert not facts & {"four_steps=yes", "four_steps=no"}


TURNED = [
    "i don't think {}",
    "it isn't true that {}",
    "my mother says {}",
    "years ago {}",
    "what if {}",
    "is it that {}",
    "i used to say {}",
    "{} no longer",
    "{} but not any more",
    "i'm only dreaming that {}",
]


@settings(derandomize=True)
@given(st.sampled_from(SOON), st.sampled_from(TURNED))
def test_nothing_is_turned_round(phrase: str, turned: str) -> None:
    """Whoever denies a fact, asks about it, or tells it of others or of the past, has not told it.

    But for what stands in the model itself, word for word. Always the same examples: nobody can
    list every way to turn a sentence round.
    """
    utterance = turned.format(phrase)
    if not HOW.in_model(utterance):
        plain = told(phrase)[1]
        assert not plain & told(utterance)[1]


@settings(derandomize=True)
@given(
    st.sampled_from(EMERGENCIES),
    st.sampled_from(
        ["years ago {}", "it isn't true that {}", "i doubt that {}", "i used to say {}"]
    ),
)
def test_an_emergency_that_is_none_is_none(phrase: str, turned: str) -> None:
    """Denied, or of the past. One that is somebody else's may be one all the same."""
    utterance = turned.format(phrase)
    if not HOW.in_model(utterance):
        assert told(utterance)[0] != "EmergencyIntent"


@settings(derandomize=True)
@given(
    st.sampled_from(EMERGENCIES), st.sampled_from(["{} i think", "oh my {}", "blah blah and {}"])
)
def test_an_emergency_is_heard_beside_anything(phrase: str, around: str) -> None:
    """Whatever else is said with it, where it begins a statement."""
    begins = phrase.startswith(("i ", "my ", "he ", "she "))
    around = around if begins else around.replace("blah blah and ", "and ")
    assert told(around.format(phrase))[0] == "EmergencyIntent"


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("oh it does yes quite a lot", "AffirmIntent"),
        ("no no not at all really", "AMAZON.NoIntent"),
        ("it's a bit hard to say really", "UnsureIntent"),
        ("just a moment i'm checking", "WaitIntent"),
        ("could you tell me what might help the pain", "TopicIntent"),
    ],
)
def test_answers_and_questions_in_other_words(utterance: str, intent: str) -> None:
    """An answer is made of samples of that answer; the rest is what it is most like."""
    assert told(utterance)[0] == intent


@pytest.mark.parametrize(
    "utterance",
    [
        "what's the capital of france",
        "what time is it",
        "play some jazz",
        "zzz",
        "the cat sat on the mat",
    ],
)
def test_what_is_like_nothing_is_not_understood(utterance: str) -> None:
    """It goes to the three steps of not understanding."""
    assert HOW.understand(utterance) is None


def test_a_language_that_nothing_is_known_of_is_refused() -> None:
    """The error names the file and shows what to do."""
    with pytest.raises(ModelError, match=r"gist\.toml has no table \[xx\]"):
        load_language("xx")
