"""What a person said, and who and where they are, leaves the skill in its answer and nowhere else.

Canaries stand in for it: every id, every word, every answer of a turn. All that goes out is
collected, and searched: logs at every level, output, warnings, files, connections, programs; while
all goes well, and while anything at all fails.
"""

import json
import logging
import os
import re
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import ask_sdk_core
import ask_sdk_runtime
import pytest
from flask.testing import FlaskClient

import lambda_function
from dialogue import Do, State
from lambda_function import lambda_handler
from simulator import ROOT
from tests.envelopes import SILENT, SKILL_ID, Json, envelope, intent, launch, slot, touch
from tests.faulty import at_call, calls, for_good, functions
from tests.outgoing import watched
from tests.processes import free_port
from tests.talking import QUESTIONS, after, talk
from webservice.endpoint import create_app
from webservice.settings import Settings

CANARY = "cAnArY"
#: Where requests hold what is a person's own: their ids, their words, what Alexa made of them.
PERSONAL = {
    "apiAccessToken",
    "consentToken",
    "deviceId",
    "message",
    "name",
    "personId",
    "requestId",
    "sessionId",
    "token",
    "userId",
    "value",
}
DESCRIBED = slot("symptom", "SYMPTOM", ["numbness=yes", "both_legs=unsure"], "my foot is numb")
GIVING_UP = slot("emergency", "EMERGENCY", ["self_harm"], "I give up")
MIDDLE = talk(Do.LAUNCH, Do.NO, Do.NO, Do.YES)
TURNS: dict[str, tuple[State, Json]] = {
    "launch": (MIDDLE, launch()),
    "answer": (MIDDLE, intent("AMAZON.YesIntent")),
    "described": (MIDDLE, intent("DescribeIntent", DESCRIBED)),
    "emergency": (MIDDLE, intent("EmergencyIntent", GIVING_UP)),
    "recap": (after(numbness="yes", saddle_or_bladder="unsure"), intent("RecapIntent")),
    "touch": (MIDDLE, touch("yes", MIDDLE.open)),
    "odd touch": (MIDDLE, touch(CANARY, {CANARY: [CANARY]})),
    "unknown intent": (MIDDLE, intent(f"{CANARY}Intent")),
    "ended by an error": (MIDDLE, SILENT[2]),
    "a fault of ours": (MIDDLE, SILENT[3]),
}


def planted(name: str) -> Json:
    """The envelope of a turn, with a canary in whatever is personal."""
    state, request = TURNS[name]
    whole = envelope(request, state.to_attributes(), screen=True)
    person = {"personId": "somebody", "accessToken": "made-up-token"}
    whole["context"]["System"]["person"] = person
    whole["context"]["Geolocation"] = {"coordinate": {"latitudeInDegrees": CANARY}}
    whole["session"]["user"]["permissions"] = {"consentToken": "made-up-token"}
    _plant(whole)
    return whole


def _plant(part: Any, inside: str = "") -> None:
    for key, value in list(part.items()) if isinstance(part, dict) else enumerate(part):
        if isinstance(value, dict | list):
            # The slots and the intent have names that are ours; an entity's is the person's word.
            _plant(value, key if isinstance(key, str) else inside)
        elif key in PERSONAL and isinstance(value, str) and (key != "name" or inside == "value"):
            part[key] = f"{CANARY} {value}"


def code() -> Iterator[str]:
    """Every line of code that could stand in a traceback: what is in there is no secret."""
    yield from _lines(ROOT / "tests" / "faulty.py")
    for package in (lambda_function, ask_sdk_core, ask_sdk_runtime):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            yield from _lines(path)


def _lines(path: Path) -> Iterator[str]:
    return map(str.strip, path.read_text(encoding="utf-8").splitlines())


CODE = frozenset(code())


def leaks(name: str, out: list[str]) -> list[str]:
    """What of this turn is found in what went out: canaries, answers, symptoms, what is open."""
    attributes = TURNS[name][0].to_attributes()
    secrets = {CANARY, str(attributes["a"]), str(attributes["l"]), *QUESTIONS, "self_harm"}
    secrets |= {f"'{key}': " for key in attributes} | {" is numb", "back pain", "ankle pain"}
    lines = [line for text in out for line in text.splitlines() if line.strip() not in CODE]
    return [line for line in lines if any(secret in line for secret in secrets)]


#: All that may be logged: a kind of failure, and places in code; or what Alexa reports.
LOGGED = re.compile(r"\w+(Error|Exception)|Alexa reports [\w.]+")


