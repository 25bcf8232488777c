"""Nothing stored, nothing logged, nobody else let in."""

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

import yaml

from simulator.assemble import assemble
from tools.certify.subject import Check, Json, Subject
from tools.deploy import REGIONS

__all__ = ["CHECKS", "read_template"]

# What could carry an answer away: networks, files that are written, other programs.
_CARRIERS = {
    "asyncio", "boto3", "botocore", "concurrent", "dbm", "ftplib", "http", "multiprocessing",
    "pickle", "requests", "shelve", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile",
    "urllib", "urllib3", "xmlrpc",
}  # fmt: skip
_WRITES = {"open", "print"}
_WRITING_METHODS = {"write", "writelines", "write_text", "write_bytes", "touch", "mkdir"}
_KNOWN_RESOURCES = {
    "AWS::CloudWatch::Alarm",
    "AWS::IAM::Role",
    "AWS::Logs::LogGroup",
    "AWS::Logs::MetricFilter",
    "AWS::SNS::Topic",
    "AWS::Serverless::Function",
}
_SAID = ("open ankle pain check", "no", "no", "no", "yes", "I have chest pain", "yes")


def permissions(subject: Subject) -> Iterator[str]:
    """It asks for no permission, no account and no event about the person."""
    if subject.manifest.get("permissions"):
        yield f"permissions: {subject.manifest['permissions']}"
    if "events" in subject.manifest:
        yield "events are declared"


def carries_nothing(subject: Subject) -> Iterator[str]:
    """The code that ships opens no connection, starts no program and writes no file."""
    for path in sorted((subject.root / "lambda").rglob("*.py")):
        if path.name == "__main__.py":
            continue  # a command for a terminal, which nothing that runs on AWS Lambda imports
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _names(node):
                yield f"{path.relative_to(subject.root)}:{getattr(node, 'lineno', 0)}: {name}"


def logs_nothing(subject: Subject) -> Iterator[str]:
    """A whole conversation leaves no line in the log, even where everything is logged."""
    heard = _Listener()
    root = logging.getLogger()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    try:
        for locale in subject.models:
            device = assemble(locale)
            for words in _SAID:
                device.hear(words)
    finally:
        root.removeHandler(heard)
        root.setLevel(level)
    yield from (f"{record.name}: {record.getMessage()}" for record in heard.records)


def stores_nothing(subject: Subject) -> Iterator[str]:
    """What runs on AWS has nothing to store anything in, and its log keeps failures alone."""
    template = read_template(subject.root / "infrastructure" / "template.yaml")
    for name, resource in template["Resources"].items():
        if resource["Type"] not in _KNOWN_RESOURCES:
            yield f"{name} is a {resource['Type']}"
    kept = _function(template)["LoggingConfig"]
    if (kept["ApplicationLogLevel"], kept["SystemLogLevel"]) != ("ERROR", "WARN"):
        yield "the log keeps more than failures"


def lets_in_alexa_alone(subject: Subject) -> Iterator[str]:
    """Only Alexa may call the function, and only for this skill, which it checks itself as well."""
    function = _function(read_template(subject.root / "infrastructure" / "template.yaml"))
    events = [(event["Type"], event.get("Properties")) for event in function["Events"].values()]
    if events != [("AlexaSkill", {"SkillId": {"Ref": "SkillId"}})]:
        yield f"its events are {events}"
    if function["Environment"]["Variables"].get("SKILL_ID") != {"Ref": "SkillId"}:
        yield "SKILL_ID is not set"


def endpoints(subject: Subject) -> Iterator[str]:
    """An endpoint for each region of Alexa, on AWS Lambda, in the AWS region that is nearest."""
    custom = subject.manifest["apis"]["custom"]
    found = {name: region["endpoint"]["uri"] for name, region in custom["regions"].items()}
    for region, name in REGIONS.items():
        wanted = f"arn:aws:lambda:{region}:"
        if not found.get(name, "").startswith(wanted) or not found[name].endswith(":live"):
            yield f"{name}: {found.get(name)} is no function in {region}, or not its alias live"
    if custom["endpoint"]["uri"] not in found.values():
        yield "the default endpoint is none of them"


def says_the_risk(subject: Subject) -> Iterator[str]:
    """README and deploy guide say that certification of a health skill is Amazon's to decide."""
    for name in ("README.md", "docs/deploy.md"):
        path = subject.root / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if "certif" not in text or "Amazon's" not in text or "decision" not in text:
            yield f"{name} does not"


def read_template(path: Path) -> Json:
    """Read a CloudFormation template; its short forms (!Ref) become the long ones ({"Ref": …})."""
    template: Json = _Loader(path.read_text(encoding="utf-8")).get_single_data()
    return template


class _Loader(yaml.SafeLoader):
    """Knows CloudFormation's tags, and as little else as the safe loader does."""


def _long_form(loader: _Loader, name: str, node: yaml.Node) -> Json:
    key = name if name in {"Ref", "Condition"} else f"Fn::{name}"
    if isinstance(node, yaml.SequenceNode):
        return {key: loader.construct_sequence(node, deep=True)}
    return {key: loader.construct_scalar(node)}  # type: ignore[arg-type]  # nothing else has tags


_Loader.add_multi_constructor("!", _long_form)


class _Listener(logging.Handler):
    """Keeps every record."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.records.append(record)


def _function(template: Json) -> Json:
    (function,) = (
        resource["Properties"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    )
    properties: Json = function
    return properties


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [alias.name for alias in node.names]
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else modules
        yield from (f"imports {name}" for name in modules if name.partition(".")[0] in _CARRIERS)
    if isinstance(node, ast.Call):
        called = node.func
        if isinstance(called, ast.Name) and called.id in _WRITES:
            yield f"calls {called.id}"
        if isinstance(called, ast.Attribute) and called.attr in _WRITING_METHODS:
            yield f"calls {called.attr}"


CHECKS: tuple[Check, ...] = (
    permissions,
    carries_nothing,
    logs_nothing,
    stores_nothing,
    lets_in_alexa_alone,
    endpoints,
    says_the_risk,
)
