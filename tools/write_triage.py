"""Writes the triage for a clinician: docs/triage.md, from the rules and the spoken texts.

python -m tools.write_triage
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from speech import Texts, texts_for
from tools.outline import Row, either, outline, pathways, urgencies
from triage import Answer, Rules, Source, rules

__all__ = ["TABLE", "main", "write"]

TABLE: Final = Path(__file__).parent.parent / "docs" / "triage.md"

_LOCALE: Final = "en-US"
_ACTIONS: Final = {
    "call": "call the emergency number",
    "emergency_department": "emergency department",
    "clinician_today": "a clinician today",
}
_READ: Final = {"page": "whole", "abstract": "abstract only", "excerpt": "excerpt only"}
_HEAD: Final = f"""\
<!-- Written by `make picture` from lambda/triage/rules.toml, lambda/triage/sources.toml and the
     texts of {_LOCALE}. Correct those, not this file. -->

# The triage, for a clinician

**Not reviewed by a clinician yet.** This page is for whoever does. It holds every question as Alexa
asks it, why, where each answer leads, what that rests on and what speaks against it. A patient whom
you would treat differently is best written down as a case: [tests/cases](../tests/cases/README.md)
says how, without any programming.

![The questions in the order of asking, what opens what, and where each answer leads](triage.svg)
"""
_CONFIRM: Final = """\
## ⚠ What a clinician would have to confirm

Choices of this project that no source settles. Nobody should rely on the skill before somebody with
a licence to practise has agreed to them, or changed them.
"""
_DECIDES: Final = """\
## How it decides

The answers are yes, no and not sure; a question that was never answered is none of these. Urgency
and pathway are decided apart. A question is asked only while its answer can still change what the
person is told.
"""
_QUESTIONS: Final = """\
## The questions

In the order of asking. Points are weights of a yes as evidence: **judgement, not published
scores**. A date is the day on which a source was read, or a rule was last compared with all of its
sources. ⚠ is to be confirmed, as said above.
"""
_SOURCES: Final = """\
## The sources

No study was read in full; the last column but one says what was.
"""


def write(given: Rules, texts: Texts) -> str:
    """The whole page, as Markdown."""
    rows = outline(given)
    heads = ("", "Question", "Yes", "Not sure", "No", "What it rests on", "What speaks against it")
    parts = [
        _HEAD,
        _CONFIRM,
        *_to_confirm(rows, given),
        _DECIDES,
        _table(("Urgency", "What the person is told"), _urgent()),
        _table(("Where from", "When"), pathways(given).items()),
        _QUESTIONS,
        _table(heads, (_question(row, given, texts) for row in rows)),
        _SOURCES,
        _table(("Key", "Source", "Kind", "Read", "On"), map(_source, given.sources.values())),
    ]
    return "\n".join(parts)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _urgent() -> Iterable[tuple[str, str]]:
    return ((f"**{urgency.upper()}**", text) for urgency, text in urgencies().items())


def _to_confirm(rows: Iterable[Row], given: Rules) -> Iterable[str]:
    for row in rows:
        if row.question.to_confirm:
            yield f"- **{_number(row)} `{row.question.id}`**: {row.question.to_confirm}"
            yield f"  {row.question.doubt}".rstrip()
    weights = sum(bool(q.nerve or q.mechanical) for q in given.questions.values())
    yield (
        f"- **Every number**: the weights of {weights} questions and the thresholds "
        f"{given.nerve_threshold} and {given.mechanical_threshold} are judgement.\n"
    )


def _number(row: Row) -> str:
    return str(row.number or "any time")


def _question(row: Row, given: Rules, texts: Texts) -> list[str]:
    question = row.question
    return [
        _number(row),
        "<br>".join(_asked(row, texts)),
        *(_leads(row, answer) for answer in ("yes", "unsure", "no")),
        f"{question.supports}<br>{_cited(question.sources, given)}<br>Compared {question.checked}.",
        "<br>".join(filter(None, (question.doubt, _cited(question.against, given)))),
    ]


def _asked(row: Row, texts: Texts) -> Iterable[str]:
    """The question in the words that are heard, and when they are."""
    question = row.question
    if question.volunteered:
        yield f"**{question.asks}**"
        yield "*Never asked: it counts as soon as it is told.*"
    else:
        yield f"**{texts.question(question.id, 'question')}**"
        yield f"Why: {texts.question(question.id, 'why')}"
        opened = ", and to ".join(map(either, row.after))
        yield f"*Only after a yes or a “not sure” to {opened}.*" if opened else "*For everybody.*"
    if question.alone:
        yield f"*{question.alone.upper()} where it is told without these.*"
    if question.implies:
        yield f"*A yes says yes to `{question.implies}`, too, unless that was answered otherwise.*"
    yield f"`{question.id}`" + (" ⚠" if question.to_confirm else "")


def _leads(row: Row, answer: Answer) -> str:
    step, question = row.steps[answer], row.question
    if question.volunteered and answer != "yes":
        return "-"
    found = []
    if step.urgency:
        found.append(f"**{step.urgency.upper()}**: {_ACTIONS[str(step.action)]}")
    found += [f"{name} +{weight}" for name, weight in step.points.items()]
    found += ["from the back"] * step.back
    found += ["a sign at the ankle itself"] * (question.local_sign and answer == "yes")
    if step.opens:
        found.append("opens " + ", ".join(map(str, step.opens)))
    return "<br>".join(found) or "go on"


def _cited(keys: Iterable[str], given: Rules) -> str:
    return "; ".join(f"{_link(given.sources[key])} ({given.sources[key].checked})" for key in keys)


def _link(source: Source) -> str:
    linked = source.address.startswith("http")
    return f"[{source.key}](<{source.address}>)" if linked else source.key


def _source(source: Source) -> tuple[str, ...]:
    title = source.title if _link(source) != source.key else f"{source.title} ({source.address})"
    return _link(source), title, source.kind, _READ[source.read], str(source.checked)


def main() -> None:
    """Write docs/triage.md."""
    TABLE.write_text(write(rules(), texts_for(_LOCALE)), encoding="utf-8")


if __name__ == "__main__":
    main()