@pytest.mark.parametrize("name", TURNS)
def test_when_all_goes_well_nothing_goes_out(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """No line, no file, no connection; only a report of Alexa's is noted, by its kind."""
    lambda_handler(planted(name), None)  # what is imported late is imported now
    with watched(capfd) as out:
        lambda_handler(planted(name), None)
    assert [] == leaks(name, out)
    assert bool(out) == (name in ("ended by an error", "a fault of ours"))


@pytest.mark.parametrize("broken", sorted(functions()))
def test_whatever_is_broken_nothing_personal_goes_out(
    broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its own exception quotes the person, and nobody hears of that."""
    for name in ("described", "recap", "touch", "a fault of ours"):
        event = planted(name)
        with watched(capfd) as out, for_good(broken, f"{CANARY} said: my foot is numb"):
            lambda_handler(event, None)
        assert [] == leaks(name, out), name
        assert [] == [text for text in out if not LOGGED.match(text)], name


@pytest.mark.parametrize("name", TURNS)
def test_wherever_it_fails_nothing_personal_goes_out(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Calls from the first to the last, in our code and in the SDK."""
    failed, made = 0, calls(planted(name))
    for number in range(1, made + 1, made // 15):
        with watched(capfd) as out:
            at_call(number, planted(name))
        assert [] == leaks(name, out), number
        failed += any(LOGGED.match(text) for text in out)
    assert failed > 3


def endpoint(*, verify: bool) -> FlaskClient:
    """The endpoint of one's own, with or without proof that it is Alexa who asks."""
    return create_app(Settings(SKILL_ID, "127.0.0.1", 1, verify=verify)).test_client()


@pytest.mark.parametrize("broken", [None, *sorted(functions())])
def test_the_endpoint_lets_nothing_personal_out_either(
    broken: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    """It logs how long an answer took; whatever is broken, no more than the function does."""
    body, client = json.dumps(planted("described")), endpoint(verify=False)
    breaks = for_good(broken, f"{CANARY} said: my foot is numb") if broken else nullcontext()
    with watched(capfd) as out, breaks:
        answer = client.post("/", data=body)
    # Whose request cannot be proven to be for this skill is not answered, whatever hinders that.
    assert (500 if broken == "alexa.requests._application_id" else 200) == answer.status_code
    assert [] == leaks("described", out)
    assert out


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (CANARY, {}),
        (f'["{CANARY}"]', {}),
        (f'{{"{CANARY}": {{"{CANARY}": NaN}}}}', {"User-Agent": CANARY}),
        ("x" * 200_000 + CANARY, {}),
        (CANARY, {"Signature-256": CANARY, "SignatureCertChainUrl": f"https://{CANARY}/"}),
        (CANARY, {"Content-Encoding": CANARY, "Content-Type": f"text/{CANARY}"}),
    ],
)
def test_what_the_endpoint_refuses_is_not_quoted(
    verify: bool, body: str, headers: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    """The log says why, and nothing of the body; headers hold no person's words."""
    client = endpoint(verify=verify)
    with watched(capfd) as out:
        answer = client.post("/", data=body, headers=headers)
    assert 400 == answer.status_code
    assert any("refused: " in text for text in out)
    if not headers:
        assert [] == leaks("launch", out)


# --- the search itself


LEAKS: dict[str, Callable[[], object]] = {
    "a log record": lambda: logging.getLogger("a.library").debug("heard %s", CANARY),
    "a part of a record that is not shown": lambda: logging.getLogger("ask_sdk").log(
        1, "heard", extra={"event": CANARY}
    ),
    "an exception's message": lambda: logging.getLogger().error("x", exc_info=ValueError(CANARY)),
    "the output": lambda: sys.stdout.write(CANARY),
    "the error output": lambda: sys.stderr.write(CANARY),
    "the output below Python": lambda: os.write(1, CANARY.encode()),
    "a warning": lambda: warnings.warn(CANARY, stacklevel=1),
    "answers": lambda: logging.getLogger().error("%s", MIDDLE.answers),
    "an answer's code": lambda: logging.getLogger().error("%s", MIDDLE.to_attributes()["a"]),
    "a program": lambda: subprocess.run(["true", CANARY], check=True),  # noqa: S603, S607
}


@pytest.mark.parametrize("way", LEAKS)
def test_the_search_finds_a_leak(way: str, capfd: pytest.CaptureFixture[str]) -> None:
    """By every way out."""
    with watched(capfd) as out:
        LEAKS[way]()
    assert leaks("launch", out)


def test_the_search_finds_files_and_connections(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever is in them."""
    with watched(capfd) as out:
        (tmp_path / "answers.txt").write_text("y", encoding="utf-8")
        with socket.socket() as unheard, pytest.raises(ConnectionRefusedError):
            unheard.connect(("127.0.0.1", free_port()))
    assert ["wrote", "socket.connect"] == [text.split()[0] for text in out]


def test_every_canary_is_where_a_person_would_be() -> None:
    """Or the tests before would find nothing."""
    text = json.dumps(planted("described"))
    for key in ("userId", "deviceId", "sessionId", "requestId", "apiAccessToken", "personId"):
        assert f'"{key}": "{CANARY} ' in text
    assert f'"value": "{CANARY} my foot is numb' in text
