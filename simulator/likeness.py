"""Which intent an utterance is most like: a statistical model of the interaction model's own words.

It learns from nothing but sample utterances and slot values, and is asked only about what is no
sample. A word that was never seen with a meaning may be the one that reverses it: it tells whether
there is one, and what can be reversed is not to be guessed then.
"""

import hashlib
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from .grammar import END, START, Words, steps_of, words
from .model import SLOT_IN_SAMPLE, Model

__all__ = ["Guess", "Label", "Likeness"]

_CACHE = Path(sys.prefix) / "understanding"
"""Beside the packages, so that it goes when they go."""

_SURE, _VERY_SURE = 0.5, 0.9
_ITERATIONS = 30
_MOST_ALONE = 150
"""So many phrases of a value are learnt without words around them."""
_MOST_UNKNOWN = 0.34
"""What part of the words may be unknown to the model."""


class Label(NamedTuple):
    """An intent, and the value of one of its slots that says what is meant; "" if none does."""

    intent: str
    slot: str = ""
    value: str = ""


class Guess(NamedTuple):
    """A label, and whether it is safe: all words, the first and the last, were seen with it."""

    label: Label
    safe: bool


class Lesson(NamedTuple):
    """An utterance of the model, and what it means."""

    said: Words
    label: Label


def _lessons(
    model: Model, neutral: Mapping[str, Set[str]], reversible: Set[str]
) -> Iterator[Lesson]:
    """Spell out the samples of a model: those without a slot, and of those with one, enough.

    An intent whose slots hold the same words with different meanings has one label for all: which
    of them is meant is not for a likeness to say. ``neutral`` are the types that
    say nothing in an intent.
    """
    phrases: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in model.types}
    for name, found in model.types.items():
        for phrase, entity in found:
            phrases[name][entity.id].append(phrase)
    for name, intent in model.intents.items():
        whole = name in reversible
        for index, sample in enumerate(intent.samples):
            slots = SLOT_IN_SAMPLE.findall(sample)
            if not slots:
                yield Lesson(words(sample), Label(name))
            elif len(slots) == 1:
                if intent.slots[slots[0]].type in neutral[name]:
                    continue
                alone = sample == f"{{{slots[0]}}}"
                values = phrases[intent.slots[slots[0]].type]
                some = [index % len(values)] if whole and not alone else range(len(values))
                for value in [list(values)[chosen] for chosen in some]:
                    known = values[value]
                    most = _MOST_ALONE if alone else 1
                    step = max(1, len(known) // most)
                    for phrase in known[index % step :: step][:most]:
                        label = Label(name) if whole else Label(name, slots[0], value)
                        yield Lesson(words(SLOT_IN_SAMPLE.sub(phrase, sample)), label)


def _reversible(model: Model, name: str, neutral: Set[str]) -> bool:
    """Whether an intent has slots in which the same words mean different things."""
    ids: dict[str, set[str]] = defaultdict(set)
    for kind in {slot.type for slot in model.intents[name].slots.values()} - neutral:
        for phrase, entity in model.types[kind]:
            ids[phrase].add(entity.id)
    return any(len(found) > 1 for found in ids.values())


class Likeness:
    """Tells what an utterance is most like."""

    def __init__(
        self, model: Model, neutral: Mapping[str, Set[str]], turns: Callable[[str], bool]
    ) -> None:
        """Take the model, for each intent the slot types that say nothing, and what turns."""
        self._model = model
        self._neutral = neutral
        self._turns = turns
        self._tagger: pycrfsuite.Tagger | None = None
        self._labels: dict[str, Label] = {}
        self._seen: dict[Label, set[str]] = defaultdict(set)
        self._known: set[str] = set()
        self._reversible = {name for name in model.intents if _reversible(model, name, neutral[name])}

    def of(self, said: Words) -> Guess | None:
        """Return the meaning that the words are most like, or None where that is not sure."""
        tagger = self._ready()
        if sum(word not in self._known for word in said) > len(said) * _MOST_UNKNOWN:
            return None
        tagger.set([_features(said)])
        sure, name = max((tagger.marginal(name, 0), name) for name in tagger.labels())
        label = self._labels[name]
        if label.intent in self._reversible:
            return None
        pairs = [(one, two) for one, two in pairwise((START, *said, END))]
        watched = {f"{a} {b}" for a, b in pairs if {a, b} & {START, END} or self._turns(a) or self._turns(b)}
        safe = sure >= _VERY_SURE and self._seen[label].issuperset({*said, *watched})
        return Guess(label, safe=safe) if sure >= _SURE else None

    def _ready(self) -> pycrfsuite.Tagger:
        if self._tagger is None:
            learnt = list(_lessons(self._model, self._neutral, self._reversible))
            for said, label in learnt:
                self._labels[" ".join(label)] = label
                self._known.update(said)
                self._seen[label].update(said)
                self._seen[label].update(f"{a} {b}" for a, b in pairwise((START, *said, END)))
            self._tagger = _tagger(learnt)
        return self._tagger


def _features(said: Words) -> list[str]:
    around = (START, *said, END)
    pairs = [f"{one} {two}" for one, two in pairwise(around)]
    apart = [f"{one} _ {two}" for one, two in zip(around, around[2:], strict=False)]
    return list(dict.fromkeys((*said, *pairs, *apart)))


def _tagger(learnt: Sequence[Lesson]) -> pycrfsuite.Tagger:
    text = "\n".join(" ".join((*said, "=", *label)) for said, label in learnt)
    path = _CACHE / f"{hashlib.sha256(text.encode()).hexdigest()}.crf"
    tagger = pycrfsuite.Tagger()
    if not path.exists():
        path = _learnt(learnt, path)
    tagger.open(str(path))
    return tagger


def _learnt(learnt: Iterable[Lesson], path: Path) -> Path:
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c2": 0.3, "max_iterations": _ITERATIONS, "feature.minfreq": 2})
    for said, label in learnt:
        trainer.append([_features(said)], [" ".join(label)])
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        pass
    trainer.train(file.name)
    os.replace(file.name, path)
    return path
