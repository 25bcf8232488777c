"""How the skill speaks, measured: `python -m tools.wording` (or `make wording`).

Prints every line of every locale with its words, the seconds they take at 150 words a minute and
their reading grade, then every result that the triage can come to, and whatever is over a limit.
"""

import sys
import warnings
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Final, NamedTuple

from dialogue import OFFERS, Decided, Line, Open, Reply, Say
from speech import Texts, say, texts_for
from speech.shipped import LOCALES_FOLDER
from triage import rules
from triage.model import Pathway

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it imports a module that its own authors have outlived
    import textstat

__all__ = ["LOCALES", "Limit", "Measured", "faults", "lines", "measure", "results"]

LOCALES: Final = sorted(file.stem for file in LOCALES_FOLDER.glob("*-*.toml"))

_WORDS_A_MINUTE: Final = 150
#: Terms that cannot be said more simply; each counts as one plain word in the reading grade.
_UNAVOIDABLE: Final = (
    "primary care doctor",
    "family doctor",
    "physical therapist",
    "physiotherapist",
    "spine specialist",
    "emergency department",
    "hospital emergency room",
    "emergency",
    "information",
    "diagnosis",
    "radiculopathy",
    "sciatica",
    "sciatic",
    "stenosis",
)


class Limit(NamedTuple):
    """The most that a kind of line may have."""

    words: int
    grade: float | None = None


_QUESTION: Final = Limit(25, 6)
_RESULT: Final = Limit(80, 6)
_TOPIC: Final = Limit(60, 8)
_CARD: Final = Limit(120)
_CLAUSE: Final = Limit(13)
_OTHER: Final = Limit(65)


class Measured(NamedTuple):
    """A line, what it takes to say it, and what of it is over its limit."""

    key: str
    text: str
    words: int
    seconds: float
    grade: float
    over: str


def measure(key: str, text: str, limit: Limit) -> Measured:
    """Measure what a person hears against the limit for its kind.

    The grade is Flesch and Kincaid's, of the text as a whole.
    """
    words = len(text.split())
    plain = text.lower()
    for term in _UNAVOIDABLE:
        plain = plain.replace(term, "thing")
    grade = textstat.flesch_kincaid_grade(plain)
    over = []
    if words > limit.words:
        over.append(f"{words} words, the limit is {limit.words}")
    if limit.grade is not None and grade > limit.grade:
        over.append(f"reading grade {grade}, the limit is {limit.grade}")
    return Measured(key, text, words, words * 60 / _WORDS_A_MINUTE, grade, "; ".join(over))


def lines(locale: str) -> Iterator[Measured]:
    """Every line of a locale, measured."""
    texts = texts_for(locale)
    asking = {*(str(o) for o in (Open.OFFER_START, *OFFERS)), "heard_right", "error_question"}
    for key, text in texts.lines.items():
        limit = _CARD if key == "card_text" else _OTHER
        limit = _QUESTION if key.removesuffix("_again") in asking else limit
        yield measure(f"line.{key}", _filled(texts, text), limit)
    for topic, text in texts.topics.items():
        yield measure(f"topic.{topic}", _filled(texts, text), _TOPIC)
    for question, block in texts.questions.items():
        for key, text in block.items():
            limit = _QUESTION if key in ("question", "short", "check") else _OTHER
            limit = _CLAUSE if key in ("because", "unsure") else limit
            yield measure(f"question.{question}.{key}", _filled(texts, text), limit)


def _filled(texts: Texts, text: str) -> str:
    return text.replace("[pause]", "").format_map({**texts.place, "reasons": "…"})


def results(locale: str) -> Iterator[Measured]:
    """Every result that can be told in a locale, measured as it is spoken, with its offer.

    All pathways and back links, with every one or two urgent reasons and every combination of
    signs that may be named beside them.
    """
    for decided, answers in _outcomes():
        lines_ = (Line(Say.RESULT), Line(Say.OFFER_RELIEF))
        reply = Reply(lines_, Open.OFFER_RELIEF, ends=False, position=decided, answers=answers)
        key = f"{decided.urgency} {decided.pathway} {' '.join(decided.reasons)}"
        yield measure(key, say(reply, locale).text, _RESULT)


def _outcomes() -> Iterator[tuple[Decided, dict[str, str]]]:
    questions = [q for q in rules().questions.values() if not q.volunteered]
    signs = [q.id for q in questions if q.is_evidence and q.level != "now"]
    urgent = [(q.id, "unsure") for q in questions if q.level]
    urgent += [(q.id, str(q.worrying)) for q in questions if q.level == "today"]
    urgent += [(name, a) for q in questions for name in q.company for a in ("yes", "unsure")]
    urgent += [("fever", "yes")]
    pairs = chain(combinations(dict.fromkeys(urgent), 1), combinations(dict.fromkeys(urgent), 2))
    for pressing in ((), *pairs):
        answers = dict(pressing)
        if len(answers) < len(pressing):
            continue
        for named in _signs(signs, 3 - len(pressing)):
            for pathway, linked in _pathways(bool(named)):
                yield (
                    Decided(
                        "today" if pressing else "soon",
                        "clinician_today" if pressing else "appointment",
                        pathway,
                        linked,
                        tuple(answers),
                        named,
                    ),
                    {**dict.fromkeys(named, "yes"), **answers},
                )


def _signs(signs: list[str], most: int) -> Iterator[tuple[str, ...]]:
    for number in range(most + 1):
        yield from combinations(signs, number)


def _pathways(named: bool) -> Iterator[tuple[Pathway, bool]]:  # noqa: FBT001  # said of the signs
    yield "unclear", False
    if named:
        for pathway in ("nerve", "mechanical", "both"):
            yield pathway, True
            yield pathway, False


def faults(locale: str) -> Iterator[str]:
    """Whatever in a locale is over its limit, with its key and its text."""
    for measured in chain(lines(locale), results(locale)):
        if measured.over:
            yield f"{locale} {measured.key}: {measured.over}: {measured.text}"


def main() -> int:
    """Print the measurements; the exit code is 1 where a limit is broken."""
    broken = []
    for locale in LOCALES:
        print(f"{locale}\n  words  seconds  grade")
        for line in lines(locale):
            print(
                f"  {line.words:5}  {line.seconds:7.1f}  {line.grade:5.1f}  {line.key}: {line.text}"
            )
        told = list(results(locale))
        longest, hardest = max(r.words for r in told), max(r.grade for r in told)
        print(f"  {len(told)} results: at most {longest} words, reading grade {hardest}\n")
        broken += [
            f"{locale} {m.key}: {m.over}: {m.text}" for m in (*lines(locale), *told) if m.over
        ]
    print("\n".join(broken) or "Every limit holds.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
