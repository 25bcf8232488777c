"""What is sent: turns of all sorts of conversations."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tests.signing import Signer, body_of
from tools.fuzz.bases import in_conversation

__all__ = ["Signed", "some", "write"]

_SEED = 1


class Signed(NamedTuple):
    """A request as it is sent: its headers, and its body."""

    headers: dict[str, str]
    body: str


def some(count: int) -> list[dict[str, Any]]:
    """Give so many turns, sent now; the same ones each time but for that."""
    chance = random.Random(_SEED)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = [in_conversation(chance) for _ in range(count)]
    return [{**each, "request": {**each["request"], "timestamp": now}} for each in found]


def write(path: Path, count: int, signer: Signer) -> None:
    """Write so many signed requests, as a script of Lua can read them."""
    bodies = [body_of(request) for request in some(count)]
    signed = (Signed(signer.headers(body), body.decode()) for body in bodies)
    path.write_text("".join(map(_lua, signed)), encoding="utf-8")


def _lua(request: Signed) -> str:
    # What JSON writes of a text in ASCII, Lua reads too, unless there is a \u or a \/ in it.
    headers = ", ".join(f"[{json.dumps(k)}] = {json.dumps(v)}" for k, v in request.headers.items())
    return f"turn({{{headers}}}, {json.dumps(request.body, ensure_ascii=False)})\n"
