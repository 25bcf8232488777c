"""`make deploy`: what it needs, what it says before it begins, and what it then does.

AWS is played by two small scripts that write down how they were called. Amazon's ASK CLI is the
real one, and talks to a stand-in for Amazon's service on this machine.
"""

import io
import json
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from simulator import ROOT
from tests.heavy import heavy
from tests.skill_management import SKILL_ID, Amazon
from tools import deploy
from tools.deploy import REGIONS, main, with_endpoints

ACCOUNT = "arn:aws:iam::210987654321:user/somebody"
ARN = "arn:aws:lambda:{region}:210987654321:function:ankle-pain-check:live"

SAM = """#!/bin/sh
echo "sam $*" >> "$CALLS"
[ -z "$SAM_FAILS" ]
"""
AWS = f"""#!/bin/sh
echo "aws $*" >> "$CALLS"
[ -z "$AWS_FAILS" ] || exit 255
case "$*" in
    sts*) echo {ACCOUNT} ;;
    *eu-west-1*) echo {ARN.format(region="eu-west-1")} ;;
    *us-east-1*) echo {ARN.format(region="us-east-1")} ;;
esac
"""
ASK = f"""#!/bin/sh
echo "ask $*" >> "$CALLS"
[ "$1" != smapi ] || exit 0
cp build/skill-package/skill.json "$CALLS.manifest.$(wc -l < "$CALLS")"
mkdir -p .ask
echo '{{"profiles": {{"default": {{"skillId": "{SKILL_ID}"}}}}}}' > .ask/ask-states.json
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the scripts that play AWS, and ASK CLI, write how they were called."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, script in (("sam", SAM), ("aws", AWS), ("ask", ASK)):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    path = tmp_path / "calls"
    path.touch()
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(path))
    return path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose package is built at once."""
    root = tmp_path / "repository"
    package = root / "build" / "skill-package"
    models = package / "interactionModels" / "custom"
    models.mkdir(parents=True)
    for model in (ROOT / "interaction_model").glob("*-*.json"):
        shutil.copy(model, models)
    shutil.copy(ROOT / "skill.json", root)
    shutil.copy(ROOT / "ask-resources.json", root)
    monkeypatch.setattr(deploy, "package", lambda _: 0)
    return root


def commands(calls: Path) -> list[str]:
    """What was called, without what only looks around."""
    return [line for line in calls.read_text().splitlines() if not line.startswith("aws sts")][1:]


def custom(manifest: Path) -> Any:
    """What a manifest says of the skill's functions."""
    return json.loads(manifest.read_text(encoding="utf-8"))["manifest"]["apis"]["custom"]


def test_missing_tools_are_all_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At once, each with where it comes from, and nothing is done."""
    monkeypatch.setenv("PATH", str(repository))
    assert main([], repository) == 1
    said = capsys.readouterr()
    assert [name for name in ("sam:", "aws:", "ask:") if name in said.err] == [
        "sam:",
        "aws:",
        "ask:",
    ]
    assert said.out == ""


@pytest.mark.usefixtures("calls")
def test_missing_accounts_are_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With how to sign in."""
    monkeypatch.setenv("AWS_FAILS", "yes")
    assert main([], repository) == 1
    assert "an AWS account; sign in with" in capsys.readouterr().err


