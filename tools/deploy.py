"""Brings the skill to AWS Lambda and to your Amazon developer account: `make deploy`.

    python -m tools.deploy [--regions us-east-1 ...] [--name NAME]
                           [--parameter NAME=VALUE ...] [--plan] [--yes]

It first looks whether the tools and the accounts are there, and says all that is missing; then what
it is about to do, and asks. Everything it does can be done again: where a step fails, mend it and
run it once more. The skill stays in development, where nobody but you can use it.
docs/deploy.md tells the whole way.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simulator import ROOT
from tools.package import PYTHON_VERSION
from tools.package.__main__ import main as package

__all__ = ["REGIONS", "DeployError", "main", "with_endpoints"]

REGIONS: Mapping[str, str] = {"us-east-1": "NA", "eu-west-1": "EU", "us-west-2": "FE"}
"""The AWS regions that Alexa calls a skill in, and what the manifest calls them."""

_NAME = "ankle-pain-check"
_TEMPLATE = "infrastructure/template.yaml"
_PACKAGE = "build/skill-package"
_STATES = ".ask/ask-states.json"
_TOOLS = {
    "sam": "AWS SAM CLI; `make deploy` installs it into .venv-aws",
    "aws": "AWS CLI; `make deploy` installs it into .venv-aws",
    "ask": "ASK CLI; `make deploy` installs it into .venv-aws, if there is Node.js (nodejs.org)",
}
_LOGINS = {
    "an AWS account; sign in with: .venv-aws/bin/aws configure": [
        "aws",
        "sts",
        "get-caller-identity",
    ],
    "an Amazon developer account; sign in with: .venv-aws/node_modules/.bin/ask configure": [
        "ask",
        "smapi",
        "get-vendor-list",
    ],
}

Json = dict[str, Any]


class DeployError(Exception):
    """The skill cannot be deployed; the message says which step failed and what to do."""


class _Work(NamedTuple):
    """What is to be done: under which name, where, with which settings, for which skill, if any."""

    root: Path
    name: str
    regions: Sequence[str]
    parameters: Sequence[str]
    skill_id: str | None


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Deploy the repository at `root`.

    The exit code is 0, 1 when something is missing or a step failed, 2 for a bad option or when
    nobody agreed.
    """
    options = _options(arguments)
    work = _Work(root, options.name, options.regions, options.parameter, _skill_id(root))
    try:
        _check()
        print(_plan(work))
        if options.plan:
            return 0
        if not (options.yes or _agreed()):
            print("make deploy: nothing was done", file=sys.stderr)
            return 2
        _deploy(work)
    except DeployError as error:
        print(f"make deploy: {error}", file=sys.stderr)
        return 1
    return 0


def with_endpoints(manifest: Json, arns: Mapping[str, str]) -> Json:
    """Return the manifest with these functions, by AWS region, as its only endpoints.

    The default is the first; without any, it names none, as when the skill is first made: Amazon
    refuses a function that does not yet let the skill call it.
    """
    changed: Json = json.loads(json.dumps(manifest))
    custom = changed["manifest"]["apis"]["custom"]
    custom.pop("endpoint", None)
    custom.pop("regions", None)
    if arns:
        custom["endpoint"] = {"uri": next(iter(arns.values()))}
        custom["regions"] = {
            REGIONS[region]: {"endpoint": {"uri": arn}} for region, arn in arns.items()
        }
    return changed


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.deploy",
        description="Bring the skill to AWS Lambda and to your Amazon developer account.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--regions",
        nargs="+",
        choices=list(REGIONS),
        default=["us-east-1"],
        help="us-east-1 for North America, eu-west-1 for Europe and India, us-west-2 for Far East",
    )
    parser.add_argument(
        "--name",
        default=_NAME,
        help=f"of function and stack; another makes a second copy ({_NAME})",
    )
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=f"a setting of {_TEMPLATE}; one not given stays as it was",
    )
    parser.add_argument("--plan", action="store_true", help="say what would be done, and stop")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    options = parser.parse_args(arguments)
    if own := {entry.partition("=")[0] for entry in options.parameter} & {
        "SkillId",
        "FunctionName",
    }:
        # Another function name in the same stack would take the function in use away.
        parser.error(f"{', '.join(sorted(own))}: not by --parameter; see --name")
    return options


