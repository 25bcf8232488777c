"""Rules that are not wholly right do not load, and the error says which file and which entry.

The rules in `tests/rules` are right, and are spoilt here in one way after another. Those that ship
are spoilt in `test_triage_load_shipped.py`.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from triage import Question, Source
from triage.load import RulesError, load_rules

GOOD = Path(__file__).with_name("rules")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of rules that are right."""
    return shutil.copytree(GOOD, tmp_path / "rules")


def refusal(folder: Path) -> str:
    """Return the error that these rules raise; it is one line."""
    with pytest.raises(RulesError) as refused:
        load_rules(folder)
    (line,) = str(refused.value).splitlines()
    return line


def spoil(folder: Path, entry: str, old: str, new: str) -> str:
    """Replace what an entry says, and return how the error must begin."""
    kind, name = entry.split()
    marks = {"question": f'id = "{name}"', "pathway": f"[pathway.{name}]", "source": f"[{name}]"}
    file = folder / ("sources.toml" if kind == "source" else "rules.toml")
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    (place,) = [n for n, block in enumerate(blocks) if marks[kind] in block.splitlines()]
    assert blocks[place].count(old) == 1
    blocks[place] = blocks[place].replace(old, new)
    file.write_text("\n\n".join(blocks), encoding="utf-8")
    return f"{file.name}: {entry}: "


def test_rules_that_are_right_load_whole(folder: Path) -> None:
    """Every key of every entry finds its place; what was left out says nothing."""
    rules = load_rules(folder)
    book = Source("book", "A book", "study", "https://example.org/book", "page", date(2026, 11, 23))
    assert ["numb", "large", "fever", "sore", "other"] == list(rules.questions)
    assert (4, 3) == (rules.nerve_threshold, rules.mechanical_threshold)
    assert ["book", "letter"] == list(rules.sources)
    assert book == rules.sources["book"]
    assert (
        Question(
            id="numb",
            code="nu",
            asks="It is numb.",
            sources=("book",),
            supports="So it says.",
            checked=date(2026, 11, 23),
            nerve=2,
            back_link="nerve",
        )
        == rules.questions["numb"]
    )
    assert (
        Question(
            id="large",
            code="la",
            asks="The numb area is large.",
            sources=("book",),
            supports="So it says.",
            checked=date(2026, 11, 23),
            against=("letter",),
            doubt="The letter says otherwise.",
            opens=(frozenset({"numb"}),),
            worrying="yes",
            level="now",
            action="call",
            implies="numb",
            to_confirm="That large is large enough.",
        )
        == rules.questions["large"]
    )
    fever, sore, other = (rules.questions[name] for name in ("fever", "sore", "other"))
    assert (frozenset({"numb"}), "today") == (fever.company, fever.alone)
    assert ((frozenset({"numb", "large"}),), ("book", "letter")) == (fever.opens, fever.sources)
    assert (2, True) == (sore.mechanical, sore.local_sign)
    assert other.volunteered


