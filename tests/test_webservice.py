"""The endpoint answers what Alexa signed, and refuses everything else, each for its own reason."""

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dialogue import State
from lambda_function import lambda_handler
from tests.alexa_rules import faults
from tests.signing import CHAIN_URL, SKILL_ID, Authority, Signer, body_of, fresh
from tests.test_events import FILES, event
from webservice import ROOT
from webservice.chains import Chains
from webservice.endpoint import LARGEST_BODY, create_app
from webservice.sdk import VerificationException
from webservice.settings import Settings

AUTHORITY = Authority()
ALEXA = AUTHORITY.signer()
CANARY = "canary: my foot is numb"
DAY = timedelta(days=1)


def client(
    chain: bytes | Callable[[str], bytes] = ALEXA.chain,
    *,
    verify: bool = True,
    skill_id: str = SKILL_ID,
) -> FlaskClient:
    """The endpoint, which downloads this chain and trusts our authority alone."""
    settings = Settings(skill_id, "127.0.0.1", 8080, verify)
    load = chain if callable(chain) else lambda _: chain
    return create_app(settings, Chains([AUTHORITY.root], load)).test_client()


def sent(body: bytes, headers: dict[str, str] | None = None, **settings: Any) -> TestResponse:
    """The answer to this body, signed by Alexa unless the headers say otherwise."""
    headers = ALEXA.headers(body) if headers is None else headers
    return client(**settings).post("/", data=body, headers=headers)


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_alexa_signed_is_answered_as_on_lambda(name: str) -> None:
    """Every request that we know, with the same answer and within Amazon's rules."""
    request = fresh(name)
    answer = sent(body_of(request))
    assert (200, "application/json") == (answer.status_code, answer.mimetype)
    read = answer.get_json()
    assert [] == faults(request, read)
    expected = lambda_handler(request, None)
    assert expected["response"] == read["response"]
    assert expected.get("sessionAttributes") == read.get("sessionAttributes")


# --- refused


