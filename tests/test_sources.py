"""Every rule says where it comes from, and what in it is only judgement.

The loader refuses a rule without a source. Here the real rules are held to more: that a reader can
open what is cited, that the dates are true, and that no number passes for a published score.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from triage.load import RULES_FOLDER

#: The latest date anywhere on Earth: whoever checks a source may live east of this machine.
TODAY = (datetime.now(UTC) + timedelta(hours=14)).date()
WEB = re.compile(r"https?://[\w.-]+\.[a-z]{2,}/\S+")
DOI = re.compile(r"https://doi\.org/10\.\d{4,9}/\S+")
#: The article that the product puts into practice; it never had an address that lasts.
ARTICLE = "article"


def read() -> dict[str, Any]:
    """The two files of rules as they stand on disk, with what the loader leaves out."""
    return {
        name: tomllib.loads((RULES_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("rules", "sources")
    }


def faults(files: dict[str, Any]) -> list[str]:
    """What a reader could not check, each with the entry that is wrong."""
    rules, sources = files["rules"], files["sources"]
    found = [f"source {key}: {fault}" for key in sources for fault in _source(key, sources[key])]
    for name, pathway in rules["pathway"].items():
        if pathway.get("basis") != "judgement":
            found.append(f"pathway {name}: its threshold is not marked as judgement")
    for rule in rules["question"]:
        found += [f"question {rule['id']}: {fault}" for fault in _rule(rule, sources)]
    return found


def _source(key: str, source: dict[str, Any]) -> Iterator[str]:
    address = source["address"]
    if key != ARTICLE and not WEB.fullmatch(address):
        yield f"nobody can open {address!r}"
    if "doi.org" in address and not DOI.fullmatch(address):
        yield f"{address!r} is no DOI"
    yield from _date(source)


def _rule(rule: dict[str, Any], sources: dict[str, Any]) -> Iterator[str]:
    if not any(WEB.fullmatch(sources[key]["address"]) for key in rule["sources"]):
        yield "cites nothing that can be opened"
    if rule.get("against") and not rule.get("doubt"):
        yield "names sources against it, and not what they say"
    if both := set(rule["sources"]) & set(rule.get("against", ())):
        yield f"cites {min(both)} both for and against it"
    if rule.keys() & {"nerve", "mechanical"} and rule.get("basis") != "judgement":
        yield "its weight is not marked as judgement"
    yield from _date(rule)


def _date(entry: dict[str, Any]) -> Iterator[str]:
    checked = entry.get("checked")
    if not isinstance(checked, date):
        yield "has no date on which it was checked"
    elif checked > TODAY:
        yield f"was checked on {checked}, which is still to come"


def test_every_rule_is_sourced_dated_and_honest() -> None:
    """Somebody who doubts a rule can look it up, and sees which numbers are nobody's finding."""
    assert faults(read()) == []


def test_a_question_of_the_table_and_nothing_else_is_held_to_it() -> None:
    """25 questions are asked, one is volunteered only, and two pathways have a threshold."""
    rules = read()["rules"]
    asked = [rule["id"] for rule in rules["question"] if "opens" in rule]
    assert (len(asked), len(rules["question"]), sorted(rules["pathway"])) == (
        25,
        26,
        ["mechanical", "nerve"],
    )


@pytest.mark.parametrize(
    ("place", "change", "complaint"),
    [
        (("question", 3), {"sources": [ARTICLE]}, "weakness: cites nothing that can be opened"),
        (("question", 3), {"checked": TODAY + timedelta(days=1)}, "weakness: was checked on"),
        (("question", 3), {"checked": None}, "weakness: has no date"),
        (("question", 3), {"basis": "study"}, "weakness: its weight is not marked"),
        (("question", 3), {"against": ["ces-bmj"], "doubt": ""}, "weakness: names sources against"),
        (("question", 3), {"against": [ARTICLE]}, "weakness: cites article both for and"),
        (("pathway", "nerve"), {"basis": None}, "pathway nerve: its threshold is not marked"),
    ],
)
def test_a_rule_without_them_is_found(
    place: tuple[str, Any], change: dict[str, Any], complaint: str
) -> None:
    """Each of these faults is named with its rule."""
    files = read()
    table, entry = place
    files["rules"][table][entry].update(change)
    (fault,) = faults(files)
    assert complaint in fault


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"address": "a book at home"}, "nobody can open 'a book at home'"),
        ({"address": "https://doi.org/bmj.326"}, "is no DOI"),
        ({"checked": TODAY + timedelta(days=1)}, "which is still to come"),
    ],
)
def test_a_source_without_them_is_found(change: dict[str, Any], complaint: str) -> None:
    """A source is looked at even where several rules cite it, and is named once."""
    files = read()
    files["sources"]["ottawa-2003"].update(change)
    (fault,) = faults(files)
    assert fault.startswith("source ottawa-2003: ")
    assert complaint in fault