@pytest.mark.parametrize(
    ("entry", "old", "new", "complaint"),
    [
        # Keys, and what stands behind them.
        ("question numb", "asks =", "ask =", "has an unknown key 'ask'"),
        ("pathway nerve", "basis", "bases", "has an unknown key 'bases'"),
        ("source book", "title", "name", "has an unknown key 'name'"),
        ("question numb", "nerve = 2", "nerve = 2.0", "nerve must be int, and is 2.0"),
        ("question numb", "nerve = 2", "nerve = true", "nerve must be int, and is True"),
        ("question sore", "= true", "= 1", "local_sign must be bool, and is 1"),
        ("question large", '[["numb"]]', '"numb"', "opens must be list, and is 'numb'"),
        ("question large", "2026-11-23", '"2026"', "checked must be date, and is '2026'"),
        ("source book", "2026-11-23", "2026-11-23T12:00:00", "checked must be date"),
        ("pathway nerve", "= 4", '= "4"', "threshold must be int, and is '4'"),
        ("question numb", "It is numb.", " ", "asks is empty"),
        ("source letter", "A letter", "", "title is empty"),
        # Who says so, and when that was compared.
        ("question numb", 'sources = ["book"]', "", "sources is missing"),
        ("question numb", '["book"]', "[]", "sources is empty; no rule without a source"),
        ("question numb", '"book"', '"brook"', "cites 'brook', which is not in sources.toml"),
        ("question large", '["letter"]', '["latter"]', "cites 'latter', which is not in"),
        ("question numb", "checked = 2026-11-23", "", "checked is missing"),
        ("question numb", 'supports = "So it says."', "", "supports is missing"),
        ("source book", "checked = 2026-11-23", "", "checked is missing"),
        ("source book", '"study"', '"rumour"', "kind is 'rumour'"),
        ("source book", '"page"', '"cover"', "read is 'cover'"),
        # Names.
        ("question large", '"la"', '"nu"', "has the code 'nu' of numb; codes must differ"),
        ("question numb", '"nu"', '"Nu"', "code is 'Nu'"),
        ("question numb", '"nu"', '"num"', "code is 'num'"),
        # When it is asked.
        ("question numb", "opens = []", "", "opens is missing"),
        ("question other", "code", "opens = []\ncode", "is volunteered only, so nothing opens it"),
        (
            "question large",
            '[["numb"]]',
            '["numb"]',
            "opens must be a list of lists of question ids",
        ),
        ("question large", '[["numb"]]', "[[]]", "opens must be a list of lists of question ids"),
        ("question large", '[["numb"]]', '[["nump"]]', "opens names 'nump'"),
        ("question numb", "opens = []", 'opens = [["sore"]]', "opens names 'sore'"),
        ("question numb", "opens = []", 'opens = [["numb"]]', "opens names 'numb'"),
        # What a worrying answer leads to.
        ("question large", 'worrying = "yes"', 'worrying = "unsure"', "worrying is 'unsure'"),
        ("question large", 'level = "now"', 'level = "soon"', "level is 'soon'"),
        ("question fever", 'alone = "today"', 'alone = "now"', "alone is 'now'"),
        ("question large", 'level = "now"', "", "worrying means nothing without level"),
        ("question large", 'worrying = "yes"', "", "level means nothing without worrying"),
        ("question sore", "code", 'action = "call"\ncode', "action means nothing without level"),
        ("question sore", "code", 'while = ["numb"]\ncode', "while means nothing without level"),
        ("question fever", 'while = ["numb"]', "", "alone means nothing without while"),
        ("question large", 'action = "call"', "", "action is missing"),
        ("question large", '"call"', '"drive"', "action is 'drive'"),
        ("question large", '"call"', '"clinician_today"', "action is 'clinician_today'"),
        ("question large", '"now"', '"today"', "action 'call' goes with level now alone"),
        ("question fever", '["numb"]', '["hot"]', "names 'hot'"),
        ("question fever", '["numb"]', '["fever"]', "names 'fever'"),
        ("question large", 'implies = "numb"', 'implies = "nump"', "names 'nump'"),
        ("question large", 'implies = "numb"', 'implies = "large"', "names 'large'"),
        # What a yes is a sign of.
        ("question numb", '_link = "nerve"', '_link = "spine"', "back_link is 'spine'"),
        ("question numb", "nerve = 2", "nerve = 0", "nerve must be 1 or more"),
        ("question sore", "l = 2", "l = -1", "mechanical must be 1 or more"),
        ("question numb", 'basis = "judgement"', "", 'has a weight and no basis = "judgement"'),
        ("question numb", '"judgement"', '"trial"', "basis is 'trial'"),
        ("question large", "code", 'basis = "judgement"\ncode', "basis means nothing"),
        ("question large", "code", "local_sign = true\ncode", "local_sign means nothing"),
        ("pathway nerve", 'basis = "judgement"', "", "basis is missing"),
        ("pathway nerve", '"judgement"', '"study"', "basis is 'study'"),
        ("pathway mechanical", "threshold = 3", "", "threshold is missing"),
        ("pathway mechanical", "= 3", "= 0", "threshold must be 1 or more"),
    ],
)
def test_an_entry_that_is_not_right_is_refused(
    folder: Path, entry: str, old: str, new: str, complaint: str
) -> None:
    """Whoever writes a rule is told where it is wrong, and what to mend."""
    beginning = spoil(folder, entry, old, new)
    assert refusal(folder).startswith(beginning + complaint)


def test_what_leads_nowhere_is_refused(folder: Path) -> None:
    """A question whose answers change nothing."""
    flag = 'worrying = "yes"\nlevel = "now"\naction = "call"\n'
    beginning = spoil(folder, "question other", flag, "")
    assert refusal(folder) == beginning + "is volunteered only, and leads nowhere without a level"
    spoil(folder, "question other", "volunteered = true", "opens = []")
    expected = beginning + "leads nowhere: it has no level, no weight and no back_link"
    assert expected == refusal(folder)


def test_a_question_needs_no_more_than_one_thing_to_lead_to(folder: Path) -> None:
    """A level, a weight or a link to the back: each is reason enough to ask."""
    weight = 'nerve = 2\nback_link = "nerve"\nbasis = "judgement"\n'
    spoil(folder, "question numb", weight, 'back_link = "nerve"\n')
    assert 0 == load_rules(folder).questions["numb"].nerve


