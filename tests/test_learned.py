"""What the simulator learnt from the samples: that it is of these samples, and how it is used."""

import json
import subprocess

import pytest

from simulator import ROOT
from simulator.assemble import understanding
from simulator.gist import load_language
from simulator.learned import ASIDE, DOUBT, FOLDER, Learned, features, load_learned, meaning
from simulator.samples import words
from simulator.witnesses import Witnesses
from tests.heavy import heavy
from tools.learn.material import Row, digest, languages, rows

ENGLISH = load_language("en")
MODEL = understanding("en-US")[0].model


def likeliest(learned: Learned, said: str) -> str:
    """What it most likely means."""
    return learned.guesses(words(said))[0].meaning


@pytest.mark.parametrize("language", languages())
def test_it_was_learnt_from_the_models_that_are_here(language: str) -> None:
    """`make model` learns anew what has changed."""
    learnt = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    assert digest(rows(language)) == learnt["digest"]


def test_only_sentences_that_mean_one_thing_are_learnt() -> None:
    """Each meaning is an intent, or an intent and an id, or none of them; each has sentences."""
    known = {row.means for row in rows("en")}
    assert {ASIDE, DOUBT} < known
    intents = {name.partition(" ")[0] for name in known - {ASIDE, DOUBT}}
    assert intents < MODEL.intents.keys()
    assert {"DescribeIntent numbness=yes", "DescribeIntent nothing", "TopicIntent who"} < known


def test_what_counts_of_a_sentence() -> None:
    """Its stems and each two in a row, what is denied apart; not which side it is."""
    assert [*features(words("it isn't my left foot"), ENGLISH)] == [
        *("it", "isnt", "!my", "!foot"),
        *("it isnt", "isnt !my", "!my !foot"),
    ]


@pytest.mark.parametrize("said", ["xylograph zyzzyva", "the xylograph of my zyzzyva"])
def test_words_that_nobody_knows_are_taken_for_nothing(said: str) -> None:
    """Not for what the two words between them are in."""
    assert understanding("en-US")[0].understand(said) is None


def test_everything_learnt_has_a_reading() -> None:
    """But for what is nothing: each intent and id is one of the model, with a phrase for it."""
    learned = load_learned(MODEL, ENGLISH)
    guessed = (guess for row in rows("en")[::50] for guess in learned.guesses(row_said(row)))
    said = {guess.meaning: guess for guess in guessed}
    for named, guess in said.items():
        assert (guess.reading is None) == (named in {ASIDE, DOUBT}), named
        assert guess.reading is None or meaning(guess.reading) == named


def row_said(row: Row) -> tuple[str, ...]:
    """Words with the stems of a row."""
    return tuple(feature.lstrip("!") for feature in row.features if " " not in feature)


@pytest.mark.parametrize(
    ("said", "named", "borne_out"),
    [
        ("my foot is numb", "DescribeIntent numbness=yes", True),
        ("there isn't any weakness in that foot", "DescribeIntent weakness=no", True),
        ("it isn't true that my foot is numb", "DescribeIntent numbness=yes", False),
        ("my mother's foot is numb", "DescribeIntent numbness=yes", False),
        ("chills are not there", "DescribeIntent fever=no", False),
        ("i really can't move my foot", "EmergencyIntent foot_function_lost", True),
        ("i can move my foot", "EmergencyIntent foot_function_lost", False),
    ],
)
def test_what_may_be_turned_round_must_be_borne_out(said: str, named: str, borne_out: bool) -> None:
    """By a sample with words of the same kinds; and by one that denies no more than was denied."""
    witnesses = Witnesses(MODEL, ENGLISH, load_learned(MODEL, ENGLISH).rarity)
    assert borne_out == witnesses.bear_out(words(said), named)


@pytest.mark.once
def test_learning_tells_meanings_apart() -> None:
    """By the words that each of them has, the rare ones most; in the environment that learns."""
    python = ROOT / ".venv-learn" / "bin" / "python"
    heavy(python, "make model")
    told = {
        "DescribeIntent numbness=yes": "my foot is numb|my toes are numb|numb toes|a numb foot",
        "DescribeIntent weakness=yes": "my foot is weak|my leg is weak|a weak foot|weak legs",
        "AMAZON.HelpIntent": "help|help me|what can i say|what can i do",
    }
    known = [
        [means, [*features(words(said), ENGLISH)]]
        for means, sentences in told.items()
        for said in sentences.split("|")
    ]
    script = (
        "import json, sys; from tools.learn.__main__ import learnt; "
        "from tools.learn.material import Row; "
        "print(json.dumps(learnt([Row(*row) for row in json.load(sys.stdin)])))"
    )
    run = subprocess.run(  # noqa: S603  our own arguments
        [python, "-c", script],
        input=json.dumps(known),
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )
    learned = Learned(json.loads(run.stdout), MODEL, ENGLISH)
    assert likeliest(learned, "is my foot numb") == "DescribeIntent numbness=yes"
    assert likeliest(learned, "a weak leg") == "DescribeIntent weakness=yes"
    assert likeliest(learned, "can i help") == "AMAZON.HelpIntent"
