"""Whatever fails, the person hears a sentence, and the next turn goes on with every answer.

Each call that a turn makes is made to fail once, and each function that ships is broken for good;
texts are missing in what was shipped. What happens to a whole process is in `test_crashes.py`.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dialogue import Do, State
from lambda_function import lambda_handler
from simulator import ROOT
from tests.alexa_rules import faults
from tests.envelopes import (
    SILENT,
    Json,
    answers_in,
    envelope,
    intent,
    launch,
    slot,
    state_in,
    touch,
)
from tests.faulty import CANARY, at_call, calls, for_good, functions
from tests.talking import after, result, talk

#: Every so many calls one fails; all of them where the environment asks for it (`make fuzz`).
EVERY = int(os.environ.get("EVERY_CALL", "9"))

DESCRIBED = slot("symptom", "SYMPTOM", ["numbness=yes", "back_pain=no"])
TURNS: dict[str, tuple[State, Json]] = {
    "launch": (State(), launch()),
    "answer": (talk(Do.LAUNCH, Do.NO, Do.NO), intent("AMAZON.YesIntent")),
    "worrying": (talk(Do.LAUNCH, Do.NO), intent("AMAZON.YesIntent")),
    "described": (talk(Do.LAUNCH, Do.NO), intent("DescribeIntent", DESCRIBED)),
    "emergency": (
        talk(Do.LAUNCH, Do.NO),
        intent("EmergencyIntent", slot("emergency", "EMERGENCY", ["breathless"])),
    ),
    "why": (after(injury="no"), intent("WhyIntent")),
    "misheard": (after(injury="no", breathless="yes"), intent("AMAZON.NoIntent")),
    "card": (result(), intent("SendCardIntent")),
    "touch": (talk(Do.LAUNCH, Do.NO), touch("yes", talk(Do.LAUNCH, Do.NO).open)),
    "stop": (talk(Do.LAUNCH, Do.YES), intent("AMAZON.StopIntent")),
    "not understood": (talk(Do.LAUNCH), intent("AMAZON.FallbackIntent")),
    **{f"silent {n}": (talk(Do.LAUNCH, Do.NO), request) for n, request in enumerate(SILENT)},
}


def sent(name: str) -> Json:
    """The envelope of one of the turns."""
    state, request = TURNS[name]
    return envelope(request, state.to_attributes(), screen=name in ("touch", "card", "answer"))


def check(event: Json, answer: Json) -> None:
    """Require a valid answer, which holds what came in or what came of it, and says no secret."""
    assert [] == faults(event, answer)
    assert CANARY not in json.dumps(answer, allow_nan=False)
    before = State.from_attributes(event["session"]["attributes"]).answers
    if not before.items() <= answers_in(answer).items():
        assert answers_in(lambda_handler(event, None)) == answers_in(answer)


@pytest.mark.parametrize("name", TURNS)
def test_any_call_may_fail_once(name: str) -> None:
    """A sentence comes back, no answer is lost, and saying it again goes on as if nothing was."""
    expected = lambda_handler(sent(name), None)
    numbers = range(1 + len(name) % EVERY, calls(sent(name)) + 1, EVERY)
    failed = set[str]()
    for number in numbers:
        event = sent(name)
        answer, where = at_call(number, event)
        check(event, answer)
        failed.add(where)
        if name.startswith("silent") or answers_in(answer) == answers_in(expected):
            continue
        again = lambda_handler({**event, "session": _held(event, answer)}, None)
        assert answers_in(expected) == answers_in(again), where
        assert state_in(expected).open == state_in(again).open, where
    assert len(failed) > min(len(numbers) // 20, 20)
    assert "" not in failed


def _held(event: Json, answer: Json) -> Json:
    session: Json = {**event["session"], "attributes": answer["sessionAttributes"]}
    return session


#: What hands the answers back when all else fails; should it be broken itself, a sentence is left.
KEEPERS = {"alexa.responses._plain", "alexa.responses._part", "alexa.requests.is_silent"}
STATE = {name for name in functions() if name.startswith("dialogue.state.")}
SENDERS = [name for name in TURNS if not name.startswith("silent")]


@pytest.mark.parametrize("broken", sorted(functions()))
def test_any_function_may_be_broken_for_good(broken: str) -> None:
    """In every turn a valid answer with a sentence, and in it the answers."""
    for name in SENDERS:
        event = sent(name)
        with for_good(broken):
            answer = lambda_handler(event, None)
        assert [] == faults(event, answer)
        assert CANARY not in json.dumps(answer)
        if broken not in KEEPERS:
            check(event, answer)


FAILS = "dialogue.step.step"
#: Cannot fail, which the next test shows: all it does may.
LOGS = "alexa.log.log_failure"
#: What is left to say and to hand back, once the turn itself has failed.
LAST = {*KEEPERS, *STATE, "alexa.responses.held", "speech.say.apology"}


@pytest.mark.parametrize("broken", sorted(functions().keys() - {FAILS, LOGS}))
def test_what_answers_a_failure_may_be_broken_too(broken: str) -> None:
    """The turn fails for good, and so does any other function, the handler of failures included."""
    for name in ("answer", "described", "touch", "stop"):
        event = sent(name)
        with for_good(FAILS), for_good(broken):
            answer = lambda_handler(event, None)
        assert [] == faults(event, answer)
        assert CANARY not in json.dumps(answer)
        if broken not in LAST:
            check(event, answer)


def test_a_log_that_cannot_be_written_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed cannot be logged: the sentence comes all the same."""

    def full(*_: object) -> None:
        raise OSError(CANARY)

    monkeypatch.setattr("logging.Logger.error", full)
    event = sent("worrying")
    with for_good("speech.say.say"):
        check(event, lambda_handler(event, None))