def explanations() -> list[re.Pattern[str]]:
    """The reasons that docs/endpoint.md explains."""
    page = (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")
    table = page.partition("| `refused:` |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    written = [reason for row in rows for reason in re.findall("`(.+?)`", row)]
    return [re.compile(re.escape(reason).replace("…", ".*")) for reason in written]


def assert_refused_for(reason: str, log: pytest.LogCaptureFixture) -> None:
    """Once, for this reason, which is explained; in words that hold nothing of the body."""
    (said,) = [record.getMessage() for record in log.records]
    assert reason in said
    assert any(explained.search(said) for explained in explanations())
    assert "canary" not in log.text


def _unloadable(_: str) -> bytes:
    raise VerificationException("the certificate chain could not be loaded (TimeoutError: slow)")


def _by(**leaf: Any) -> Callable[[bytes], dict[str, Any]]:
    """Signed with a leaf that differs from Alexa's as these arguments of ``signer`` say."""

    def signed(body: bytes) -> dict[str, Any]:
        signer = AUTHORITY.signer(**leaf)
        return {"headers": signer.headers(body), "chain": signer.chain}

    return signed


def _at(url: str) -> Callable[[bytes], dict[str, Any]]:
    """Signed well, with the certificate said to be at this address."""
    return lambda body: {"headers": ALEXA.headers(body, url)}


def _header(name: str, value: str | None) -> Callable[[bytes], dict[str, Any]]:
    """Signed well, but for this header."""

    def headers(body: bytes) -> dict[str, Any]:
        kept = {key: held for key, held in ALEXA.headers(body).items() if key != name}
        return {"headers": kept if value is None else {**kept, name: value}}

    return headers


def _strangers(body: bytes) -> dict[str, Any]:
    signer = Authority().signer()
    return {"headers": signer.headers(body), "chain": signer.chain}


def _elliptic(body: bytes) -> dict[str, Any]:
    chain = AUTHORITY.signer(key=ec.generate_private_key(ec.SECP256R1())).chain
    return {"headers": ALEXA.headers(body), "chain": chain}


def _other_key(body: bytes) -> dict[str, Any]:
    other = Signer(rsa.generate_private_key(65537, 2048), ALEXA.chain)
    return {"headers": other.headers(body)}


#: What is wrong with how a request was signed, how it is made so, and the reason that is logged.
BADLY_SIGNED: list[tuple[str, Callable[[bytes], dict[str, Any]], str]] = [
    ("no_headers", lambda _: {"headers": {}}, "Missing Signature/Certificate"),
    ("no_signature", _header("Signature-256", None), "Missing Signature/Certificate"),
    ("no_address", _header("SignatureCertChainUrl", None), "Missing Signature/Certificate"),
    ("http", _at(CHAIN_URL.replace("https", "http")), "invalid protocol"),
    ("other_host", _at("https://s3.example.com/echo.api/cert.pem"), "invalid hostname"),
    ("host_as_user", _at("https://s3.amazonaws.com@example.com/echo.api/a"), "invalid hostname"),
    ("no_host", _at("https:///echo.api/cert.pem"), "invalid hostname"),
    ("other_path", _at("https://s3.amazonaws.com/evil/cert.pem"), "invalid path"),
    ("path_up", _at("https://s3.amazonaws.com/echo.api/../evil/cert.pem"), "invalid path"),
    ("path_case", _at("https://s3.amazonaws.com/EcHo.aPi/cert.pem"), "invalid path"),
    ("other_port", _at("https://s3.amazonaws.com:8443/echo.api/cert.pem"), "invalid port"),
    ("no_port", _at("https://s3.amazonaws.com:x/echo.api/cert.pem"), "URL cannot be read"),
    ("bad_address", _at("https://[s3/echo.api/cert.pem"), "URL cannot be read"),
    (
        "not_loaded",
        lambda body: {"headers": ALEXA.headers(body), "chain": _unloadable},
        "could not be loaded (TimeoutError",
    ),
    (
        "no_certificate",
        lambda body: {"headers": ALEXA.headers(body), "chain": b"<html>"},
        "no certificate chain",
    ),
    (
        "broken_certificate",
        lambda body: {"headers": ALEXA.headers(body), "chain": ALEXA.chain.replace(b"MII", b"MIJ")},
        "no certificate chain",
    ),
    ("strangers_root", _strangers, "candidates exhausted: signature does not match"),
    ("no_intermediate", _by(whole=False), "all candidates exhausted"),
    ("expired", _by(begins=-2 * DAY, ends=-DAY), "not valid at validation time"),
    ("not_yet_valid", _by(begins=DAY, ends=2 * DAY), "not valid at validation time"),
    ("other_name", _by(name="echo-api.example.com"), "no matching subjectAltName"),
    ("not_for_signatures", _by(signs=False), "not for digital signatures"),
    ("for_nothing", _by(signs=None), "not for digital signatures"),
    ("elliptic_key", _elliptic, "not RSA"),
    ("no_base64", _header("Signature-256", "!not base64!"), "not base64"),
    ("padding_missing", _header("Signature-256", "abc"), "not base64"),
    ("empty_signature", _header("Signature-256", ""), "not that of this body"),
    ("other_key", _other_key, "not that of this body"),
    (
        "other_body",
        lambda _: {"headers": ALEXA.headers(body_of(fresh("intent_yes")))},
        "not that of this body",
    ),
]


def _envelope(**request: Any) -> bytes:
    return body_of(fresh(**request))


def _without_timestamp() -> bytes:
    request = fresh()
    del request["request"]["timestamp"]
    return body_of(request)


def _sent_at(moment: timedelta) -> bytes:
    return _envelope(timestamp=(datetime.now(UTC) + moment).isoformat())


def _for_skills(session: str | None, context: str | None) -> bytes:
    request = fresh()
    request["session"]["application"] = {"applicationId": session}
    request["context"]["System"]["application"] = {"applicationId": context}
    return body_of(request)


#: What is wrong with a body, though Alexa signed it, and the reason that is logged.
BAD_BODIES: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty", lambda: b"", "is not JSON"),
    ("words", CANARY.encode, "is not JSON"),
    ("half", lambda: body_of(fresh())[:-9], "is not JSON"),
    ("deep", lambda: b"[" * 60_000, "is not JSON"),
    ("no_utf8", lambda: b'{"a": "\xff\xfe"}', "is not UTF-8"),
    ("list", lambda: b"[]", "no object"),
    ("text", lambda: b'"launch"', "no object"),
    ("null", lambda: b"null", "no object"),
    ("too_large", lambda: body_of({"a": "x" * LARGEST_BODY}), "Too Large"),
    ("nothing_in_it", lambda: b"{}", "another skill"),
    ("other_skill", lambda: _for_skills("other", "other"), "another skill"),
    ("two_skills", lambda: _for_skills(SKILL_ID, "other"), "another skill"),
    ("no_skill", lambda: _for_skills(None, None), "another skill"),
    ("no_timestamp", _without_timestamp, "no timestamp"),
    ("bad_timestamp", lambda: _envelope(timestamp="yesterday"), "no timestamp"),
    ("timestamp_number", lambda: _envelope(timestamp=[1]), "no timestamp"),
    ("no_time_zone", lambda: _envelope(timestamp="2026-01-01T00:00:00"), "no time zone"),
    ("too_old", lambda: _sent_at(timedelta(seconds=-152)), "Timestamp verification failed"),
    ("too_early", lambda: _sent_at(timedelta(seconds=152)), "Timestamp verification failed"),
]


@pytest.mark.parametrize(
    ("make", "reason"),
    [row[1:] for row in BADLY_SIGNED],
    ids=[row[0] for row in BADLY_SIGNED],
)
def test_what_alexa_did_not_sign_is_refused(
    make: Callable[[bytes], dict[str, Any]], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With a 400; the log says why, once, and holds nothing of the body."""
    caplog.set_level(logging.DEBUG)
    request = fresh()
    request["session"]["user"]["userId"] = CANARY
    body = body_of(request)
    assert 400 == sent(body, **make(body)).status_code
    assert_refused_for(reason, caplog)


@pytest.mark.parametrize(
    ("make", "reason"), [row[1:] for row in BAD_BODIES], ids=[row[0] for row in BAD_BODIES]
)
@pytest.mark.parametrize("verify", [True, False])
def test_a_bad_body_is_refused(
    make: Callable[[], bytes], reason: str, verify: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Though it was signed; without verification, too, save for its age."""
    caplog.set_level(logging.DEBUG)
    aged = "time" in reason.lower()
    answer = sent(make(), verify=verify)
    assert (200 if aged and not verify else 400) == answer.status_code
    if answer.status_code == 400:
        assert_refused_for(reason, caplog)


def test_a_signature_is_proven_before_anything_is_read(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody but Alexa learns what we make of a body."""
    assert 400 == sent(b"no json at all", {}).status_code
    assert "Missing Signature/Certificate" in caplog.text


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_posts_are_answered(method: str) -> None:
    """Alexa sends nothing else."""
    assert 405 == getattr(client(), method)("/").status_code


def test_a_request_of_150_seconds_ago_is_answered() -> None:
    """Amazon's limit; a second is left for this test."""
    assert 200 == sent(_sent_at(timedelta(seconds=-149))).status_code


def test_the_event_of_a_skill_may_be_an_hour_old() -> None:
    """Amazon sends those late."""
    late = (datetime.now(UTC) - timedelta(minutes=59)).isoformat()
    assert 200 == sent(body_of(fresh("skill_disabled", timestamp=late))).status_code
    assert 400 == sent(body_of(fresh("launch", timestamp=late))).status_code


def test_without_verification_only_this_computer_is_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What comes through a tunnel bears the tunnel's name."""
    body = body_of(fresh())
    here = client(verify=False, skill_id="")
    for host in ("localhost", "127.0.0.1:8080", "[::1]:8080"):
        assert 200 == here.post("/", data=body, headers={"Host": host}).status_code
    assert 400 == here.post("/", data=body, headers={"Host": "me.example.com"}).status_code
    assert "not addressed to this computer" in caplog.text


# --- answered whatever happens


def damaged() -> dict[str, Any]:
    """An envelope that is for this skill, now, and that the SDK cannot read."""
    request = fresh("intent_yes", type=CANARY)
    request["session"]["user"] = [CANARY]
    return request


def test_an_envelope_that_cannot_be_read_is_answered_and_loses_no_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As on Lambda: Alexa must speak, and the log must not."""
    caplog.set_level(logging.DEBUG)
    request = damaged()
    held = State.from_attributes(request["session"]["attributes"]).answers
    answer = sent(body_of(request))
    assert 200 == answer.status_code
    read = answer.get_json()
    assert held.items() <= State.from_attributes(read["sessionAttributes"]).answers.items()
    assert lambda_handler(request, None) == read
    assert "canary" not in caplog.text


def test_a_skill_that_fails_is_answered_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Even when its own handler of failures fails."""

    def breaks(*_: object) -> None:
        raise ValueError(CANARY)

    handlers = import_module("alexa.handlers")
    monkeypatch.setattr(handlers.TurnHandler, "handle", breaks)
    monkeypatch.setattr(handlers.FailureHandler, "handle", breaks)
    request = fresh("intent_yes")
    answer = sent(body_of(request))
    assert 200 == answer.status_code
    assert [] == faults(request, answer.get_json())
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_a_good_conversation_leaves_no_answer_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not even at the lowest level."""
    caplog.set_level(logging.DEBUG)
    request = event("intent_yes")
    answered = str(request["session"]["attributes"]["a"])
    request = fresh("intent_yes")
    request["session"]["user"]["userId"] = CANARY
    sent(body_of(request))
    assert caplog.records
    assert "canary" not in caplog.text
    assert answered not in caplog.text
    assert json.dumps(request)[:40] not in caplog.text


@pytest.fixture(autouse=True)
def _no_real_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine is set to has no say here."""
    monkeypatch.delenv("SKILL_ID", raising=False)
