"""``python -m tools.by_sound``: say everything, hear it, list what was misheard."""

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import ROOT
from simulator.assemble import assemble

from .corpus import conversations, descriptions, samples
from .report import Report, meaning
from .voices import PEOPLE, VoiceError

if TYPE_CHECKING:
    from .conversations import Exchange

_LOCALE = "en-US"
_DESCRIPTIONS = 100
_PROGRESS = 100
#: Heard wrong by fewer voices than this, it is the voice's or the ear's doing.
_ALIKE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it all; the exit code is 0, 1 where a conversation went wrong, 2 for a bad option."""
    options = _options(arguments)
    if find_spec("pocketsphinx") is None:
        sys.stderr.write("by-sound: pocketsphinx is missing; run: make sound\n")
        return 1
    try:
        return _run(options)
    except VoiceError as error:
        sys.stderr.write(f"by-sound: {error}\n")
        return 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.by_sound", allow_abbrev=False)
    parser.add_argument("--voices", nargs="+", choices=PEOPLE, default=PEOPLE, metavar="VOICE")
    parser.add_argument("--every", type=int, default=1, help="say every n-th sample only")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "by-sound")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> int:
    # Not everybody has pocketsphinx, which these import.
    from .conversations import hold  # noqa: PLC0415
    from .ears import Ears  # noqa: PLC0415
    from .listening import listen  # noqa: PLC0415

    held = dict(conversations())
    described = descriptions(_DESCRIPTIONS)
    plain = samples(assemble(_LOCALE).model)
    known = {*plain, *described, *(line for lines in held.values() for line in lines)}
    print(f"{len(known)} sentences can be heard.\n")

    options.out.mkdir(parents=True, exist_ok=True)
    ears, parted = Ears(known), 0
    for (name, lines), voice in zip(held.items(), cycle(options.voices), strict=False):
        devices = assemble(_LOCALE), assemble(_LOCALE)
        exchanges = hold(lines, voice, ears, devices, options.out / name)
        parted += not exchanges[-1].right
        _tell(name, voice, exchanges)
    print(f"\n{len(held) - parted} of {len(held)} conversations went as they do when typed.\n")

    report = Report(cache(lambda text: meaning(assemble(_LOCALE).hear(text))))
    # In an order of its own, so that what is heard when it is stopped is a fair sample.
    all_of_it = {*plain[:: options.every], *described}
    said = sorted(all_of_it, key=lambda each: sha256(each.encode()).digest())
    total = len(said) * len(options.voices)
    for heard in listen(said, options.voices, known, options.out / "heard.tsv"):
        report.take(heard)
        if report.said % _PROGRESS == 0 or report.said == total:
            sys.stderr.write(f"\r{report.said} of {total}\033[K")
    sys.stderr.write("\n")
    _conclude(report, options)
    return 1 if parted else 0


def _tell(name: str, voice: str, exchanges: Sequence["Exchange"]) -> None:
    last = exchanges[-1]
    if last.right:
        print(f"{name} ({voice}): {len(exchanges)} turns")
    else:
        print(f"{name} ({voice}): WRONG at turn {len(exchanges)}: {last.said!r} was {last.heard!r}")


def _conclude(report: Report, options: argparse.Namespace) -> None:
    alike = report.alike(min(_ALIKE, len(options.voices)))
    reversals = report.reversed(alike)
    print("\n".join(report.lines()))
    print(f"{len(alike)} sentences sound like one that does something else, with several voices;")
    print(f"in {len(reversals)} of them yes and no are taken for each other.\n")
    print("\n".join(report.table(alike)))
    everything = options.out / "misheard.tsv"
    everything.write_text("\n".join(report.table(report.wrong)) + "\n", encoding="utf-8")
    print(f"\nEverything misheard: {everything}; the conversations as sound: {options.out}")


if __name__ == "__main__":
    sys.exit(main())
