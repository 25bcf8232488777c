"""Many utterances, heard on all processors, and what they were taken for."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product

from .ears import Ears
from .report import Heard
from .voices import spoken

__all__ = ["listen"]


def listen(said: Sequence[str], voices: Sequence[str], sentences: Iterable[str]) -> Iterator[Heard]:
    """Say each with each voice to ears that know the ``sentences``; gives what they hear."""
    utterances = [(voice, text) for text, voice in product(said, voices)]
    jobs = os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()
    with ProcessPoolExecutor(jobs, initializer=_open, initargs=(sorted(sentences),)) as pool:
        yield from pool.map(_hear, utterances, chunksize=20)


_ears: list[Ears] = []


def _open(sentences: list[str]) -> None:
    _ears[:] = [Ears(sentences)]


def _hear(utterance: tuple[str, str]) -> Heard:
    voice, text = utterance
    return Heard(text, voice, _ears[0].hear(spoken(text, voice)))
