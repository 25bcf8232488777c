"""``python -m webservice``: the settings it takes, and the endpoint as it really runs."""

import json
import os
import re
import socket
import subprocess
import sys
from contextlib import AbstractContextManager, closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from dialogue import State
from tests.alexa_rules import faults
from tests.processes import Running, free_port, running
from tests.signing import SKILL_ID, body_of, fresh
from webservice import ROOT, settings
from webservice.settings import Settings, SettingsError, read_settings

#: Every address that this computer has.
ALL = "0.0.0.0"  # noqa: S104  refusing it is what is tested


def test_the_settings_are_safe_by_default() -> None:
    """Verification is on, and only this computer is listened to."""
    expected = Settings(SKILL_ID, "127.0.0.1", 8080, verify=True)
    assert expected == Settings.of({"SKILL_ID": SKILL_ID})
    empty = {"ENDPOINT_HOST": "", "ENDPOINT_PORT": " ", "ENDPOINT_VERIFY": ""}
    assert expected == Settings.of({"SKILL_ID": f" {SKILL_ID} ", **empty})


@pytest.mark.parametrize("off", ["off", "No", "FALSE", "0"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_verification_can_be_turned_off_on_loopback(off: str, host: str) -> None:
    """For one's own computer; then no skill id is needed."""
    assert not Settings.of({"ENDPOINT_VERIFY": off, "ENDPOINT_HOST": host}).verify


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({}, "SKILL_ID is missing"),
        ({"SKILL_ID": "x", "ENDPOINT_VERIFY": "off", "ENDPOINT_HOST": ALL}, ALL),
        ({"ENDPOINT_VERIFY": "off", "ENDPOINT_HOST": "::"}, "which others can reach"),
        ({"ENDPOINT_VERIFY": "off", "ENDPOINT_HOST": "example.com"}, "which others can reach"),
        ({"ENDPOINT_VERIFY": "off", "ENDPOINT_HOST": "192.168.1.9"}, "which others can reach"),
        ({"SKILL_ID": "x", "ENDPOINT_VERIFY": "offf"}, "'offf'; it is on or off"),
        ({"SKILL_ID": "x", "ENDPOINT_PORT": "http"}, "'http'; it is a number"),
        ({"SKILL_ID": "x", "ENDPOINT_PORT": "0"}, "'0'; it is a number"),
        ({"SKILL_ID": "x", "ENDPOINT_PORT": "65536"}, "'65536'; it is a number"),
        ({"SKILL_ID": "x", "ENDPOINT_PORT": "²"}, "'²'; it is a number"),
    ],
)
def test_a_wrong_setting_is_refused(environment: dict[str, str], complaint: str) -> None:
    """The message names the setting and the value."""
    with pytest.raises(SettingsError, match=re.escape(complaint)):
        Settings.of(environment)


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``.env`` says only what the environment does not."""
    (tmp_path / ".env").write_text("SKILL_ID=file\nENDPOINT_PORT=9999\n", encoding="utf-8")
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    monkeypatch.setattr(os, "environ", {"SKILL_ID": "environment"})
    read = read_settings()
    assert ("environment", 9999) == (read.skill_id, read.port)


# --- running


def serve(folder: Path, **environment: str) -> AbstractContextManager[Running]:
    """The endpoint as ``make endpoint`` starts it."""
    port = free_port()
    settled = {"ENDPOINT_PORT": str(port), "SKILL_ID": SKILL_ID, **environment}
    return running(folder, port, "webservice", **settled)


def ask(port: int, body: bytes) -> tuple[int, Any]:
    """Send a body as Alexa would; gives the status, and the answer where it is one."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST", "/", body)
        answer = connection.getresponse()
        read = answer.read()
    return answer.status, json.loads(read) if answer.status == 200 else None


def test_it_runs_and_verifies(tmp_path: Path) -> None:
    """On this system's OpenSSL, whatever its version; unsigned requests are refused."""
    with serve(tmp_path) as endpoint:
        assert (400, None) == ask(endpoint.port, body_of(fresh()))
        log = endpoint.log.read_text(encoding="utf-8")
    assert "verification on" in log
    assert "refused: Missing Signature/Certificate" in log


def test_it_holds_a_conversation_without_verification(tmp_path: Path) -> None:
    """Turn after turn, each with the attributes of the one before."""
    with serve(tmp_path, ENDPOINT_VERIFY="off") as endpoint:
        request = fresh("launch")
        held: dict[str, str] = {}
        for _ in range(4):
            status, answer = ask(endpoint.port, body_of(request))
            assert 200 == status
            assert [] == faults(request, answer)
            attributes = answer["sessionAttributes"]
            assert held.items() <= State.from_attributes(attributes).answers.items()
            held = State.from_attributes(attributes).answers
            request = fresh("intent_yes", intent={"name": "AMAZON.NoIntent"})
            request["session"]["attributes"] = attributes
        log = endpoint.log.read_text(encoding="utf-8")
    assert len(held) >= 3
    assert "verification OFF" in log
    assert 4 == log.count("answered in")


def test_a_body_without_end_is_cut_off(tmp_path: Path) -> None:
    """Far beyond the limit it is not even read."""
    with serve(tmp_path, ENDPOINT_VERIFY="off") as endpoint:
        assert (400, None) == ask(endpoint.port, b"[" * 200_000)
        # Whether the server's 413 arrives before the broken pipe is chance.
        with suppress(ConnectionError):
            assert (413, None) == ask(endpoint.port, b"[" * 8_000_000)
        assert 200 == ask(endpoint.port, body_of(fresh()))[0]
        assert 1 == endpoint.log.read_text(encoding="utf-8").count("Too Large")


def refusal(**environment: str) -> str:
    """What the endpoint says when it does not start: the exit code is 1, without a traceback."""
    run = subprocess.run(
        [sys.executable, "-m", "webservice"],
        cwd=ROOT,
        env={**os.environ, "ENDPOINT_VERIFY": "off", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (1, "") == (run.returncode, run.stdout)
    assert 1 == len(run.stderr.splitlines())
    return run.stderr


def test_a_wrong_setting_stops_it() -> None:
    """It says which one."""
    assert refusal(ENDPOINT_HOST=ALL).startswith("webservice: ENDPOINT_VERIFY is off")


def test_a_port_that_is_taken_stops_it() -> None:
    """As where another one runs already."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "in use" in refusal(ENDPOINT_PORT=str(taken.getsockname()[1]))