def _check() -> None:
    missing = [f"{name}: {what}" for name, what in _TOOLS.items() if shutil.which(name) is None]
    missing = missing or [what for what, command in _LOGINS.items() if not _works(command)]
    if missing:
        raise DeployError("\n  ".join(["this is missing:", *missing]))


def _works(command: Sequence[str]) -> bool:
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own words
    return done.returncode == 0


def _plan(work: _Work) -> str:
    skill = f"update the skill {work.skill_id}" if work.skill_id else "create the skill"
    account = _output(["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"])
    regions = ", ".join(f"{region} ({REGIONS[region]})" for region in work.regions)
    return f"""\
This will
  1. build build/lambda.zip, for Python {PYTHON_VERSION}, and {_PACKAGE}/
  2. in your Amazon developer account: {skill}
  3. on AWS, as {account}: create or update the stack {work.name} (one function, its
     log, its alarms) in {regions}
  4. tell the skill where its functions are, and upload its models and texts
It costs next to nothing (docs/operations.md), and nobody but you can use the skill until Amazon has
certified it."""


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    return input("Go on? [y/N] ").strip().lower() in {"y", "yes"}


def _deploy(work: _Work) -> None:
    if package([]):
        raise DeployError("the package cannot be built; why stands above")
    skill_id = work.skill_id or _upload(work.root, {})
    arns = {region: _function(work, region, skill_id) for region in work.regions}
    _upload(work.root, arns)
    print(
        f"Done: {skill_id}. Put it into .env as SKILL_ID. To try it: enable testing under Test in "
        'the developer console, and say or type "open ankle pain check" (docs/deploy.md).'
    )


def _upload(root: Path, arns: Mapping[str, str]) -> str:
    manifest = json.loads((root / "skill.json").read_text(encoding="utf-8"))
    text = json.dumps(with_endpoints(manifest, arns), indent=2, ensure_ascii=False) + "\n"
    (root / _PACKAGE / "skill.json").write_text(text, encoding="utf-8")
    _run(["ask", "deploy", "--target", "skill-metadata", "--ignore-hash"], root)
    skill_id = _skill_id(root)
    if skill_id is None:
        raise DeployError(f"ask deploy left no skill id in {_STATES}; run it again")
    return skill_id


def _function(work: _Work, region: str, skill_id: str) -> str:
    where = ["--stack-name", work.name, "--region", region]
    how = ["--resolve-s3", "--no-confirm-changeset", "--no-fail-on-empty-changeset"]
    allow = ["--capabilities", "CAPABILITY_IAM"]
    names = [f"SkillId={skill_id}", f"FunctionName={work.name}"]
    settings = ["--parameter-overrides", *names, *work.parameters]
    template = ["--template-file", _TEMPLATE]
    _run(["sam", "deploy", *template, *where, *how, *allow, *settings], work.root)
    query = "Stacks[0].Outputs[?OutputKey=='EndpointArn'].OutputValue"
    ask = ["aws", "cloudformation", "describe-stacks", *where, "--query", query, "--output", "text"]
    return _output(ask)


def _skill_id(root: Path) -> str | None:
    """The skill's id, which ASK CLI keeps once it has made the skill."""
    try:
        states = json.loads((root / _STATES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    found = states["profiles"]["default"].get("skillId")
    return str(found) if found else None


def _run(command: Sequence[str], root: Path) -> None:
    print(f"$ {shlex.join(command)}", flush=True)
    done = subprocess.run(command, cwd=root, check=False)  # noqa: S603  # our own words
    if done.returncode:
        raise DeployError(
            f"this failed, and why stands above: {shlex.join(command)}\n"
            "What was done before it stays; mend it and run: make deploy"
        )


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(  # noqa: S603  # our own words
        command, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DeployError(f"this failed: {shlex.join(command)}\n{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
