"""The front for scripts: an utterance a line in, a JSON object a line out."""

import json
from collections.abc import Iterable
from typing import TextIO

from .device import Device
from .record import record

__all__ = ["run"]


def run(device: Device, lines: Iterable[str], out: TextIO) -> None:
    """Answer each line with its turn, as ``record`` gives it, at once, until the lines end."""
    for line in lines:
        turn = device.hear(line.rstrip("\r\n"))
        print(json.dumps(record(turn), ensure_ascii=False), file=out, flush=True)
