"""What the simulator understands of what people say, measured: `make understanding` prints it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tools.understanding import FOLDER, Heard, Verdict, heard, main, read

FILES = sorted(FOLDER.glob("*.jsonl"))


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def found(request: pytest.FixtureRequest) -> list[Heard]:
    """All utterances of a file, and what they were taken for."""
    return [heard(entry) for entry in read(request.param)]


def test_nothing_is_reversed_and_no_emergency_missed(found: list[Heard]) -> None:
    """Neither yes and no, nor what is there and what is not; whatever is in the model, or not."""
    worst = {Verdict.REVERSED, Verdict.MISSED}
    assert [] == [(one.say, one.took) for one in found if one.verdict in worst]


def test_most_is_understood(found: list[Heard]) -> None:
    """At least 85 percent of what is not in the model word for word, and of what is all but one."""
    anew = [one for one in found if not one.in_model]
    right = sum(one.verdict == Verdict.UNDERSTOOD for one in anew)
    assert right >= 0.85 * len(anew)
    word_for_word = [one for one in found if one.in_model]
    assert len([one for one in word_for_word if one.verdict != Verdict.UNDERSTOOD]) <= 1


def test_many_are_measured() -> None:
    """300 utterances and more, of every kind, none of them twice."""
    entries = [entry for path in FILES for entry in read(path)]
    assert len(list(read(FOLDER / "en.jsonl"))) >= 300
    assert [] == [say for say, n in Counter(entry["say"] for entry in entries).items() if n > 1]


@pytest.mark.parametrize(
    ("say", "means", "verdict"),
    [
        ("yes", {"answer": "yes"}, Verdict.UNDERSTOOD),
        ("yes", {"answer": "no"}, Verdict.REVERSED),
        ("my foot is numb", {"facts": {"numbness": "no"}}, Verdict.REVERSED),
        ("my foot is numb", {"does": "repeat"}, Verdict.REVERSED),
        ("repeat", {"does": "wait"}, Verdict.OTHER),
        ("gibberish", {"answer": "yes"}, Verdict.FALLBACK),
        ("gibberish", {"does": "unheard"}, Verdict.UNDERSTOOD),
        ("gibberish", {"emergency": ["breathless"]}, Verdict.MISSED),
        ("i have chest pain", {"emergency": ["breathless"]}, Verdict.UNDERSTOOD),
        ("i have chest pain", {"facts": {}}, Verdict.OTHER),
        ("what is sciatica", {"topic": ["sciatica"]}, Verdict.UNDERSTOOD),
    ],
)
def test_the_judge_is_just(say: str, means: dict[str, object], verdict: str) -> None:
    """Each verdict is given where it is due."""
    assert heard({"say": say, "kind": "any", "means": means}).verdict == verdict


def test_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It tells the accuracy by kind, and names what was turned round, missed, or not understood."""
    entries = [
        {"say": "oh yes yes indeed", "kind": "yes", "means": {"answer": "no"}},
        {"say": "blah blah", "kind": "emergency", "means": {"emergency": ["breathless"]}},
        {"say": "blah", "kind": "yes", "means": {"answer": "yes"}},
    ]
    mine = tmp_path / "mine.jsonl"
    mine.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    assert main(["--all", str(mine)]) == 0
    said = capsys.readouterr().out
    assert "yes                   0 of    2     0%" in said
    assert "reversed: 1\n  'oh yes yes indeed' (yes) taken for yes" in said
    assert "emergency missed: 1\n  'blah blah'" in said
    assert "not understood: 'blah' (yes)" in said


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """With its file and its number."""
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"say": "yes"}\n{', encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.jsonl:2"):
        list(read(broken))
