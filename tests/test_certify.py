"""`make certify`: the skill holds up, and each check finds what it is there to find."""

import copy
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from simulator import ROOT
from tools.certify import Check, Subject, load, model, page, people, privacy
from tools.certify.__main__ import SECTIONS, main

Json = dict[str, Any]
CHECKS = [check for checks in SECTIONS.values() for check in checks]
PUBLISHED = ("publishingInformation", "locales", "en-US")
POLICY = ("privacyAndCompliance", "locales", "en-US")


@pytest.fixture(scope="module")
def subject() -> Subject:
    """The skill as it is."""
    return load(ROOT)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_skill_holds_up(check: Check, subject: Subject) -> None:
    """Every requirement that a machine can check."""
    assert list(check(subject)) == []


def test_each_has_a_line_with_its_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """What only a person or Amazon can check is listed as such, not passed over."""
    assert main() == 0
    said = capsys.readouterr().out
    for check in CHECKS:
        assert f"  ok     {str(check.__doc__).removesuffix('.')}" in said
    assert f"{len(CHECKS)} of {len(CHECKS)} requirements hold" in said
    assert "  you    " in said
    assert "  Amazon " in said


def test_what_fails_has_a_line_too(
    subject: Subject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is wrong below it, and the exit code says so."""
    broken = changed(subject, "", *PUBLISHED, "name")
    monkeypatch.setattr("tools.certify.__main__.load", lambda _: broken)
    assert main() == 1
    said = capsys.readouterr().out
    assert "  FAILS  Name, summary and description" in said
    assert "en-US: name has 0 characters" in said
    assert f"{len(CHECKS) - 1} of {len(CHECKS)} requirements hold" in said


def test_placeholders_are_left_to_people(subject: Subject) -> None:
    """An address and an account that are not real yet are named first."""
    left = list(people.to_do(subject))
    assert "privacy.md" in left[0][1]
    policies = {locale: {"privacyPolicyUrl": "https://a.example/"} for locale in subject.policies}
    published = changed(subject, policies, *POLICY[:-1])
    assert len(list(people.to_do(published))) == len(left) - 1


def changed(subject: Subject, value: object, *keys: str) -> Subject:
    """The skill with one value of its manifest changed, or left out where it is None."""
    manifest = copy.deepcopy(subject.manifest)
    inner = manifest
    for key in keys[:-1]:
        inner = inner[key]
    if value is None:
        del inner[keys[-1]]
    else:
        inner[keys[-1]] = value
    return replace(subject, manifest=manifest)


def without(words: str, subject: Subject) -> Subject:
    """The skill with some words of its description left out."""
    text = subject.pages["en-US"]["description"]
    assert words in text
    return changed(subject, text.replace(words, ""), *PUBLISHED, "description")


def modelled(change: Callable[[Json], object], subject: Subject) -> Subject:
    """The skill with a changed model."""
    models = copy.deepcopy(dict(subject.models))
    change(models["en-US"]["interactionModel"]["languageModel"])
    return replace(subject, models=models)


def named(name: str) -> Callable[[Subject], Subject]:
    """The skill under another invocation name."""
    return partial(modelled, lambda language: language.update(invocationName=name))


def set_to(value: object, *keys: str) -> Callable[[Subject], Subject]:
    """The skill with one value of its manifest changed."""
    return lambda subject: changed(subject, value, *keys)


PHRASES = (*PUBLISHED, "examplePhrases")
OPEN = "Alexa, open ankle pain check"


@pytest.mark.parametrize(
    ("check", "change", "fault"),
    [
        (page.limits, set_to("x" * 161, *PUBLISHED, "summary"), "summary has 161 characters"),
        (page.limits, set_to("", *PUBLISHED, "name"), "name has 0 characters"),
        (page.limits, set_to(["a", "a"], *PUBLISHED, "keywords"), "no two alike"),
        (page.disclaimer, partial(without, "not medical advice"), "it is no medical advice"),
        (page.disclaimer, partial(without, "educational"), "it informs and educates"),
        (page.disclaimer, partial(without, ", diagnosis or treatment"), "replaces no professional"),
        (page.disclaimer, partial(without, "Call your doctor"), "to call a doctor"),
        (page.disclaimer, partial(without, "911"), "what to do in an emergency"),
        (page.claims, set_to("It saves your life.", *PUBLISHED, "summary"), "saves your life"),
        (page.claims, set_to(["lifesaver"], *PUBLISHED, "keywords"), "lifesaver"),
        (page.claims, named("life saving check"), "life saving"),
        (page.icons, set_to("file://assets/x.png", *PUBLISHED, "smallIconUri"), "smallIconUri is"),
        (page.category, set_to("GAMES", "publishingInformation", "category"), "category is GAMES"),
        (
            page.category,
            set_to(True, "publishingInformation", "isAvailableWorldwide"),
            "offered in",
        ),
        (
            page.testing_instructions,
            set_to("", "publishingInformation", "testingInstructions"),
            "0 characters",
        ),
        (
            page.declarations,
            set_to(True, "privacyAndCompliance", "isChildDirected"),
            "isChildDirected is True",
        ),
        (
            page.declarations,
            set_to(None, "privacyAndCompliance", "isExportCompliant"),
            "isExportCompliant is None",
        ),
        (
            page.policy,
            set_to("http://a.example", *POLICY, "privacyPolicyUrl"),
            "'http://a.example'",
        ),
        (model.locales, set_to({}, *PUBLISHED[:2]), "en-US has a store page or a model"),
        (model.invocation_name, named("ankle"), "two words"),
        (model.invocation_name, named("Ankle Check"), "small letters"),
        (model.invocation_name, named("start ankle check"), "'start' is reserved"),
        (model.invocation_name, named("ankle and back"), "'and' is reserved"),
        (model.invocation_name, named("alexa ankle"), "'alexa' is reserved"),
        (
            model.required_intents,
            partial(modelled, lambda language: language["intents"].clear()),
            "AMAZON.StopIntent is missing",
        ),
        (model.example_phrases, set_to([OPEN, "sing a song"], *PHRASES), "'sing a song' is no"),
        (model.example_phrases, set_to(["Help"], *PHRASES), f"the first is not {OPEN!r}"),
        (model.example_phrases, set_to([OPEN] * 4, *PHRASES), "there are 4"),
        (
            model.suggested_phrases,
            set_to('Say "sing a song".', *PUBLISHED, "description"),
            "'sing a song' is no sample",
        ),
        (model.schema, set_to("x", *PUBLISHED, "sumary"), "skill.json has a key"),
        (
            model.schema,
            partial(modelled, lambda language: language.update(intent=[])),
            "en-US.json has a key",
        ),
        (privacy.permissions, set_to([{"name": "alexa::x"}], "permissions"), "permissions: "),
        (privacy.permissions, set_to({}, "events"), "events are declared"),
        (
            privacy.endpoints,
            set_to("arn:x", "apis", "custom", "regions", "EU", "endpoint", "uri"),
            "EU: ",
        ),
    ],
)
def test_what_is_wrong_is_found(
    subject: Subject, check: Check, change: Callable[[Subject], Subject], fault: str
) -> None:
    """And named."""
    assert any(fault in found for found in check(change(subject)))


@pytest.fixture
def repository(subject: Subject, tmp_path: Path) -> Subject:
    """The skill in a copy of the files that are looked at, to be changed."""
    for name in ("lambda", "infrastructure", "docs", "assets", "interaction_model"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "README.md", tmp_path)
    return replace(subject, root=tmp_path)


TEMPLATE = "infrastructure/template.yaml"


class Slip(NamedTuple):
    """A mistake in a file: what stands there, what instead, and who finds it."""

    check: Check
    file: str
    old: str
    new: str
    fault: str


@pytest.mark.parametrize(
    "slip",
    [
        Slip(page.icons, "assets/icon.svg", "<svg", "<svg ", "icon-108.png was not drawn from"),
        Slip(
            privacy.carries_nothing,
            "lambda/alexa/responses.py",
            '"""From',
            'import socket\n"""',
            "imports socket",
        ),
        Slip(
            privacy.carries_nothing,
            "lambda/lambda_function.py",
            "    try:",
            "    print(event)\n    try:",
            "calls print",
        ),
        Slip(
            privacy.stores_nothing,
            TEMPLATE,
            "AWS::SNS::Topic",
            "AWS::DynamoDB::Table",
            "Alarms is a AWS::DynamoDB::Table",
        ),
        Slip(
            privacy.stores_nothing,
            TEMPLATE,
            "SystemLogLevel: WARN",
            "SystemLogLevel: INFO",
            "keeps more than failures",
        ),
        Slip(
            privacy.lets_in_alexa_alone,
            TEMPLATE,
            "Type: AlexaSkill",
            "Type: AlexaSkil",
            "its events are",
        ),
        Slip(
            privacy.lets_in_alexa_alone,
            TEMPLATE,
            "SKILL_ID: !Ref SkillId",
            "NAME: x",
            "SKILL_ID is not set",
        ),
        Slip(privacy.says_the_risk, "README.md", "certif", "", "README.md does not"),
    ],
    ids=lambda slip: slip.fault,
)
def test_what_is_wrong_in_a_file_is_found(repository: Subject, slip: Slip) -> None:
    """A mistyped event, too, which Amazon's own tools accept."""
    path = repository.root / slip.file
    text = path.read_text(encoding="utf-8")
    assert slip.old in text
    path.write_text(text.replace(slip.old, slip.new), encoding="utf-8")
    assert any(slip.fault in found for found in slip.check(repository))


def test_a_missing_policy_is_found(repository: Subject) -> None:
    """One has been demanded even of skills that collect nothing."""
    (repository.root / "docs" / "privacy.md").unlink()
    assert list(page.policy(repository)) == ["docs/privacy.md is missing"]


def test_a_line_in_the_log_is_found(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes it, at whatever level."""

    class Talkative:
        """A device that logs what it hears."""

        def hear(self, line: str) -> None:
            """Log it."""
            logging.getLogger("talkative").debug("heard %s", line)

    monkeypatch.setattr(privacy, "assemble", lambda _: Talkative())
    assert "talkative: heard no" in list(privacy.logs_nothing(subject))
