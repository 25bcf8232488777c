"""Writes the conversations of ``tests/conversations`` as replay files of ASK CLI.

    SKILL_ID=amzn1.ask.skill.… make replays
    ask dialog --replay build/replays/now_misheard.json

Whoever has an account hears in them what the real Alexa makes of each line; what must hold after
it, the conversation file says. Left out is what cannot be replayed: silence, and locales that have
no interaction model.
"""

import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from dotenv import load_dotenv

from simulator import ROOT
from simulator.assemble import MODELS
from tests.test_conversations import FILES, Conversation, read

__all__ = ["FOLDER", "main", "replay", "replays"]

FOLDER = ROOT / "build" / "replays"
"""Where they are written; they name a skill, so they are nobody else's."""

_NO_SKILL = """\
A replay file names your skill, whose id is in the developer console:
SKILL_ID=amzn1.ask.skill.… make replays
"""
_SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[0-9a-f-]{36}")


def replay(conversation: Conversation, skill_id: str) -> dict[str, object] | None:
    """Return the replay of a conversation with the skill of this id; None if there can be none."""
    said = [turn.utterance for turn in conversation.turns]
    if not all(said) or not (MODELS / f"{conversation.locale}.json").exists():
        return None
    return {
        "skillId": skill_id,
        "locale": conversation.locale,
        "type": "text",
        "userInput": [*said, ".quit"],
    }


def replays(files: Iterable[Path], skill_id: str) -> dict[str, str]:
    """Return the texts of the replay files of these conversations, by name."""
    found = {path.stem: replay(read(path), skill_id) for path in files}
    return {
        f"{name}.json": json.dumps(one, indent=2, ensure_ascii=False) + "\n"
        for name, one in found.items()
        if one
    }


def main(folder: Path = FOLDER) -> int:
    """Write them; the exit code is 0, or 2 if no skill is named."""
    load_dotenv(ROOT / ".env")
    skill_id = os.environ.get("SKILL_ID", "")
    if not _SKILL_ID.fullmatch(skill_id):
        sys.stderr.write(_NO_SKILL)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in replays(FILES, skill_id).items():
        (folder / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(list(folder.glob('*.json')))} replay files in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
