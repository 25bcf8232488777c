"""Many utterances, heard on all processors, and what they were taken for."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

from .ears import Ears
from .report import Heard
from .voices import spoken

__all__ = ["listen"]


def listen(
    said: Sequence[str], voices: Sequence[str], sentences: Iterable[str], log: Path
) -> Iterator[Heard]:
    """Say each with each voice to ears that know the ``sentences``; gives what they hear.

    What is heard is written into ``log`` at once, and what stands there already is not said again,
    unless it was taken for a sentence that is no longer known.
    """
    sentences = sorted(sentences)
    before = {(one.voice, one.said): one for one in _logged(log, {*sentences, ""})}
    utterances = [(voice, text) for text, voice in product(said, voices)]
    yield from (before[each] for each in utterances if each in before)
    left = [each for each in utterances if each not in before]
    jobs = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    with (
        log.open("a", encoding="utf-8") as file,
        ProcessPoolExecutor(jobs, initializer=_open, initargs=(sentences,)) as pool,
    ):
        for heard in pool.map(_hear, left, chunksize=20):
            file.write("\t".join(heard) + "\n")
            file.flush()
            yield heard


def _logged(log: Path, known: set[str]) -> Iterator[Heard]:
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    for line in lines:
        parts = line.split("\t")
        # A line that was being written when it was stopped may be short.
        if len(parts) == len(Heard._fields) and parts[-1] in known:
            yield Heard(*parts)


_ears: list[Ears] = []


def _open(sentences: list[str]) -> None:
    _ears[:] = [Ears(sentences)]


def _hear(utterance: tuple[str, str]) -> Heard:
    voice, text = utterance
    return Heard(text, voice, _ears[0].hear(spoken(text, voice)))
