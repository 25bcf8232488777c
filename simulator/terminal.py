"""The front for people: type what you would say, read and perhaps hear what Alexa says."""

import json
import os
import shutil
import textwrap
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TextIO

from .device import Device, Turn
from .record import record, stands
from .speak import Voice

__all__ = ["Paint", "reader", "run"]

_COMMANDS = {
    ":state": "what you have answered, what is open, what is decided",
    ":reprompt": "say nothing: once for the reprompt, twice to end the session",
    ":help": "this list",
    ":quit": "leave (so do Ctrl-D and Ctrl-C)",
}
_WIDEST = 92


class Paint:
    """Colours for a terminal; none when piped, or where NO_COLOR is set."""

    def __init__(self, out: TextIO) -> None:
        """Take the stream that will be written to."""
        self._on = out.isatty() and not os.environ.get("NO_COLOR")

    def __call__(self, text: str, code: str) -> str:
        """Return the text in the colour of an ANSI ``code`` such as ``"1;36"``."""
        return f"\033[{code}m{text}\033[0m" if self._on else text


def run(
    device: Device,
    voice: Voice | None,
    read: Callable[[str], str],
    out: TextIO,
) -> None:
    """Hold conversations until the person leaves.

    ``read`` asks for a line with a prompt (``reader`` makes one) and raises ``EOFError`` or
    ``KeyboardInterrupt`` at the end.
    """
    front = _Front(device, Paint(out), voice, out)
    front.greet()
    try:
        while front.take(read("you> ")):
            pass
    except (EOFError, KeyboardInterrupt):
        front.show()
    front.show("Goodbye.")


def reader(lines: TextIO, out: TextIO) -> Callable[[str], str]:
    """How lines are read from ``lines``: edited on a terminal, repeated when piped."""
    if lines.isatty():
        # Its import is what makes input() editable; Windows has none and needs none.
        with suppress(ImportError):
            import_module("readline")
        return input

    def piped(prompt: str) -> str:
        line = lines.readline()
        if not line:
            raise EOFError
        print(f"{prompt}{line.rstrip()}", file=out, flush=True)
        return line

    return piped


class _Front:
    def __init__(self, device: Device, paint: Paint, voice: Voice | None, out: TextIO) -> None:
        self._device = device
        self._paint = paint
        self._voice = voice
        self._out = out
        self._last = Turn(heard="")

    def greet(self) -> None:
        model = self._device.model
        self._wrap(
            "A conversation with the skill's own code, on this computer. How it understands you "
            "is a stand-in for Alexa's: it knows the sample sentences of "
            f"interaction_model/{model.locale}.json and what is safely like them. A real "
            "Alexa understands more, and other things wrongly."
        )
        self.show(f"Begin with: open {model.invocation_name}    (:help lists the commands)\n")

    def take(self, line: str) -> bool:
        """Answer a line; False when the person wants to leave."""
        match line.strip():
            case "":
                pass
            case ":quit":
                return False
            case ":help":
                for command, meaning in _COMMANDS.items():
                    self.show(f"  {command:<10} {meaning}")
            case ":state":
                held = self._last.attributes
                shown = {**stands(held), "attributes": held}
                self.show(textwrap.indent(json.dumps(shown, indent=2, ensure_ascii=False), "  "))
            case ":reprompt":
                self._turn(self._device.hear(""))
            case command if command.startswith(":"):
                self.show(f"  There is no command {command}; :help lists those there are.")
            case utterance:
                self._turn(self._device.hear(utterance))
        return True

    def show(self, text: str = "") -> None:
        print(text, file=self._out, flush=True)

    def _turn(self, turn: Turn) -> None:
        self._last = turn
        self.show(self._paint(f"  {_understood(turn)}", "2"))
        if turn.says:
            self._wrap(turn.says, "  ")
        for directive in turn.directives:
            self.show(self._paint(f"  [on the screen: {directive['type']}]", "2"))
        if turn.card:
            self.show(self._paint(f"  [card in the Alexa app: {turn.card.get('title')}]", "2"))
        if turn.listening:
            state = self._paint("● microphone open", "1;34")
        elif turn.ends:
            state = self._paint("○ session over; the next line opens a new one", "2")
        else:
            state = self._paint("○ microphone closed, session open", "2")
        self.show(f"  {state}")
        if self._voice and turn.says:
            self._voice.say(turn.says)

    def _wrap(self, text: str, indent: str = "") -> None:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        self.show(textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent))


def _understood(turn: Turn) -> str:
    if turn.intent is None:
        return "(silence)"
    slots = record(turn)["slots"].items()
    filled = [f"{name} = {value['heard']!r} ({value['id']})" for name, vs in slots for value in vs]
    return "  ".join([turn.intent, *filled, f"{turn.milliseconds:.1f} ms"])
