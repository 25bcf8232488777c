r"""Every file of ``tests/conversations`` is a conversation that the skill holds as promised.

A file begins with its promise, in lines that start with ``#``; one may be ``# locale: en-GB``.
Then turns: ``>`` and what the person says (nothing is silence), with indented lines of clauses
below, parted by ``;``, each of which must hold after that turn (``tests/clauses.py``)::

    # Whoever does not know is not taken to have said no.
    > open ankle pain check
      asks injury
    > I can't tell
      asks foot_cold_or_pale; answers injury=unsure

Whatever the clauses say, every response also obeys Amazon's rules (``tests/alexa_rules.py``).
"""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue import TOPICS, Say
from simulator.assemble import assemble
from simulator.device import Device
from tests.alexa_rules import faults
from tests.clauses import Facts, Holds, clause, facts

FILES = sorted(Path(__file__).with_name("conversations").glob("*.txt"))


class Clause(NamedTuple):
    """One thing that must hold after a turn, where it stands, and in which words."""

    where: str
    words: str
    holds: Holds


class Said(NamedTuple):
    """One turn: what is said, where that stands, and what must hold after it."""

    utterance: str
    where: str
    clauses: list[Clause]


class Conversation(NamedTuple):
    """A conversation file: its promise, the locale it is held in, its turns."""

    promise: str
    locale: str
    turns: tuple[Said, ...]


def read(path: Path) -> Conversation:
    """Read a conversation file; a ``ValueError`` names the file and the line that is wrong."""
    promise, locale, turns = list[str](), "en-US", list[Said]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name}:{number}"
        if line.startswith("# locale:"):
            locale = line.removeprefix("# locale:").strip()
        elif line.startswith("#"):
            promise.append(line.removeprefix("#").strip())
        elif line.startswith(">"):
            turns.append(Said(line.removeprefix(">").strip(), where, []))
        elif line.startswith(" ") and turns:
            turns[-1].clauses.extend(_clauses(line, where))
        elif line.strip():
            raise ValueError(f"{where}: neither a comment, nor said, nor a clause below what is")
    if not promise or not turns:
        raise ValueError(f"{path.name}: needs a promise in a line with '#', and something said")
    return Conversation(" ".join(promise), locale, tuple(turns))


def _clauses(line: str, where: str) -> list[Clause]:
    found = []
    for words in filter(None, map(str.strip, line.split(";"))):
        try:
            found.append(Clause(where, words, clause(words)))
        except ValueError as error:
            raise ValueError(f"{where}: {words!r} is no clause: {error}") from None
    return found


def broken(conversation: Conversation, device: Device) -> list[str]:
    """Hold the conversation; list what does not hold in the first turn in which anything fails."""
    for said in conversation.turns:
        turn = device.hear(said.utterance)
        known = facts(turn)
        found = [
            f"{expected.where}: does not hold: {expected.words}"
            for expected in said.clauses
            if not expected.holds(known)
        ]
        if turn.request and turn.response:
            found += [f"{said.where}: {fault}" for fault in faults(turn.request, turn.response)]
        if found:
            return [*found, _told(said, known)]
    return []


def _told(said: Said, known: Facts) -> str:
    shown = {key: known.record[key] for key in ("intent", "says", "answers", "decided")}
    lines = " ".join(map(str, known.lines))
    return f"after {said.utterance!r}: open {known.open!r}, lines {lines!r}, {shown}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation(path: Path) -> None:
    """What the file promises holds, turn by turn."""
    conversation = read(path)
    assert broken(conversation, assemble(conversation.locale)) == []


MODEL = assemble("en-US").model
SAMPLES = {
    name: [sample for sample in intent.samples if "{" not in sample]
    for name, intent in MODEL.intents.items()
}
SAYABLE = [
    *filter(None, SAMPLES.values()),
    [phrase for phrases in MODEL.types.values() for phrase, _ in phrases],
    ["", "gibberish", f"open {MODEL.invocation_name}"],
]


@given(st.lists(st.sampled_from(SAYABLE).flatmap(st.sampled_from), max_size=20))
def test_whatever_is_said_the_answer_obeys_amazons_rules(lines: list[str]) -> None:
    """In any order, one session after the other, with silence and gibberish in between."""
    turns = tuple(Said(line, repr(line), []) for line in lines)
    assert broken(Conversation("Any.", "en-US", turns), assemble("en-US")) == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "# p\n> hi\n  shouts loud",
            "talk.txt:3: 'shouts loud' is no clause: a clause begins with",
        ),
        (
            "# p\n> hi\n  stays; asks q5",
            "talk.txt:3: 'asks q5' is no clause: 'q5' is not a question",
        ),
        ("# p\n> hi\n  answers numbness=maybe", "'maybe' is not an answer"),
        ("# p\n> hi\n  answers numbness", "talk.txt:3: 'answers numbness' is no clause"),
        ("# p\n> hi\n  says soon, mechanicle", "'mechanicle' is not an action"),
        ("# p\n> hi\n  says whyy", "'whyy' is not a line"),
        ("# p\n> hi\n  says echo:q5", "'q5' is not a question"),
        ("# p\n> hi\n  because", "it says nothing"),
        ("# p\n> hi\n  offers tea", "'offer_tea' is not an offer"),
        ("# p\n> hi\n  ends now", "'now' is not known after ends"),
        ("# p\n  stays", "talk.txt:2: neither a comment, nor said"),
        ("# p\nhello", "talk.txt:2: neither a comment, nor said"),
        ("> hi", "talk.txt: needs a promise"),
        ("# p", "talk.txt: needs a promise"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    """A clause that nothing checks would be a promise that nobody keeps."""
    path = tmp_path / "talk.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"talk\.txt") as refused:
        read(path)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    "clauses",
    [
        "asks numbness",
        "asks whether it heard right",
        "offers relief",
        "says now",
        "says why",
        "answers injury=yes",
        "because injury",
        "hears AMAZON.StopIntent",
        "ends",
    ],
)
def test_a_broken_promise_is_found(tmp_path: Path, clauses: str) -> None:
    """Each kind of clause can fail, and the failure names the file and the line."""
    path = tmp_path / "talk.txt"
    path.write_text(f"# A promise.\n> open ankle pain check\n  {clauses}\n", encoding="utf-8")
    found = broken(read(path), assemble("en-US"))
    assert found[0] == f"talk.txt:3: does not hold: {clauses}"


def test_whatever_can_be_said_is_said_in_some_conversation() -> None:
    """Every intent but Amazon's own way home, and every topic."""
    heard, asked = set[str](), set[str]()
    for conversation in map(read, FILES):
        device = assemble(conversation.locale)
        for said in conversation.turns:
            turn = device.hear(said.utterance)
            heard.add(turn.intent or "silence")
            asked |= {line.about for line in facts(turn).lines if line.say is Say.TOPIC}
    assert {*MODEL.intents, "silence"} - {"AMAZON.NavigateHomeIntent"} == heard & {
        *MODEL.intents,
        "silence",
    }
    assert set(TOPICS) == asked