def test_one_is_enough_of_a_threshold_and_of_a_weight(folder: Path) -> None:
    """What must be 1 or more may be 1."""
    spoil(folder, "pathway nerve", "= 4", "= 1")
    spoil(folder, "question numb", "nerve = 2", "nerve = 1")
    rules = load_rules(folder)
    assert (1, 1) == (rules.nerve_threshold, rules.questions["numb"].nerve)


def test_a_name_may_be_wrong_in_two_places(folder: Path) -> None:
    """The question that a red flag implies and the company that it wants are both looked up."""
    beginning = spoil(folder, "question fever", '["numb"]', '["nump"]\nimplies = "nump"')
    assert beginning + "names 'nump', which is no other question" == refusal(folder)


def test_ids_must_differ(folder: Path) -> None:
    """Two rules of one name would leave it to chance which one holds."""
    spoil(folder, "question large", 'id = "large"', 'id = "numb"')
    assert "rules.toml: question numb: stands twice; ids must differ" == refusal(folder)


def test_nothing_is_opened_by_what_is_never_asked(folder: Path) -> None:
    """A question that is volunteered only would keep shut what waits for it."""
    beginning = "rules.toml: question numb: opens names 'other', which is not asked before it"
    rules = (folder / "rules.toml").read_text(encoding="utf-8").split("\n\n")
    rules.insert(3, rules.pop().rstrip())
    (folder / "rules.toml").write_text("\n\n".join(rules) + "\n", encoding="utf-8")
    assert load_rules(folder)
    spoil(folder, "question numb", "opens = []", 'opens = [["other"]]')
    assert refusal(folder).startswith(beginning)


def test_every_source_carries_a_rule(folder: Path) -> None:
    """What no rule cites would be checked again and again for nothing; being against one is enough.

    The error names the first of them.
    """
    spoil(folder, "question fever", ', "letter"', "")
    spoil(folder, "question other", '"letter"', '"book"')
    assert load_rules(folder)
    spoil(folder, "question large", 'against = ["letter"]', "")
    assert "sources.toml: source letter: no rule cites it; remove it" == refusal(folder)
    other = (folder / "sources.toml").read_text(encoding="utf-8").replace("[letter]", "[atlas]")
    with (folder / "sources.toml").open("a", encoding="utf-8") as sources:
        sources.write(other[other.index("[atlas]") :])
    assert "sources.toml: source atlas: no rule cites it; remove it" == refusal(folder)


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("rules.toml", "", "the file: pathway is missing"),
        ("rules.toml", "[pathway]", "the file: question is missing"),
        ("rules.toml", "rule = 1", "the file: has an unknown key 'rule'; known are: pathway"),
        ("rules.toml", "pathway = 1", "the file: pathway must be dict, and is 1"),
        ("rules.toml", "[pathway]\n[question]", "the file: question must be list, and is {}"),
        ("rules.toml", "question = []\n[pathway]", "pathway: nerve is missing"),
        ("rules.toml", "question = []\n[pathway.nerve]", "pathway: mechanical is missing"),
        (
            "rules.toml",
            "question = []\n[pathway.calf]",
            "pathway: has an unknown key 'calf'; known",
        ),
        ("rules.toml", "question = []\npathway.nerve = 4", "pathway: nerve must be dict, and is 4"),
        ("rules.toml", "question", "is not TOML: "),
        ("sources.toml", "[book", "is not TOML: "),
        ("sources.toml", "book = 3", "source book: is not a table"),
        ("sources.toml", "[book]", "source book: title is missing"),
    ],
)
def test_a_file_that_is_not_right_is_refused(
    folder: Path, file: str, text: str, complaint: str
) -> None:
    """It may lack its parts, hold others, or be no TOML at all."""
    (folder / file).write_text(text, encoding="utf-8")
    assert refusal(folder).startswith(f"{file}: {complaint}")


@pytest.mark.parametrize(
    ("question", "complaint"), [("3", "is not a table"), ("{}", "id is missing")]
)
def test_a_question_without_a_name_is_known_by_its_number(
    folder: Path, question: str, complaint: str
) -> None:
    """The first is number 1."""
    text = (folder / "rules.toml").read_text(encoding="utf-8")
    text = f"question = [{question}]\n" + text[: text.index("[[question]]")]
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    assert f"rules.toml: question number 1: {complaint}" == refusal(folder)


@pytest.mark.parametrize("file", ["rules.toml", "sources.toml"])
def test_a_file_that_cannot_be_read_is_named(folder: Path, file: str) -> None:
    """Missing, or in some old encoding."""
    (folder / file).write_bytes("# Übel".encode("latin-1"))
    assert refusal(folder).startswith(f"{file}: is not TOML: ")
    (folder / file).unlink()
    assert f"{file}: cannot be read: No such file or directory" == refusal(folder)
