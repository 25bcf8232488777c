"""Says a text aloud with a voice that the computer has."""

import shutil
import subprocess

__all__ = ["Voice", "find_voice"]


class Voice:
    """A program that reads standard input aloud."""

    def __init__(self, command: list[str]) -> None:
        """Take the command, with its arguments."""
        self.command = command

    def say(self, text: str) -> None:
        """Say ``text`` and return when it has been said."""
        subprocess.run(self.command, input=text, text=True, check=False)  # noqa: S603  found, not given


def find_voice(locale: str) -> Voice | None:
    """Find the voice of this computer for the language of ``locale``, or None.

    espeak-ng where it is installed, else the ``say`` of macOS, which speaks the language
    that the system is set to.
    """
    if path := shutil.which("espeak-ng"):
        return Voice([path, "-v", locale.lower().partition("-")[0], "--stdin"])
    if path := shutil.which("say"):
        return Voice([path])
    return None
