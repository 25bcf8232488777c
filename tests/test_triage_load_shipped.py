"""The rules that ship are so written that no key of theirs can be lost or misspelt unseen."""

import re
from pathlib import Path

import pytest

from triage import Question, Rules
from triage.load import RULES_FOLDER, RulesError, load_rules

SHIPPED = {
    file: (RULES_FOLDER / file).read_text(encoding="utf-8").splitlines()
    for file in ("rules.toml", "sources.toml")
}
KEYS = [
    (file, number, key[0])
    for file, lines in SHIPPED.items()
    for number, line in enumerate(lines)
    if (key := re.match(r"\w+(?= = )", line))
]
#: What may be left out of a rule and leaves it the rule that it was: it is there for readers.
FOR_READERS = {"against", "doubt", "to_confirm"}
#: What may be left out and makes it another rule. The figures of all paths show that it is.
OTHER_RULES = {"alone", "back_link", "implies", "local_sign", "while"}
AN_ENTRY = re.compile(r"(rules|sources)\.toml: (question|pathway|source) (number )?[\w-]+: ")


def load_with(folder: Path, file: str, number: int, line: str) -> Rules:
    """Load the rules that ship, with another line in this place."""
    for name, lines in SHIPPED.items():
        changed = [*lines[:number], line, *lines[number + 1 :]] if name == file else lines
        (folder / name).write_text("\n".join(changed), encoding="utf-8")
    return load_rules(folder)


def test_there_are_keys_to_misspell_and_leave_out() -> None:
    """The files are written one key a line, as the tests below need them."""
    assert {"id", "opens", "nerve", "threshold", "address"} <= {key for _, _, key in KEYS}
    assert len(KEYS) > 500


def test_no_key_of_any_entry_can_be_misspelt(tmp_path: Path) -> None:
    """Nothing is passed over because nobody knows it."""
    for file, number, key in KEYS:
        with pytest.raises(RulesError, match=AN_ENTRY) as refused:
            load_with(tmp_path, file, number, SHIPPED[file][number].replace(key, f"{key}s", 1))
        assert f"has an unknown key '{key}s'" in str(refused.value)


def test_no_key_of_any_entry_can_be_left_out_unseen(tmp_path: Path) -> None:
    """It is refused, or it changes that one thing alone, which is one of those that may be."""
    whole, left_out, refused = load_rules(), set[str](), list[str]()
    for file, number, key in KEYS:
        try:
            rules = load_with(tmp_path, file, number, "")
        except RulesError as error:
            refused.append(str(error))
        else:
            left_out.add(key)
            assert ["company" if key == "while" else key] == differences(whole, rules)
    assert all(map(AN_ENTRY.match, refused))
    assert FOR_READERS | OTHER_RULES == left_out


def differences(one: Rules, other: Rules) -> list[str]:
    """Return what differs between the questions, nothing else being different."""
    assert one._replace(questions={}) == other._replace(questions={})
    assert list(one.questions) == list(other.questions)
    return [
        field
        for name, question in one.questions.items()
        for field in Question._fields
        if getattr(question, field) != getattr(other.questions[name], field)
    ]
