"""`make by-sound`: what it can hear, what it counts, and a conversation held by machine voices."""

import shutil
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.assemble import assemble
from tests.heavy import heavy
from tools.by_sound.corpus import conversations
from tools.by_sound.grammar import Automaton, automaton
from tools.by_sound.report import Heard, Report
from tools.by_sound.voices import PEOPLE

WORDS = ["yes", "no", "a", "bit"]
SENTENCES = st.sets(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))


def accepted(known: Automaton, most: int) -> set[str]:
    """Every sentence of at most so many words that leads from the first state to the last."""
    found, ways = set(), {(known.begin, "")}
    for _ in range(most + 1):
        arcs = product(ways, known.arcs)
        ways = {
            (arc.end, f"{said} {arc.word}".strip())
            for (state, said), arc in arcs
            if state == arc.begin
        }
        found |= {said for state, said in ways if state == known.end}
    return found


@given(SENTENCES)
def test_just_the_sentences_given_can_be_heard(sentences: set[str]) -> None:
    """None is lost, and none is made up from the halves of two."""
    assert sentences == accepted(automaton(sentences), most=4)


def test_sentences_that_end_alike_share_the_end() -> None:
    """Thousands of them are heard in a small part of a second only so."""
    assert 5 == automaton(["yes a bit", "no a bit"]).states


def test_what_sounds_alike_is_found() -> None:
    """Two sentences that do the same may be taken for each other; two that do not are told."""
    does = {"yes": "yes", "yeah": "yes", "no": "no", "now": ""}
    report = Report(lambda said: (does[said], frozenset()))
    for voice in PEOPLE:
        report.take(Heard("yes", voice, "yeah"))
        report.take(Heard("no", voice, "yes"))
    report.take(Heard("no", PEOPLE[0], "now"))
    report.take(Heard("no", PEOPLE[0], "no"))
    assert (10, 1, 5) == (report.said, report.word_for_word, report.same_meaning)
    assert {("no", "yes"): [*PEOPLE]} == report.alike(2)
    assert [("no", "yes")] == report.reversed(report.wrong)


@pytest.mark.once
@pytest.mark.parametrize("voice", PEOPLE)
def test_a_conversation_is_held_by_machine_voices(voice: str, tmp_path: Path) -> None:
    """Said aloud, heard, answered, and the answer said aloud: it goes as it does when typed."""
    heavy(Path(shutil.which("flite") or "flite"), "apt-get install flite")
    if find_spec("pocketsphinx") is None:
        heavy(Path("pocketsphinx"), "make sound")
    from tools.by_sound.conversations import hold  # noqa: PLC0415  not everybody has pocketsphinx
    from tools.by_sound.ears import Ears  # noqa: PLC0415

    held = dict(conversations())
    ears = Ears(line for lines in held.values() for line in lines)
    devices = assemble("en-US"), assemble("en-US")
    lines = held["explain"]
    exchanges = hold(lines, voice, ears, devices, tmp_path)
    assert [(line, line, True) for line in lines] == [
        (one.said, one.heard, one.right) for one in exchanges
    ]
    assert all(path.stat().st_size > 10_000 for path in tmp_path.iterdir())
