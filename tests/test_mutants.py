"""What `make mutants` changes, and what it accepts as making no difference; itself it runs long.

Here are the parts that can be told at once: no kind of rule is passed over, and the list of changes
that no test notices names none that does not exist, and gives a reason for each.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tools.mutants.code import TESTS, described
from tools.mutants.rules import changes, to_toml
from tools.mutants.survivors import LIST, complaints
from tools.mutants.trees import ROOT, TRIAGE
from triage.load import RULES_FOLDER

RULES: dict[str, Any] = tomllib.loads((RULES_FOLDER / "rules.toml").read_text(encoding="utf-8"))
CHANGES = dict(changes(RULES))
ENTRIES: list[dict[str, Any]] = tomllib.loads(LIST.read_text(encoding="utf-8"))["equivalent"]


def test_rules_are_written_as_they_are_read() -> None:
    """What is changed in a rule is that one thing, and nothing by the way."""
    assert RULES == tomllib.loads(to_toml(RULES))


def test_every_change_is_one_and_has_a_name_of_its_own() -> None:
    """No change leaves the rules as they are, and no two are the same."""
    assert len(CHANGES) == len(list(changes(RULES)))
    written = [to_toml(changed) for changed in CHANGES.values()]
    assert len({to_toml(RULES), *written}) == 1 + len(written)


def test_whatever_a_rule_says_is_changed() -> None:
    """Each weight, threshold, level, action, worrying answer, company, link, and what it opens."""
    names = CHANGES.keys()
    for pathway in RULES["pathway"]:
        assert {f"{pathway}: threshold +1", f"{pathway}: threshold -1"} <= names
    for question in RULES["question"]:
        name = question["id"]
        for key in question.keys() & {"nerve", "mechanical"}:
            assert {f"{name}: {key} +1", f"{name}: {key} -1", f"{name}: no {key}"} <= names
        for key in question.keys() & {"level", "local_sign", "implies", "while", "alone"}:
            assert f"{name}: no {key}" in names
        for key in question.keys() & {"level", "worrying", "action", "back_link"}:
            assert any(change.startswith(f"{name}: {key} ") for change in names), (name, key)
        for group in question.get("opens", ()):
            assert f"{name}: opens without {group}" in names


def test_all_that_survives_has_a_reason_and_exists() -> None:
    """An entry for what was changed since, or is misspelt, would excuse nothing."""
    for entry in ENTRIES:
        assert entry.keys() == {"file", "changes", "why"}
        assert len(entry["why"].split()) > 3
        assert entry["changes"]
        for change in entry["changes"]:
            if entry["file"] == "rules.toml":
                assert change in CHANGES
            else:
                source = (ROOT / TRIAGE / entry["file"]).read_text(encoding="utf-8")
                function, _, old = change.partition(" -> ")[0].partition(": ")
                # What belongs to no function is listed as that of "None".
                assert function == "None" or f"def {function}(" in source
                assert " ".join(old.split()) in " ".join(source.split()), change


def test_the_files_and_the_tests_are_there() -> None:
    """A test that was renamed would make the command fail before it begins."""
    for file, tests in TESTS.items():
        assert (ROOT / TRIAGE / file).is_file()
        for test in tests:
            path, _, function = test.partition("::")
            assert f"def {function}" in (ROOT / path).read_text(encoding="utf-8")


@pytest.fixture
def survivors(tmp_path: Path) -> Path:
    """A list that knows of one change to each of two files."""
    path = tmp_path / "survivors.toml"
    path.write_text(
        """
        equivalent = [
            { file = "one.py", changes = ["f: a -> b"], why = "They are the same." },
            { file = "two.py", changes = ["g: a -> b"], why = " " },
        ]
        """,
        encoding="utf-8",
    )
    return path


def test_what_survives_must_be_listed_and_what_is_listed_must_survive(survivors: Path) -> None:
    """Of the file in question; so the list is neither too short nor too long."""
    survivors.write_text(survivors.read_text(encoding="utf-8").replace('" "', '"So."'), "utf-8")
    assert complaints("one.py", ["f: a -> b"], survivors) == []
    assert complaints("one.py", ["f: a -> b", "f: c -> d"], survivors) == [
        "no test notices: f: c -> d"
    ]
    assert complaints("one.py", [], survivors) == [
        "survivors.toml lists what a test notices: f: a -> b"
    ]


def test_no_reason_is_no_excuse(survivors: Path) -> None:
    """Whoever lists a change says why it makes no difference."""
    with pytest.raises(ValueError, match=r"g: a -> b.*say why it makes no difference"):
        complaints("one.py", ["f: a -> b"], survivors)


def test_a_change_is_listed_as_the_old_line_and_the_new() -> None:
    """After the function, and whatever else the function says."""
    old = "def f():\n    if a:\n        return 1\n    return 2\n"
    assert described("f", old, old.replace("1", "3")) == "f: return 1 -> return 3"
    assert described("f", old, old.replace("if a", "if not a")) == "f: if a: -> if not a:"