def test_every_function_that_ships_is_among_them() -> None:
    """Those of all packages and of the way in."""
    modules = {name.rsplit(".", 1)[0] for name in functions()}
    assert {"lambda_function", "alexa.handlers", "alexa.serializer", "dialogue.step"} <= modules
    assert {"speech.say", "speech.texts", "triage.decide", "dialogue.state"} <= modules
    assert len(functions()) > 120


def test_a_failure_takes_no_answer_to_a_question_that_was_not_heard() -> None:
    """The turn was understood, and only its words failed: the same question stays open.

    Otherwise the person, asked to say it again, would answer a question that nobody put.
    """
    event = sent("answer")
    with for_good("speech.say.say"):
        answer = lambda_handler(event, None)
    assert event["session"]["attributes"] == answer["sessionAttributes"]
    assert "directives" not in answer["response"]


# --- texts that are missing in what was shipped

RUN = """
import json, sys
from lambda_function import lambda_handler
print(json.dumps([lambda_handler(event, None) for event in json.load(sys.stdin)]))
"""


def shipped(folder: Path) -> Path:
    """A copy of what ships, to be spoilt."""
    return Path(shutil.copytree(ROOT / "lambda", folder / "lambda", ignore=_compiled))


_compiled = shutil.ignore_patterns("__pycache__")


def conversation(copy: Path, locale: str) -> tuple[list[Json], list[Json], str]:
    """Hold a short conversation with a copy of the skill; the events, the answers and the log."""
    state = talk(Do.LAUNCH, Do.NO, Do.YES)
    requests = [launch(), intent("AMAZON.HelpIntent"), intent("AMAZON.YesIntent"), *SILENT[:1]]
    events = [envelope(r, state.to_attributes(), locale=locale) for r in requests]
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", RUN],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        input=json.dumps(events),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return events, json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("locale", ["en-GB", "en-US"])
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("en-GB.toml", None),
        ("en-GB.toml", "[place\n"),
        ("en.toml", None),
        ("en.toml", ""),
        ("en.toml", "[place]\n[list]\n[varied]\n[line]\n[question]\n[topic]\n"),
        ("en.toml", "\x00\x00"),
    ],
)
def test_without_its_texts_it_still_says_a_sentence(
    tmp_path: Path, file: str, text: str | None, locale: str
) -> None:
    """A file missing, empty or spoilt: a sentence, an open microphone, every answer kept."""
    copy = shipped(tmp_path)
    path = copy / "speech" / "locales" / file
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    events, answers, _ = conversation(copy, locale)
    for event, answer in zip(events, answers, strict=True):
        check(event, answer)
    assert not any(answer["response"]["shouldEndSession"] for answer in answers[:2])


@pytest.mark.parametrize("left", [["en"], ["en-GB"], []])
def test_a_package_without_its_texts_still_says_a_sentence(
    lambda_zip: Path, tmp_path: Path, left: list[str]
) -> None:
    """The same for the texts that were made ready for AWS Lambda."""
    with zipfile.ZipFile(lambda_zip) as archive:
        archive.extractall(tmp_path)
    shutil.rmtree(tmp_path / "speech" / "__pycache__", ignore_errors=True)
    with (tmp_path / "speech" / "shipped.py").open("a", encoding="utf-8") as module:
        module.write(f"_TABLES = {{name: _TABLES[name] for name in {left}}}\n")
    events, answers, _ = conversation(tmp_path, "en-GB")
    for event, answer in zip(events, answers, strict=True):
        check(event, answer)
    assert "emergency number" in str(answers[0])


def test_missing_texts_are_logged(tmp_path: Path) -> None:
    """As the process starts, and for every turn: whoever runs the skill can see it."""
    copy = shipped(tmp_path)
    (copy / "speech" / "locales" / "en.toml").unlink()
    *_, log = conversation(copy, "en-US")
    assert log.count("KeyError") > 3
