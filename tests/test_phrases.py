"""The phrases of the interaction model, read by somebody hostile, for what could be reversed."""

import re

import pytest

from dialogue import SELF_HARM
from tests.built_models import LOCALES, NO, UNSURE, YES, Model, listed
from triage import Decided, next_step, rules

EMERGENCY = "EmergencyIntent"


@pytest.fixture(params=LOCALES)
def model(request: pytest.FixtureRequest) -> Model:
    """Each locale's model in turn."""
    return Model.of(request.param)


# --- Yes, no, unsure


@pytest.mark.parametrize(
    ("intents", "phrases"),
    [
        (
            YES,
            """yes | yeah a bit | it does | i think so | kind of | sometimes it does | uh huh
            | only at night | yes it does | i'm afraid so | yes i can | please do | okay
            | yes please | you heard me right | that's right | um yeah | well yes | i do""",
        ),
        (
            NO,
            """no | not really | nope | not that i know of | no it doesn't | i don't think so
            | not at all | never | neither | hardly | no i'm good | no thank you | oh no | well no
            | i haven't | it isn't | no i can move it | no they're the same""",
        ),
        (
            UNSURE,
            "i don't know | hard to say | can't tell | no idea | skip it | who knows | not sure",
        ),
    ],
)
def test_as_people_talk(model: Model, intents: tuple[str, ...], phrases: str) -> None:
    """How people in pain talk to a speaker: a little is a yes, a doubtful no is none."""
    for phrase in listed(phrases, "|"):
        assert model.intents_of(phrase) <= set(intents), phrase


@pytest.mark.parametrize(
    ("why", "phrases"),
    [
        (
            "They turn round between 'are you newly unable to move your foot?' and 'can you?'",
            """i can't | no i can't | i cannot | i couldn't | i'm not able to | no they can't
            | i can | i can but it hurts""",
        ),
        (
            "Once, or lately, may be just what is asked: 'ever', 'in recent months', 'newly'.",
            "not anymore | not now | not right now | not lately | i used to",
        ),
        (
            "A little, or next to nothing.",
            "not much | hardly any | barely | not always | rarely | partly",
        ),
        (
            "Perhaps.",
            """maybe | possibly | could be | might be | i guess | i guess so | i suppose so
            | probably not | i doubt it | i hope not | it depends""",
        ),
        (
            "A refusal denies nothing.",
            "i'd rather not say | pass | none of your business | i don't want to try",
        ),
    ],
)
def test_asked_again_before_it_is_taken(model: Model, why: str, phrases: str) -> None:
    """What could be meant either way is unsure, so that a red flag is asked in other words."""
    for phrase in listed(phrases, "|"):
        assert model.intents_of(phrase) <= set(UNSURE), f"{phrase}: {why}"


def test_a_correction_is_no_answer(model: Model) -> None:
    """It speaks of the answer before: as a "no" it would close the question that is open now."""
    corrections = """that's wrong | wrong | you misheard | you misheard me | that's not what i said
        | no wait | i meant yes | i meant no | i said no | i made a mistake | change my answer
        | no that's not right | i didn't say that | that was wrong"""
    for phrase in listed(corrections, "|"):
        assert model.intents_of(phrase) == {"GoBackIntent"}, phrase


def test_left_out_on_purpose(model: Model) -> None:
    """What reverses its meaning from question to question is no answer: it is asked about."""
    reversible = """yes i can't | fine | it's fine | i'm okay | good | right | unfortunately
        | no problem | no doubt | no change | just one | the same | they don't | i don't feel it
        | i don't feel anything | not that i can feel | nothing | no pain | it won't | uh uh
        | none at all | you heard me | actually no | thanks | sorry no | years ago | i had
        | it could | i'm fine"""
    found = {phrase: model.intents_of(phrase) for phrase in listed(reversible, "|")}
    assert {} == {p: intents for p, intents in found.items() if intents - {"DescribeIntent"}}


@pytest.mark.parametrize(
    ("phrase", "intent"),
    [
        ("what", "AMAZON.RepeatIntent"),
        ("sorry what", "AMAZON.RepeatIntent"),
        ("no repeat", "AMAZON.RepeatIntent"),
        ("continue", "AMAZON.RepeatIntent"),
        ("i don't understand", "ExplainIntent"),
        ("what is that", "ExplainIntent"),
        ("hold on", "WaitIntent"),
        ("let me check", "WaitIntent"),
        ("no stop", "AMAZON.StopIntent"),
        ("i'm done", "AMAZON.StopIntent"),
        ("end it", "AMAZON.StopIntent"),
        ("i want to end it all", EMERGENCY),
        ("no never mind", "AMAZON.CancelIntent"),
        ("no start over", "AMAZON.StartOverIntent"),
        ("no go back", "GoBackIntent"),
        ("i need help", "AMAZON.HelpIntent"),
        ("i need urgent help", EMERGENCY),
    ],
)
def test_neighbours(model: Model, phrase: str, intent: str) -> None:
    """What sounds alike and is not meant alike."""
    assert model.intents_of(phrase) == {intent}


