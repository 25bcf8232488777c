"""``python -m triage`` runs the interview in a bare Python: the logic is shared, not Alexa's."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: The real interpreter, not that of a virtual environment; no site-packages, no current folder.
BARE = (getattr(sys, "_base_executable", sys.executable), "-S", "-s", "-P")


def python(
    *arguments: str, told: Iterable[str] = (), bare: Iterable[str] = BARE
) -> subprocess.CompletedProcess[str]:
    """Run Python as the README says, knowing nothing of this process but where ``lambda`` is."""
    return subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [*bare, *arguments],
        input="".join(f"{line}\n" for line in told),
        env={"PYTHONPATH": "lambda"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def interview(*told: str) -> subprocess.CompletedProcess[str]:
    """Hold the interview with these answers."""
    return python("-m", "triage", told=told)


def outcome(output: str) -> dict[str, str]:
    """What is printed below the last question, heading by heading; the reasons as one."""
    found: dict[str, str] = {}
    for line in output[output.index("urgency ") :].splitlines():
        heading, _, words = line.partition("  ")
        found[heading] = f"{found.get(heading, '')} {words.strip().partition(':')[0]}".strip()
    return found


#: Numb, and pain that runs down the leg: nothing else.
SCIATICA = tuple("nnnynnynnnn")


def test_it_ends_with_what_is_told_and_why() -> None:
    """Urgency, action, pathway, back link, and each reason with the answer that was given."""
    ended = interview(*SCIATICA)
    assert ended.stderr == ""
    assert ended.returncode == 0
    assert outcome(ended.stdout) == {
        "urgency": "soon",
        "action": "appointment",
        "pathway": "nerve",
        "back link": "yes",
        "because": "runs_down_leg = yes numbness = yes",
    }


def test_an_emergency_ends_it_at_once() -> None:
    """The second question is the last one where the foot has turned cold."""
    ended = interview("no", "yes")
    assert outcome(ended.stdout)["action"] == "call"
    assert ended.stdout.count("yes, no, unsure or back?") == 2


def test_today_is_said_the_moment_it_is_known() -> None:
    """Whoever leaves before the end has heard it."""
    left = interview(*"nnnnnnu")
    assert "So far: today hot_joint_or_calf\n" in left.stdout


def test_whole_words_are_answers_too() -> None:
    """Letters and words, whatever their case and the spaces around them, mean the same."""
    words = {"n": " No ", "y": "YES"}
    assert interview(*(words[letter] for letter in SCIATICA)).stdout == interview(*SCIATICA).stdout


def test_back_drops_the_last_answer() -> None:
    """The question is asked again, and only the new answer counts."""
    there_and_back = interview("no", "no", "yes", "back", *SCIATICA[2:])
    assert outcome(there_and_back.stdout) == outcome(interview(*SCIATICA).stdout)


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("back", "This is the first question."),
        ("perhaps", "That is no answer here."),
        ("", "That is no answer here."),
    ],
)
def test_what_is_no_answer_changes_nothing(word: str, complaint: str) -> None:
    """It is named, and the same question is asked again."""
    ended = interview(word, *SCIATICA)
    assert complaint in ended.stdout
    assert outcome(ended.stdout) == outcome(interview(*SCIATICA).stdout)


def test_leaving_early_decides_nothing() -> None:
    """The input ends: a plain sentence, exit code 1, no outcome and no traceback."""
    left = interview("no", "no")
    assert left.returncode == 1
    assert left.stderr == ""
    assert "urgency" not in left.stdout


@pytest.mark.parametrize("installed", ["pytest", "ask_sdk_core"])
def test_nothing_that_is_installed_can_be_reached(installed: str) -> None:
    """So the interviews above needed nothing but Python and this repository."""
    missing = python("-c", f"import {installed}")
    assert missing.stderr.strip().endswith(f"No module named '{installed}'")


def test_nothing_but_the_triage_is_loaded() -> None:
    """Neither the dialogue nor any word of the speech has a part in it."""
    tracing = "import sys, triage.__main__; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    loaded = set(python("-c", tracing).stdout.split())
    assert loaded & {path.stem for path in (ROOT / "lambda").iterdir()} == {"triage"}


def test_the_function_on_aws_lambda_never_loads_it() -> None:
    """It belongs to a terminal: the skill neither needs it nor pays for it."""
    tracing = "import sys, lambda_function; print(*sys.modules)"
    loaded = python("-c", tracing, bare=(sys.executable,)).stdout.split()
    assert "triage.decide" in loaded
    assert "triage.__main__" not in loaded
