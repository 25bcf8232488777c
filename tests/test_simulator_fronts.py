"""``python -m simulator``: in the terminal for people, in JSON lines for scripts."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator import ROOT, terminal
from simulator.assemble import assemble
from simulator.speak import Voice, find_voice

KEYS = (
    "heard intent slots says ssml reprompt ends card directives attributes decided answers asks ms"
)


def simulate(
    *options: str, said: str = "", folder: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the simulator as a person or a script does, and give what it wrote."""
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "simulator", *options],
        input=said,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        timeout=60,
        check=False,
    )


def turns(*options: str, said: str) -> list[dict[str, Any]]:
    """Hold a conversation in JSON lines."""
    run = simulate("--json", *options, said=said)
    assert (run.returncode, run.stderr) == (0, "")
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_json_lines_answer_each_line() -> None:
    """One object a line with the promised keys; silence, its end, and the session after it."""
    said = "open ankle pain check\nNo\n\n\nopen ankle pain check\n"
    answered = turns(said=said)
    assert [list(turn) for turn in answered] == [KEYS.split()] * 5
    assert [turn["heard"] for turn in answered] == said.split("\n")[:-1]
    intents = ["LaunchRequest", "AMAZON.NoIntent", None, "SessionEndedRequest", "LaunchRequest"]
    assert [turn["intent"] for turn in answered] == intents
    assert [turn["ends"] for turn in answered] == [False, False, False, True, False]
    assert answered[2]["says"] == answered[1]["reprompt"]
    assert answered[3]["says"] == ""
    assert [turn["answers"] for turn in answered[:3]] == [{}, {"injury": "no"}, {"injury": "no"}]
    assert answered[4]["answers"] == {}
    assert all(turn["ms"] > 0 for turn in answered if turn["intent"])


def test_json_lines_take_any_text() -> None:
    """Whatever the bytes, whatever the line endings, it is heard and answered."""
    run = subprocess.run(
        [sys.executable, "-m", "simulator", "--json"],
        input=b"open ankle pain check\r\n\xff\xfe\x00\n" + "I don\u2019t know\n".encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    answered = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0
    assert [turn["intent"] for turn in answered] == [
        "LaunchRequest",
        "AMAZON.FallbackIntent",
        "UnsureIntent",
    ]


@pytest.mark.parametrize(
    "options",
    [["--jsn"], ["--json", "--speak"], ["--loc", "en-US"], ["open ankle pain check"], ["--locale"]],
)
def test_a_bad_option_is_refused(options: list[str]) -> None:
    """With a message, and the exit code 2."""
    run = simulate(*options)
    assert (run.returncode, run.stdout) == (2, "")
    assert "error:" in run.stderr


@pytest.mark.parametrize("locale", ["en-ZZ", "tlh", "../../etc"])
def test_an_unknown_locale_falls_back_and_says_so(locale: str) -> None:
    """On standard error, so that what scripts read stays clean."""
    run = simulate("--json", "--locale", locale, said="open ankle pain check\n")
    assert f"no interaction model for {locale}; using en-US" in run.stderr
    assert json.loads(run.stdout)["asks"] == "injury"
    assert run.returncode == 0


def test_settings_come_before_the_skill_is_loaded() -> None:
    """With another skill's id in the environment, requests still reach this skill."""
    skill_id = "amzn1.ask.skill.22222222-2222-2222-2222-222222222222"
    run = simulate("--json", said="open ankle pain check\n", SKILL_ID=skill_id)
    assert json.loads(run.stdout)["asks"] == "injury"


def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    """The repository's folders are found from where the simulator lies."""
    run = simulate("--json", said="open ankle pain check\n", folder=tmp_path)
    assert json.loads(run.stdout)["asks"] == "injury"


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """As in ``… | head -1``."""
    run = subprocess.run(  # noqa: S602  a pipe is what is tested
        f"yes no | {sys.executable} -m simulator --json | head -n 1",
        shell=True,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    assert len(run.stdout.splitlines()) == 1


def test_the_terminal_shows_the_conversation() -> None:
    """What is said, what was understood, whether the microphone is open; plain when piped."""
    said = (
        "open ankle pain check\nno\n:state\n:nonsense\n:help\n\n:reprompt\n:reprompt\n:quit\nno\n"
    )
    run = simulate(said=said)
    assert (run.returncode, run.stderr) == (0, "")
    shown = run.stdout
    assert "stand-in for Alexa's" in " ".join(shown.split())
    assert "\033" not in shown
    for expected in ("you> no", "LaunchRequest", "AMAZON.NoIntent", "microphone open"):
        assert expected in shown
    for expected in ('"injury": "no"', "There is no command :nonsense", ":reprompt", "(silence)"):
        assert expected in shown
    assert shown.index("(silence)") < shown.index("SessionEndedRequest") < shown.index("over")
    assert shown.rstrip().endswith("you> :quit\nGoodbye.")


def lines_then(*lines: str, end: type[BaseException] = EOFError) -> Callable[[str], str]:
    """Make what reads lines from a person who then leaves."""
    waiting: Iterator[str] = iter(lines)

    def read(prompt: str) -> str:
        assert "you>" in prompt
        for line in waiting:
            return line
        raise end

    return read


class Screen(io.StringIO):
    """Something to write to that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_leaving_is_kind(end: type[BaseException]) -> None:
    """Ctrl-D and Ctrl-C leave with a word, and no traceback."""
    out = io.StringIO()
    terminal.run(assemble("en-US"), None, lines_then("open ankle pain check", end=end), out)
    assert out.getvalue().endswith("\nGoodbye.\n")


def test_colours_are_for_terminals_and_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """``NO_COLOR`` refuses them."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert terminal.Paint(Screen())("hi", "1") == "\033[1mhi\033[0m"
    assert terminal.Paint(io.StringIO())("hi", "1") == "hi"
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.Paint(Screen())("hi", "1") == "hi"


def test_answers_are_spoken_where_there_is_a_voice(tmp_path: Path) -> None:
    """The plain words, one answer after the other."""
    spoken = tmp_path / "spoken"
    voice = Voice(["sh", "-c", f"cat >> {spoken}; echo >> {spoken}"])
    out = io.StringIO()
    terminal.run(assemble("en-US"), voice, lines_then("open ankle pain check", "no"), out)
    first, second = spoken.read_text(encoding="utf-8").splitlines()
    assert first.startswith("Ankle Pain Check")
    assert second.endswith("?")
    assert "<" not in first + second


@pytest.mark.parametrize(
    ("there", "command"),
    [
        (["espeak-ng", "say"], ["/bin/espeak-ng", "-v", "en", "--stdin"]),
        (["say"], ["/bin/say"]),
        ([], None),
    ],
)
def test_the_voice_is_the_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch, there: list[str], command: list[str] | None
) -> None:
    """espeak-ng, else the voice of macOS, else none."""
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name in there else None)
    voice = find_voice("en-GB")
    assert (voice.command if voice else None) == command


def test_no_voice_is_said_and_no_error() -> None:
    """The conversation goes on in writing."""
    run = simulate("--speak", said="open ankle pain check\n", PATH="/nonexistent")
    assert run.returncode == 0
    assert "no voice was found" in run.stderr
    assert "microphone open" in run.stdout
