"""``python -m simulator``: talk to the skill in the terminal, or from a script."""

import argparse
import os
import sys
from collections.abc import Sequence

from . import json_lines, terminal
from .assemble import assemble
from .device import Device
from .model import ModelError
from .speak import Voice, find_voice
from .text import SsmlError

_DESCRIPTION = """\
Talk to the skill with no device and no account. How it understands is a stand-in for
Alexa's: it knows the sample sentences of the interaction model, and what is safely like them."""
_EPILOG = """\
With --json: the first line opens the skill ("open …", "ask … about …"), an empty line is
silence, and after a turn that ends the next line starts a new session whatever it says."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the simulator; the exit code is 0, 1 when it cannot run, 2 for a bad option."""
    options = _options(arguments)
    try:
        device = assemble(options.locale, screen=options.screen)
        served_by = device.model.locale
        if served_by.casefold() != options.locale.casefold():
            _note(f"there is no interaction model for {options.locale}; using {served_by}")
        _run(device, options)
    except (ModelError, SsmlError) as error:
        _note(error)
        return 1
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        # Whoever read the output has left; nothing may be written any more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _run(device: Device, options: argparse.Namespace) -> None:
    if options.json:
        for stream in (sys.stdin, sys.stdout):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        json_lines.run(device, sys.stdin, sys.stdout)
    else:
        terminal.run(device, _voice(options), terminal.reader(sys.stdin, sys.stdout), sys.stdout)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="one utterance a line in, JSON out")
    parser.add_argument("--locale", default="en-US", help="the device's language (en-US)")
    parser.add_argument("--screen", action="store_true", help="a device that has a screen")
    parser.add_argument("--speak", action="store_true", help="say the answers aloud")
    options = parser.parse_args(arguments)
    if options.json and options.speak:
        parser.error("--speak is for the conversation in the terminal, not for --json")
    return options


def _voice(options: argparse.Namespace) -> Voice | None:
    voice = find_voice(options.locale) if options.speak else None
    if options.speak and voice is None:
        _note("no voice was found, so nothing is spoken; install espeak-ng to hear it")
    return voice


def _note(text: object) -> None:
    print(f"simulator: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