# --- Emergencies


def test_emergencies_are_questions_that_lead_to_now(model: Model) -> None:
    """Each question whose yes means now is there, self-harm beside them, and nothing else."""
    decisive = {
        name
        for name in rules().questions
        for step in [next_step({name: "yes"})]
        if isinstance(step, Decided) and step.urgency == "now"
    }
    assert decisive | {SELF_HARM} == model.values["EMERGENCY"].keys()


def test_nothing_around_an_emergency_denies_it(model: Model) -> None:
    """Samples name an emergency as present: not denied, not past, not asked about, not of if."""
    reversing = listed(
        """no not don't doesn't isn't haven't hasn't never without had was were used if is are
        does do what any could might about ago could may"""
    )
    for sample in model.samples[EMERGENCY]:
        # A fact told along with it, and that it is there.
        beside = re.sub(r"my (foot|leg) is {state}|^there is {emergency}$", "", sample)
        assert set() == set(reversing) & set(beside.split()), sample


def test_a_denied_emergency_is_none(model: Model) -> None:
    """Denied, put into the past, or turned round word by word, an emergency never matches."""
    phrases = {phrase for values in model.values["EMERGENCY"].values() for phrase in values}
    before = "no | not | oh no | well no | no more | never | i don't have | i haven't got | i had"
    turned = {f"{words} {phrase}" for words in listed(before, "|") for phrase in phrases}
    around = [("can't", "can"), ("cannot", "can"), ("won't", "will"), ("want", "don't want")]
    verbs = [("i'm", "i'm not"), ("is", "is not"), ("are", "are not"), ("has", "has not")]
    for old, new in around + verbs:
        words = re.compile(rf"\b{old}\b")
        turned |= {words.sub(new, phrase) for phrase in phrases if words.search(phrase)}
    found = {phrase: model.intents_of(phrase) for phrase in turned}
    assert {} == {phrase: intents for phrase, intents in found.items() if EMERGENCY in intents}


@pytest.mark.parametrize(
    ("value", "phrases"),
    [
        ("foot_cold_or_pale", "my foot has suddenly turned cold | my foot is turning blue"),
        ("foot_function_lost", "i can't move my foot | my foot won't move | i have foot drop"),
        ("weakness_new_or_worse", "my foot is getting weaker | my leg has suddenly gone weak"),
        ("numbness_large_or_spreading", "the numbness is spreading | i can't feel my foot"),
        ("both_legs", "both my legs are going numb | my legs are getting weaker"),
        ("saddle_or_bladder", "i wet myself | i can't feel between my legs | i can't pee"),
        ("breathless", "chest pain | i can't breathe | i'm short of breath"),
        ("ankle_deformed", "the bone is sticking out | my ankle is bent out of shape"),
        (
            "other_emergency",
            """my face is drooping | i'm having a stroke | i took too many pills
            | call an ambulance | call nine one one | call 911 | i'm having a heart attack
            | i'm bleeding badly | this is an emergency""",
        ),
        ("self_harm", "i want to die | i want to kill myself | i'm suicidal"),
    ],
)
def test_emergencies_in_their_own_words(model: Model, value: str, phrases: str) -> None:
    """The words that must never be missed, alone and without a carrier."""
    assert "{emergency}" in model.samples[EMERGENCY]
    assert set() == set(listed(phrases, "|")) - set(model.values["EMERGENCY"][value])


def test_less_is_no_emergency(model: Model) -> None:
    """What says less than the question asks, says it of the past, or asks, is no emergency."""
    less = """my foot is weak | my foot is numb | numb foot | my leg is tingling | my foot is cold
        | both my legs hurt | both my legs are weak | my ankle is swollen | my ankle is broken
        | i had a stroke | i can move my foot | no chest pain | i don't want to die
        | i took my pills | i took all my pills | i took a lot of painkillers | i feel like dying
        | foot drop | what is foot drop | i can't poop | i can't walk | my whole foot is numb
        | am i having a stroke | get help"""
    found = {phrase: model.intents_of(phrase) for phrase in listed(less, "|")}
    assert [] == [phrase for phrase, intents in found.items() if EMERGENCY in intents]
