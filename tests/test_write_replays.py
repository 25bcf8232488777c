"""Every conversation that can be replayed to the real Alexa is written as ASK CLI reads it."""

import json
from pathlib import Path

import pytest

from tests.test_conversations import FILES, Conversation, Said, read
from tests.write_replays import main, replay, replays

SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"


def conversation(*said: str, locale: str = "en-US") -> Conversation:
    """A conversation in which this is said."""
    return Conversation("Any.", locale, tuple(Said(line, "here", []) for line in said))


def test_each_line_is_replayed_in_order() -> None:
    """To the skill that is named, in the locale of the conversation; then the replay ends."""
    assert replay(conversation("open ankle pain check", "no", locale="en-GB"), SKILL_ID) == {
        "skillId": SKILL_ID,
        "locale": "en-GB",
        "type": "text",
        "userInput": ["open ankle pain check", "no", ".quit"],
    }


@pytest.mark.parametrize(
    "impossible",
    [conversation("open ankle pain check", ""), conversation("yes", locale="xx-XX")],
)
def test_what_cannot_be_replayed_is_left_out(impossible: Conversation) -> None:
    """ASK CLI refuses an empty line, and Amazon a locale that the skill does not have."""
    assert replay(impossible, SKILL_ID) is None


def test_ask_cli_reads_all_of_them() -> None:
    """What it asks of a replay file: an id, a locale, and lines none of which is blank."""
    found = {name: json.loads(text) for name, text in replays(FILES, SKILL_ID).items()}
    silent = [path for path in FILES if not all(said.utterance for said in read(path).turns)]
    assert len(FILES) - len(silent) - 1 <= len(found) < len(FILES)
    for one in found.values():
        assert {"skillId", "locale", "type", "userInput"} == one.keys()
        assert all(line.strip() == line != "" for line in one["userInput"])
        assert one["userInput"][-1] == ".quit"


def test_they_are_written_for_a_skill_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without one nothing is written, and it is said what to do."""
    monkeypatch.setenv("SKILL_ID", "mine")
    assert main(tmp_path / "replays") == 2
    assert "SKILL_ID=amzn1.ask.skill." in capsys.readouterr().err
    assert not (tmp_path / "replays").exists()
    monkeypatch.setenv("SKILL_ID", SKILL_ID)
    assert main(tmp_path / "replays") == 0
    written = {path.name for path in (tmp_path / "replays").iterdir()}
    assert replays(FILES, SKILL_ID).keys() == written
