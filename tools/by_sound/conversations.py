"""Whole conversations by sound, both ways."""

import wave
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.device import Device

from .ears import Ears
from .voices import ALEXA, RATE, spoken

__all__ = ["Exchange", "hold"]


class Exchange(NamedTuple):
    """One turn: what was said and heard, the answer, and whether it leads where typing it does."""

    said: str
    heard: str
    answer: str
    right: bool


def hold(
    lines: Sequence[str], voice: str, ears: Ears, devices: tuple[Device, Device], folder: Path
) -> list[Exchange]:
    """Hold a conversation by sound on one device, and typed on the other beside it.

    What each says in turn is kept in ``folder`` as ``01-person.wav``, ``01-alexa.wav`` and so on.
    Ends where the two part, since from there on the lines no longer fit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    by_sound, typed = devices
    held: list[Exchange] = []
    for number, line in enumerate(lines, start=1):
        sound = spoken(line, voice)
        _keep(folder / f"{number:02}-person.wav", sound)
        heard = ears.hear(sound)
        turn, expected = by_sound.hear(heard or "-"), typed.hear(line)
        if turn.says:
            _keep(folder / f"{number:02}-alexa.wav", spoken(turn.says, ALEXA))
        right = (turn.says, turn.attributes) == (expected.says, expected.attributes)
        held.append(Exchange(line, heard, turn.says, right))
        if not right:
            break
    return held


def _keep(path: Path, sound: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound)
