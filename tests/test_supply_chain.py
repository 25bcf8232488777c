"""What the project is made of: exact versions, known licences, no secret, no surprise."""

import json
import re
import sysconfig
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

from simulator import ROOT
from tools.audit.__main__ import main
from tools.audit.ask import Answer, read_npm, read_python
from tools.pins import NODE_LISTS, SHIPPED, Pin, PinError, node_packages, pins, python_lists
from tools.write_licences import DOCUMENT, document

# --- exact versions


def named(path: Path) -> str:
    """The path as a test's name."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", python_lists(), ids=named)
def test_every_python_package_is_named_in_one_exact_version(path: Path) -> None:
    """Each line of each list; and no list names a package twice."""
    names = Counter(pin.key for pin in pins(path))
    assert {1} == {*names.values()}


@pytest.mark.parametrize("line", ["flask", "flask>=3", "flask==3.*", "flask~=3.1", "https://x.y/z"])
def test_an_open_version_is_refused(tmp_path: Path, line: str) -> None:
    """The message names the line."""
    path = tmp_path / "requirements.txt"
    path.write_text(f"six==1.17.0\n{line}\n", encoding="utf-8")
    with pytest.raises(PinError, match=re.escape(f"requirements.txt:2: no exact version: {line}")):
        list(pins(path))


def test_nothing_is_installed_that_no_list_names() -> None:
    """All that these tests run on is pinned, and is installed in the version that is pinned."""
    ours = {pin for path in python_lists() for pin in pins(path)}
    known = {(pin.key, pin.version) for pin in ours}
    # setuptools brings packages of its own along, which nobody installs.
    home = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    found = {(Pin(each.name, "").key, each.version) for each in distributions(path=home)}
    assert set() == {each for each in found - known if each[0] != "pip"}


@pytest.mark.parametrize("folder", NODE_LISTS, ids=named)
def test_every_node_package_is_locked(folder: Path) -> None:
    """In one exact version, by the hash of its content, from whichever registry is set."""
    listed = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    wanted = {**listed.get("dependencies", {}), **listed.get("devDependencies", {})}
    assert [] == [v for v in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+[\w.-]*", v)]
    packages = node_packages(folder)
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}
    for place, package in packages.items():
        assert str(package["integrity"]).startswith("sha512-"), place
        assert "resolved" not in package, place


def test_npm_installs_what_is_locked_and_runs_none_of_its_scripts() -> None:
    """`npm ci` takes the lock file at its word; `npm install` would change it."""
    calls = re.findall(r"npm (?:ci|install|i)\b.*", (ROOT / "Makefile").read_text("utf-8"))
    calls = [call for call in calls if "--prefix" in call]
    assert calls
    assert [] == [c for c in calls if not c.startswith("npm ci") or "--ignore-scripts" not in c]


def test_it_is_built_on_no_image() -> None:
    """Of nobody: no container anywhere, and AWS Lambda gets a zip file."""
    names = {path.name.lower() for path in files()}
    assert not {name for name in names if "dockerfile" in name or "containerfile" in name}
    assert "PackageType" not in (ROOT / "infrastructure" / "template.yaml").read_text("utf-8")


# --- licences


def test_the_licences_are_up_to_date() -> None:
    """`make licences` writes them."""
    assert document() == DOCUMENT.read_text(encoding="utf-8")


def test_what_ships_may_be_given_to_anybody() -> None:
    """Permissive licences alone."""
    shipped = document().partition("## What else")[0]
    licences = re.findall(r"^\| [\w-]+ \| [\d.post]+ \| (.+) \|$", shipped, re.MULTILINE)
    assert len(licences) == len([*pins(SHIPPED)])
    permissive = {"Apache Software License", "MIT License", "BSD License"}
    assert {*", ".join(licences).split(", ")} <= permissive


# --- secrets

SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----"),
    "an access key of AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a secret key of AWS": re.compile(r"(?i)aws.{0,20}secret.{0,20}[:=]\s*['\"]?[\w/+]{40}\b"),
    "a token of Amazon's login": re.compile(r"\bAtz[ar]\|[\w-]{20}"),
    "a token of GitHub": re.compile(r"\bgh[pousr]_\w{36}|\bgithub_pat_\w{50}"),
    "a token of npm": re.compile(r"\bnpm_\w{36}|_authToken\s*="),
    "a token of PyPI": re.compile(r"\bpypi-[\w-]{60}"),
    "a token of Slack": re.compile(r"\bxox[abprs]-[\w-]{10}"),
    "a web token": re.compile(r"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}"),
    "a password in an address": re.compile(r"\w+://[^\s/:@'\"{}]+:[^\s/:@'\"{}]+@\w"),
    "a password": re.compile(r"(?i)(?:password|passwd|api_?key)['\"]?\s*[:=]\s*['\"][^'\"\s]{8,}"),
    "a real skill's id": re.compile(r"amzn1\.ask\.skill\.(?!(.)\1{7}-)[0-9a-f]{8}-[0-9a-f]{4}-"),
    "a real account of AWS": re.compile(
        r"arn:aws:\w+:[\w{}-]*:(?!123456789012|210987654321)\d{12}"
    ),
}


def files() -> Iterator[Path]:
    """Every file of the project, but for what this machine made."""
    made = {"build", "dist", "node_modules", "__pycache__"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ours = not any(part in made or part.startswith(".") for part in parts) or parts[0] == ".ci"
        if ours and path.is_file():
            yield path


def test_there_is_no_secret_in_the_project() -> None:
    """Nor a file of the kind that holds one."""
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{named(path)}: {kind}" for kind, form in SECRETS.items() if form.search(text)]
        if path.suffix in {".pem", ".key", ".p12", ".pfx"} or path.name == ".env":
            found.append(named(path))
    assert [] == found


MADE_UP = {
    "a private key": "-----BEGIN RSA PRIVATE" + " KEY-----",
    "an access key of AWS": "AKIA" + "Q" * 16,
    "a secret key of AWS": "aws_secret_access_key = " + "q" * 40,
    "a token of Amazon's login": "Atza|" + "q" * 30,
    "a token of GitHub": "ghp_" + "q" * 36,
    "a token of npm": "//registry/:_authToken" + "=q",
    "a token of PyPI": "pypi-" + "q" * 60,
    "a token of Slack": "xoxb-" + "1" * 12,
    "a web token": "eyJ" + "q" * 20 + ".eyJ" + "q" * 20,
    "a password in an address": "https://somebody:" + "secret@example.com",
    "a password": "pass" + 'word = "correct-horse"',
    "a real skill's id": "amzn1.ask.skill." + "1234abcd-12ab-12ab-12ab-123456abcdef",
    "a real account of AWS": "arn:aws:lambda:us-east-1:" + "998877665544:function:x",
}


@pytest.mark.parametrize("kind", SECRETS)
def test_a_secret_would_be_found(kind: str) -> None:
    """Each kind, made up."""
    assert [kind] == [k for k, form in SECRETS.items() if form.search(f"x = {MADE_UP[kind]}")]


# --- known vulnerabilities

KNOWN = {"id": "PYSEC-2099-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}


def test_what_pip_audit_says_is_read() -> None:
    """A vulnerability is found; what the index does not know of was not checked."""
    said = {
        "dependencies": [
            {"name": "sound", "version": "1.0", "vulns": []},
            {"name": "leaky", "version": "1.0", "vulns": [KNOWN, {**KNOWN, "fix_versions": []}]},
            {"name": "unheard-of", "skip_reason": "not found"},
        ]
    }
    found = [f"leaky 1.0: PYSEC-2099-1, mended in {when}" for when in ("2.0", "no version yet")]
    assert Answer(2, found, ["not found"]) == read_python(json.dumps(said))


def test_what_npm_says_is_read() -> None:
    """The same for npm."""
    said = {
        "vulnerabilities": {"leaky": {"name": "leaky", "severity": "high"}},
        "metadata": {"dependencies": {"total": 7}},
    }
    assert Answer(7, ["leaky: high"], []) == read_npm(json.dumps(said))


@pytest.mark.parametrize("said", ["", "no JSON", "{}", '{"error": {"code": "E405"}}', "[]"])
def test_no_answer_is_not_taken_for_a_good_one(said: str) -> None:
    """A tool that fails, or an index that cannot be reached, has checked nothing."""
    for answer in (read_npm(said), read_python(said)):
        assert 0 == answer.checked
        assert answer.unanswered


@pytest.mark.parametrize(
    ("answer", "code", "at_check"),
    [
        (Answer(9, [], []), 0, 0),
        (Answer(9, ["leaky: high"], []), 1, 1),
        (Answer(8, ["leaky: high"], ["not found"]), 1, 1),
        (Answer(0, [], ["not found"]), 2, 0),
    ],
)
def test_an_audit_without_an_answer_fails_but_does_not_stop_the_work(
    answer: Answer,
    code: int,
    at_check: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`make audit` fails; `make check` says loudly that nothing was checked."""
    monkeypatch.setattr("tools.audit.__main__.ask_python", lambda _: answer)
    monkeypatch.setattr("tools.audit.__main__.ask_npm", lambda _: Answer(1, [], []))
    assert code == main([])
    assert at_check == main(["--where-reachable"])
    assert (code == 2) == ("NOT CHECKED" in capsys.readouterr().out)
