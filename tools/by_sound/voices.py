"""The voices of flite."""

import shutil
import subprocess
import tempfile
import wave
from collections.abc import Iterable
from pathlib import Path

__all__ = ["ALEXA", "PEOPLE", "RATE", "VoiceError", "pronounced", "spoken"]

PEOPLE = ("awb", "kal16", "rms", "slt")
"""The voices that speak for the person."""

ALEXA = "slt"
"""The voice that speaks the answers."""

RATE = 16_000
"""Samples a second."""

#: flite names sounds as the recogniser does, but for these.
_SOUNDS = {"AX": "AH"}


class VoiceError(RuntimeError):
    """flite is missing or failed; the message says what to do."""


def spoken(text: str, voice: str) -> bytes:
    """Say the text with this voice; gives 16-bit samples, ``RATE`` a second, one channel."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        _flite("-voice", voice, "-t", text, "-o", str(path))
        with wave.open(str(path), "rb") as sound:
            if (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) != (RATE, 2, 1):
                raise VoiceError(f"flite's voice {voice} does not speak {RATE} samples a second")
            return sound.readframes(sound.getnframes())


def pronounced(words: Iterable[str]) -> dict[str, str]:
    """Give the sounds of each word, as the recogniser's dictionary writes them."""
    found = {}
    for word in words:
        sounds = _flite("-ps", "-t", word, "none").upper().split()
        found[word] = " ".join(_SOUNDS.get(one, one) for one in sounds if one != "PAU")
    return found


def _flite(*arguments: str) -> str:
    command = shutil.which("flite")
    if command is None:
        raise VoiceError("flite is missing; Debian and Ubuntu: apt install flite")
    run = subprocess.run(  # noqa: S603  our own arguments
        [command, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    if run.returncode:
        raise VoiceError(f"flite failed: {run.stderr.strip()}")
    return run.stdout
