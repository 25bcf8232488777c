"""Clients that others made hold whole conversations with the endpoint as it really runs.

virtual-alexa and bespoken's bst-test know nothing of this project but the endpoint's address and
the built interaction model. `make peers` shows the conversations.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from simulator import ROOT
from simulator.assemble import MODELS, assemble
from simulator.device import Turn
from tests.answering import send, served
from tests.heavy import heavy
from tests.processes import Running, free_port, running
from tests.signing import SKILL_ID
from tests.test_conversations import FILES, Conversation, read
from tools.by_sound.corpus import samples

pytestmark = pytest.mark.once

NODE = ROOT / "tests" / "node"
#: Other locales hold the same conversations.
LOCALE = "en-US"
CONVERSATIONS = {path.stem: read(path) for path in FILES}


@pytest.fixture(scope="module")
def node() -> str:
    """Node.js, with the clients installed."""
    heavy(NODE / "node_modules" / "virtual-alexa", "make node")
    return str(heavy(Path(shutil.which("node") or "node"), "apt-get install nodejs"))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The endpoint, for unsigned requests of this computer to this skill."""
    port = free_port()
    settings = {"ENDPOINT_PORT": str(port), "ENDPOINT_VERIFY": "off", "SKILL_ID": SKILL_ID}
    with running(tmp_path_factory.mktemp("endpoint"), port, "webservice", **settings) as endpoint:
        yield endpoint


class Peer:
    """virtual-alexa, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Take the process that runs tests/node/virtual_alexa.js."""
        self._process = process

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answered: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answered

    def say(self, words: str) -> dict[str, Any]:
        """Say it to the endpoint; gives request and response, or why it was not understood."""
        return self._ask({"say": words})

    def end(self) -> None:
        """End the session, if one is open."""
        self._ask({"end": True})


