"""infrastructure/template.yaml: what Amazon's tools say of it, and that it fits the package."""

import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from simulator import ROOT
from tests.heavy import heavy
from tools.certify.privacy import read_template
from tools.deploy import REGIONS
from tools.package import PYTHON_VERSION

TEMPLATE = ROOT / "infrastructure" / "template.yaml"
SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
TRANSLATE = """
import json, sys
import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
template = yaml_parse(sys.stdin.read())
template["Resources"]["Skill"]["Properties"]["CodeUri"] = "s3://bucket/lambda.zip"
translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
print(json.dumps(translator.translate(template, {"SkillId": "%s"})))
"""


@pytest.fixture(scope="module")
def template() -> Any:
    """The template, as CloudFormation reads it."""
    return read_template(TEMPLATE)


@pytest.fixture(scope="module")
def function(template: Any) -> Any:
    """The properties of the function."""
    return template["Resources"]["Skill"]["Properties"]


@pytest.fixture(scope="module")
def translated() -> Any:
    """What AWS SAM makes of the template: what is really set up."""
    python = heavy(ROOT / ".venv-aws" / "bin" / "python", "make template")
    done = subprocess.run(  # noqa: S603  # our own code
        [python, "-c", TRANSLATE % SKILL_ID],
        input=TEMPLATE.read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def of_type(translated: Any, kind: str) -> Any:
    """The properties of the one resource of this type."""
    (found,) = (r["Properties"] for r in translated["Resources"].values() if r["Type"] == kind)
    return found


def test_the_handler_is_in_the_package(function: Any, lambda_zip: Path) -> None:
    """The function that AWS Lambda is told to call, in the file that is uploaded."""
    assert (TEMPLATE.parent / function["CodeUri"]).resolve() == ROOT / "build" / "lambda.zip"
    module, _, name = function["Handler"].partition(".")
    with zipfile.ZipFile(lambda_zip) as archive:
        assert f"def {name}(" in archive.read(f"{module}.py").decode()


def test_the_runtime_is_what_was_compiled_for(function: Any) -> None:
    """Bytecode of another version would be ignored, in silence."""
    assert function["Runtime"] == f"python{PYTHON_VERSION}"
    assert function["Architectures"] == ["arm64"]


def test_alexa_may_call_it_for_this_skill(function: Any) -> None:
    """Amazon's tools accept a mistyped event, and then nobody may call the function."""
    assert function["Events"] == {
        "Alexa": {"Type": "AlexaSkill", "Properties": {"SkillId": {"Ref": "SkillId"}}}
    }
    assert function["Environment"]["Variables"] == {"SKILL_ID": {"Ref": "SkillId"}}


def test_it_answers_before_alexa_stops_waiting(function: Any) -> None:
    """A timeout is an error that we hear of; Alexa's own is not."""
    assert function["Timeout"] < 8


def test_the_manifest_names_this_function(template: Any, function: Any) -> None:
    """In each of Alexa's regions, by the alias that the template makes."""
    name = template["Parameters"]["FunctionName"]["Default"]
    manifest = json.loads((ROOT / "skill.json").read_text(encoding="utf-8"))["manifest"]
    endpoints = {
        region: endpoint["endpoint"]["uri"]
        for region, endpoint in manifest["apis"]["custom"]["regions"].items()
    }
    assert endpoints == {
        name_of_region: f"arn:aws:lambda:{region}:123456789012:function:{name}:live"
        for region, name_of_region in REGIONS.items()
    }
    assert function["AutoPublishAlias"] == "live"


def test_snapshots_can_be_turned_off(template: Any, function: Any) -> None:
    """They are on unless a parameter says no, and the alias is what Alexa calls."""
    assert template["Parameters"]["SnapStart"]["Default"] == "PublishedVersions"
    assert template["Parameters"]["SnapStart"]["AllowedValues"] == ["PublishedVersions", "None"]
    assert function["SnapStart"] == {"ApplyOn": {"Ref": "SnapStart"}}


@pytest.mark.parametrize("alarm", ["Errors", "Throttles", "Duration"])
def test_every_alarm_is_about_this_function(template: Any, alarm: str) -> None:
    """Silence is not an alarm: a skill that nobody uses is well."""
    properties = template["Resources"][f"{alarm}Alarm"]["Properties"]
    assert (properties["Namespace"], properties["MetricName"]) == ("AWS/Lambda", alarm)
    assert properties["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": "Skill"}}]
    assert properties["TreatMissingData"] == "notBreaching"


def test_failures_that_the_skill_answers_itself_are_counted(template: Any) -> None:
    """They never reach AWS Lambda's own count of errors; the log has a line for each."""
    (metric,) = template["Resources"]["FailedTurns"]["Properties"]["MetricTransformations"]
    alarm = template["Resources"]["FailedTurnsAlarm"]["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (
        metric["MetricNamespace"],
        metric["MetricName"],
    )


@pytest.mark.parametrize(
    "command",
    [
        ["sam", "validate", "--lint", "--template", str(TEMPLATE)],
        ["cfn-lint", str(TEMPLATE)],
    ],
    ids=["sam", "cfn-lint"],
)
def test_amazons_tools_find_nothing(command: list[str], tmp_path: Path) -> None:
    """AWS SAM CLI and cfn-lint, without a word to Amazon."""
    tool = heavy(ROOT / ".venv-aws" / "bin" / command[0], "make template")
    environment = {
        "AWS_DEFAULT_REGION": "us-east-1",
        "HOME": str(tmp_path),
        "PATH": f"{tool.parent}:{os.environ['PATH']}",
        "SAM_CLI_TELEMETRY": "0",
    }
    done = subprocess.run(  # noqa: S603  # Amazon's tools, on our own file
        [tool, *command[1:]], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_permission_carries_the_skill_id(translated: Any) -> None:
    """What AWS SAM makes of the event: Alexa alone, for this skill alone, by the alias alone."""
    assert of_type(translated, "AWS::Lambda::Permission") == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": "SkillAliaslive"},
        "Principal": "alexa-appkit.amazon.com",
        "EventSourceToken": {"Ref": "SkillId"},
    }
    assert translated["Outputs"]["EndpointArn"]["Value"] == {"Ref": "SkillAliaslive"}


def test_the_role_may_write_its_log_and_nothing_else(translated: Any) -> None:
    """One policy, one statement, one log group; AWS SAM adds nothing."""
    role = of_type(translated, "AWS::IAM::Role")
    assert "ManagedPolicyArns" not in role
    (policy,) = role["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": {"Fn::GetAtt": ["Log", "Arn"]},
    }


def test_a_version_is_published_for_the_alias(translated: Any) -> None:
    """Snapshots are made of published versions, and a roll-back goes to one."""
    (version,) = (
        name
        for name, resource in translated["Resources"].items()
        if resource["Type"] == "AWS::Lambda::Version"
    )
    alias = of_type(translated, "AWS::Lambda::Alias")
    assert alias["FunctionVersion"] == {"Fn::GetAtt": [version, "Version"]}
    assert translated["Resources"][version]["DeletionPolicy"] == "Retain"