def test_it_says_what_it_is_about_to_do(
    calls: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In whose account, and where; with --plan that is all."""
    assert main(["--plan", "--regions", "us-east-1", "eu-west-1"], repository) == 0
    said = capsys.readouterr().out
    assert ACCOUNT in said
    assert "us-east-1 (NA), eu-west-1 (EU)" in said
    assert "create the skill" in said
    assert commands(calls) == []


def test_nobody_agreeing_is_a_no(
    calls: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --yes, and with nobody at the terminal, nothing is done."""
    assert main([], repository) == 2
    assert "nothing was done" in capsys.readouterr().err
    assert "sam" not in calls.read_text()


def test_the_first_time_it_makes_the_skill_first(calls: Path, repository: Path) -> None:
    """Without endpoints, for no function lets it call yet; then the functions; then both meet."""
    options = [
        "--yes",
        "--regions",
        "us-east-1",
        "eu-west-1",
        "--parameter",
        "AlarmEmail=a@b.example",
    ]
    assert main(options, repository) == 0
    done = commands(calls)
    assert [line.split()[:2] for line in done] == [
        ["ask", "deploy"],
        ["sam", "deploy"],
        ["aws", "cloudformation"],
        ["sam", "deploy"],
        ["aws", "cloudformation"],
        ["ask", "deploy"],
    ]
    first, last = sorted(
        calls.parent.glob("calls.manifest.*"), key=lambda path: path.stat().st_mtime
    )
    assert custom(first).keys() == {"interfaces"}
    assert custom(last)["endpoint"] == {"uri": ARN.format(region="us-east-1")}
    assert custom(last)["regions"] == {
        "NA": {"endpoint": {"uri": ARN.format(region="us-east-1")}},
        "EU": {"endpoint": {"uri": ARN.format(region="eu-west-1")}},
    }
    for line in (done[1], done[3]):
        settings = f"SkillId={SKILL_ID} FunctionName=ankle-pain-check AlarmEmail=a@b.example"
        assert "--stack-name ankle-pain-check --region" in line
        assert f"--parameter-overrides {settings}" in line
        assert "--template-file infrastructure/template.yaml" in line


def test_the_next_time_it_keeps_the_skill(calls: Path, repository: Path) -> None:
    """And touches only the region that it is told to."""
    assert main(["--yes"], repository) == 0
    calls.write_text("")
    assert main(["--yes"], repository) == 0
    assert [line.split()[0] for line in commands(calls)] == ["sam", "aws", "ask"]


def test_a_step_that_fails_stops_it(
    calls: Path,
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The error shows the command; the skill is not pointed at a function that is not there."""
    monkeypatch.setenv("SAM_FAILS", "yes")
    assert main(["--yes"], repository) == 1
    assert "this failed, and why stands above: sam deploy" in capsys.readouterr().err
    assert [line.split()[0] for line in commands(calls)] == ["ask", "sam"]


def test_a_second_copy_has_a_name_of_its_own(calls: Path, repository: Path) -> None:
    """Stack and function alike: another name in the same stack would take away the one in use."""
    assert main(["--yes", "--name", "next"], repository) == 0
    (deployed,) = (line for line in commands(calls) if line.startswith("sam"))
    assert "--stack-name next " in deployed
    assert f"SkillId={SKILL_ID} FunctionName=next" in deployed
    with pytest.raises(SystemExit) as refused:
        main(["--parameter", "FunctionName=next"], repository)
    assert refused.value.code == 2


@pytest.mark.usefixtures("calls")
def test_a_package_that_cannot_be_built_is_not_deployed(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is the one before it."""
    monkeypatch.setattr(deploy, "package", lambda _: 1)
    assert main(["--yes"], repository) == 1
    assert not (repository / ".ask").exists()


def test_endpoints_leave_the_rest_alone() -> None:
    """Only where the functions are changes, and the manifest given stays as it was."""
    manifest = json.loads((ROOT / "skill.json").read_text(encoding="utf-8"))
    before = json.dumps(manifest)
    changed = with_endpoints(manifest, {"us-west-2": "arn:x"})
    assert json.dumps(manifest) == before
    assert changed["manifest"]["apis"]["custom"]["regions"].keys() == {"FE"}
    changed["manifest"]["apis"] = manifest["manifest"]["apis"]
    assert changed == manifest
    assert set(REGIONS.values()) == {"NA", "EU", "FE"}


@pytest.fixture
def amazon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Amazon]]:
    """A stand-in for Amazon's service, and a made-up account that ASK CLI is signed in to."""
    token = {
        "access_token": "made-up",
        "refresh_token": "made-up",
        "token_type": "bearer",
        "expires_in": 3600,
        "expires_at": "2099-01-01T00:00:00.000Z",
    }
    config = tmp_path / "home" / ".ask" / "cli_config"
    config.parent.mkdir(parents=True)
    profile = {"aws_profile": None, "vendor_id": "MADEUP", "token": token}
    config.write_text(json.dumps({"profiles": {"default": profile}}))
    Amazon.packages = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Amazon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("ASK_SHARE_USAGE", "false")
        monkeypatch.setenv("ASK_SMAPI_SERVER_BASE_URL", f"http://127.0.0.1:{server.server_port}")
        yield Amazon
        server.shutdown()


def test_amazons_own_tool_uploads_the_package(
    calls: Path, repository: Path, amazon: type[Amazon], package_folder: Path
) -> None:
    """ASK CLI takes ask-resources.json and the package as they are, and sends all of it, twice."""
    ask = heavy(ROOT / ".venv-aws" / "node_modules" / ".bin" / "ask", "make heavy")
    (calls.parent / "bin" / "ask").unlink()
    (calls.parent / "bin" / "ask").symlink_to(ask)
    package = repository / "build" / "skill-package"
    shutil.rmtree(package)
    shutil.copytree(package_folder / "skill-package", package)
    assert main(["--yes"], repository) == 0
    created, updated = (zipfile.ZipFile(io.BytesIO(sent)) for sent in amazon.packages)
    sent = {name for name in updated.namelist() if not name.endswith("/")}
    assert sent == {
        path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()
    }
    manifests = [json.loads(sent.read("skill.json"))["manifest"] for sent in (created, updated)]
    assert ["regions" in manifest["apis"]["custom"] for manifest in manifests] == [False, True]
    assert json.loads((repository / ".ask" / "ask-states.json").read_text())["profiles"]["default"][
        "skillId"
    ] == (SKILL_ID)
