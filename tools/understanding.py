"""How well the simulator understands what the interaction model does not hold word for word.

    python -m tools.understanding                both files of tests/understanding, by kind
    python -m tools.understanding --all          and every utterance that was not understood
    python -m tools.understanding mine.jsonl     other utterances

Each line of a file says what is said, of what kind it is, and what it means::

    {
        "say": "no but my toes tingle",
        "kind": "beside an answer",
        "means": {"answer": "no", "facts": {"numbness": "yes"}},
    }

`means` holds, as far as they are meant: ``answer`` (yes, no, unsure); ``facts``, all of them, and
``perhaps``, questions that may be answered beside them; ``topic`` and ``emergency``, one of these
ids; ``crisis``; or else ``does``, the name of a turn. A ``locale`` other than en-US may be given.

It is not Alexa that is measured: her own understanding can only be tried with an account.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope

from alexa.requests import turn_of
from dialogue import Do, Turn
from simulator.assemble import understanding
from simulator.device import Device, Skill
from simulator.envelope import Echo, Json
from triage import rules

__all__ = ["FOLDER", "Heard", "Verdict", "heard", "main", "read", "report"]

FOLDER = Path(__file__).parent.parent / "tests" / "understanding"
"""The utterances: en.jsonl, and en-held-out.jsonl, on which nothing is ever tuned."""

_ANSWERS = (Do.YES, Do.NO, Do.UNSURE)


class Verdict:
    """What became of an utterance."""

    UNDERSTOOD = "understood"
    FALLBACK = "not understood"
    OTHER = "taken for something else"
    REVERSED = "reversed"
    MISSED = "emergency missed"


@dataclass(frozen=True)
class Heard:
    """An utterance, what the skill took it for, and whether the model has it word for word."""

    say: str
    kind: str
    means: Mapping[str, Any]
    turn: Turn
    in_model: bool

    @property
    def verdict(self) -> str:
        """Whether that is what was meant; a reversal is told apart from a mere mistake."""
        if "emergency" in self.means or "crisis" in self.means:
            return self._as_emergency()
        if self.turn.crisis or self._graver():
            return Verdict.OTHER
        if self._reversed():
            return Verdict.REVERSED
        if self.turn.do is Do.UNHEARD and self.means.get("does") != "unheard":
            return Verdict.FALLBACK
        return Verdict.UNDERSTOOD if self._as_meant() else Verdict.OTHER

    @property
    def took(self) -> str:
        """What it was taken for, in short."""
        turn = self.turn
        parts = [f"{question}={answer}" for question, answer in turn.told.items()]
        return " ".join(filter(None, (turn.do.value, turn.answer, turn.topic, *parts)))

    def _as_emergency(self) -> str:
        if not _emergencies(self.turn):
            return Verdict.MISSED
        named = set(self.means.get("emergency", ())) - {"self_harm"}
        named |= {"other_emergency"} if "self_harm" in self.means.get("emergency", ()) else set()
        right = self.turn.crisis if "crisis" in self.means else named & self.turn.told.keys()
        return Verdict.UNDERSTOOD if right else Verdict.OTHER

    def _graver(self) -> bool:
        return bool(_emergencies(self.turn) - self.means.get("facts", {}).keys())

    def _reversed(self) -> bool:
        """An answer as its opposite, or as one that was not given; a fact that was denied, or not.

        What is said beside what was meant counts: it is put down as if it had been said.
        """
        said, meant = self._answer(), self.means.get("answer", "")
        if said and said != meant and (meant or "facts" in self.means):
            return True
        facts, perhaps = self.means.get("facts", {}), self.means.get("perhaps", ())
        told = self.turn.told if self.turn.do is Do.TELL else {}
        if any(q not in perhaps and facts.get(q, answer) != answer for q, answer in told.items()):
            return True
        invented = told.keys() - facts.keys() - set(perhaps)
        return bool(invented) and (self.kind in _DENIED or "does" in self.means)

    def _answer(self) -> str:
        return self.turn.do.value if self.turn.do in _ANSWERS else self.turn.answer

    def _as_meant(self) -> bool:
        turn, means = self.turn, self.means
        if "does" in means:
            return turn.do.value == str(means["does"])
        if "topic" in means:
            return turn.topic in set(means["topic"])
        facts = means.get("facts")
        if facts is None:
            return self._answer() == str(means["answer"]) and not turn.told
        spare = turn.told.keys() - facts.keys() - set(means.get("perhaps", ()))
        missing = facts.keys() - turn.told.keys()
        if spare or missing or self._answer() != means.get("answer", ""):
            return False
        return turn.do in (Do.TELL, Do.NOTED) or bool(means.get("answer"))


_DENIED = ("absent", "partly denied", "emergency denied", "past", "out of scope")


def _emergencies(turn: Turn) -> set[str]:
    questions = rules().questions
    return {
        question
        for question, answer in turn.told.items()
        if questions[question].level == "now" and questions[question].worrying == answer
    } - {"fever"}


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Read the utterances of a file; a ``ValueError`` names the line that is no JSON."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path.name}:{number}: {error}") from None


def heard(entry: Mapping[str, Any]) -> Heard:
    """Say the utterance to a device, as its first words where it is an opening."""
    say, kind, means = entry["say"], entry["kind"], entry["means"]
    how, openings = understanding(entry.get("locale", "en-US"))
    requests: list[Json] = []
    device = Device(_deaf(requests), Echo("amzn1.ask.skill.0", how.model.locale), how, openings)
    if kind != "opening":
        device.hear(f"open {how.model.invocation_name}")
    device.hear(say)
    opening = openings.read(say)
    in_model = any(map(how.in_model, opening.requests if opening else (say,)))
    envelope = DefaultSerializer().deserialize(json.dumps(requests[-1]), RequestEnvelope)
    return Heard(say, kind, means, turn_of(envelope.request, ""), in_model)


def _deaf(requests: list[Json]) -> Skill:
    """A skill that writes down what it is sent, and answers nothing."""

    def skill(event: Json, _context: object) -> Json:
        requests.append(event)
        return {"response": {"shouldEndSession": False}}

    return skill


def report(found: Iterable[Heard]) -> str:
    """Tell the accuracy by kind, then what was reversed, missed, or taken for something else."""
    found = [one for one in found if not one.in_model]
    lines = []
    for kind in dict.fromkeys(one.kind for one in found):
        verdicts = Counter(one.verdict for one in found if one.kind == kind)
        lines.append(_line(kind, verdicts))
    lines.append(_line("all", Counter(one.verdict for one in found)))
    for verdict in (Verdict.REVERSED, Verdict.MISSED, Verdict.OTHER):
        wrong = [one for one in found if one.verdict == verdict]
        lines.append(f"{verdict}: {len(wrong) or 'none'}")
        lines += [f"  {one.say!r} ({one.kind}) taken for {one.took}" for one in wrong]
    return "\n".join(lines)


def _line(kind: str, verdicts: Counter[str]) -> str:
    number, right = verdicts.total(), verdicts[Verdict.UNDERSTOOD]
    return f"  {kind:18} {right:4} of {number:4}  {right / number:5.0%}"


def main(arguments: list[str] | None = None) -> int:
    """Print the report of each file; the exit code is 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.understanding",
        description="Measure what the simulator understands; it is a stand-in for Alexa.",
    )
    parser.add_argument("files", nargs="*", type=Path, help="other files of utterances")
    parser.add_argument("--all", action="store_true", help="list what was not understood, too")
    options = parser.parse_args(arguments)
    for path in options.files or sorted(FOLDER.glob("*.jsonl")):
        found = [heard(entry) for entry in read(path)]
        word_for_word = [one for one in found if one.in_model]
        right = sum(one.verdict == Verdict.UNDERSTOOD for one in word_for_word)
        print(f"{path.name}: {len(found)} utterances")
        print(f"  word for word in the model: {len(word_for_word)}, of which {right} understood")
        print(report(found))
        if options.all:
            lost = [one for one in found if one.verdict == Verdict.FALLBACK]
            print("\n".join(f"  not understood: {one.say!r} ({one.kind})" for one in lost))
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