@contextmanager
def virtual_alexa(node: str, url: str) -> Iterator[Peer]:
    """Start virtual-alexa."""
    command = [node, "--no-warnings", "virtual_alexa.js", url, str(MODELS / f"{LOCALE}.json")]
    with subprocess.Popen(  # noqa: S603  our own command
        [*command, LOCALE, SKILL_ID],
        cwd=NODE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield Peer(process)


def meant(request: dict[str, Any]) -> tuple[str, dict[str, set[str]]]:
    """What a request says was understood: the intent, and the ids in its slots."""
    intent = request["request"].get("intent", {})
    slots = intent.get("slots", {})
    ids = {name: set(_ids(slot)) for name, slot in slots.items() if slot.get("value")}
    return intent.get("name", request["request"]["type"]), ids


def _ids(slot: dict[str, Any]) -> Iterator[str]:
    for authority in slot.get("resolutions", {}).get("resolutionsPerAuthority", ()):
        for value in authority.get("values", ()):
            yield value["value"]["id"]


def held_by(peer: Peer, conversation: Conversation) -> list[str] | None:
    """Hold the conversation through virtual-alexa; gives what differs from ours, turn by turn.

    None where virtual-alexa understands something else than the simulator, or nothing; it may where
    the words are no whole sample of the model.
    """
    device = assemble(LOCALE)
    plain = {*samples(device.model)}
    differs = []
    for said in conversation.turns:
        ours, theirs = device.hear(said.utterance), peer.say(said.utterance)
        assert ours.request
        assert ours.response
        if "lost" in theirs or meant(ours.request) != meant(theirs["request"]):
            assert said.utterance not in plain
            return None
        print(f"  > {said.utterance}\n      {ours.intent}: {ours.says}")
        differs += [
            f"{said.where}: {part}"
            for part in ("response", "sessionAttributes")
            if ours.response.get(part) != theirs["response"].get(part)
        ]
    return differs


def test_virtual_alexa_holds_the_conversations(node: str, endpoint: Running) -> None:
    """Over HTTP, by other people's understanding, every answer is the one it is on Lambda."""
    held: dict[str, list[str] | None] = {}
    with virtual_alexa(node, endpoint.url) as peer:
        for name, conversation in CONVERSATIONS.items():
            spoken = all(said.utterance for said in conversation.turns)
            if conversation.locale == LOCALE and spoken:
                print(f"{name}: {conversation.promise}")
                held[name] = held_by(peer, conversation)
                peer.end()
    left_out = [name for name, differs in held.items() if differs is None]
    print(f"held {len(held) - len(left_out)}; not understood by virtual-alexa: {left_out}")
    assert {} == {name: differs for name, differs in held.items() if differs}
    assert len(left_out) < len(held) / 2


# --- bst-test


def dialogue(name: str, turns: list[Turn]) -> list[str]:
    """One conversation in bst-test's YAML, whose strings JSON's are too."""
    lines = ["---", f"- test: {json.dumps(name)}"]
    for turn in turns:
        # bst-test takes every sentence with an "ask" in it for an opening.
        words = "LaunchRequest" if turn.intent == "LaunchRequest" else turn.heard
        said = words if "ask" not in words else turn.intent
        lines.append(f"- {json.dumps(said)}:")
        lines.append(f"  - prompt: {json.dumps(turn.ssml)}")
        lines.append(f"  - response.shouldEndSession: {json.dumps(turn.ends)}")
    return lines


def whole_conversations(most: int) -> dict[str, list[Turn]]:
    """Conversations of several turns, down to the end, without silence, descriptions, or doubt."""
    found: dict[str, list[Turn]] = {}
    for name, conversation in CONVERSATIONS.items():
        device = assemble(LOCALE)
        turns = [device.hear(said.utterance) for said in conversation.turns]
        plain = all(turn.heard and turn.intent and not turn.slots for turn in turns)
        known = "AMAZON.FallbackIntent" not in {turn.intent for turn in turns}
        if conversation.locale == LOCALE and plain and known and len(turns) > 5:
            found[name] = turns
    return dict(sorted(found.items(), key=lambda item: -len(item[1]))[:most])


def run_bst(node: str, folder: Path, endpoint: Running) -> subprocess.CompletedProcess[str]:
    """Run the dialogues in this folder against the endpoint."""
    settings = {
        "type": "unit",
        "skillURL": endpoint.url,
        "locales": LOCALE,
        "interactionModel": str(MODELS / f"{LOCALE}.json"),
        "applicationId": SKILL_ID,
        "html": False,
        "jest": {"collectCoverage": False},
    }
    (folder / "testing.json").write_text(json.dumps(settings), encoding="utf-8")
    # In the place of the server that it reports to: nothing leaves this computer.
    with served(lambda report: send(report, 200, b"{}", **{"Content-Length": "2"})) as reports:
        quiet = {"SKIP_STATISTICS": "true", "BESPOKEN_API_BASE_URL": reports, "HOME": str(folder)}
        return subprocess.run(  # noqa: S603  our own command
            [node, "--no-warnings", str(NODE / "node_modules" / ".bin" / "bst-test")],
            cwd=folder,
            env={**os.environ, **quiet},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )


def test_bst_test_holds_the_conversations(node: str, endpoint: Running, tmp_path: Path) -> None:
    """Each answer says what was expected, and the session ends when it should."""
    conversations = whole_conversations(5)
    assert 5 == len(conversations)
    lines = [line for name, turns in conversations.items() for line in dialogue(name, turns)]
    (tmp_path / "conversations.test.yml").write_text("\n".join(lines), encoding="utf-8")
    run = run_bst(node, tmp_path, endpoint)
    print(run.stdout + run.stderr)
    assert 0 == run.returncode
    turns = sum(map(len, conversations.values()))
    assert turns == (run.stdout + run.stderr).count("✓")


def test_bst_test_can_fail(node: str, endpoint: Running, tmp_path: Path) -> None:
    """An answer that is not the expected one is reported."""
    wrong = '---\n- test: "wrong"\n- LaunchRequest:\n  - prompt: "Good morning."\n'
    (tmp_path / "wrong.test.yml").write_text(wrong, encoding="utf-8")
    run = run_bst(node, tmp_path, endpoint)
    assert 1 == run.returncode
    assert "1 failed, 1 total" in run.stdout + run.stderr
