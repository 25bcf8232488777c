"""One page's device, with all that was said to it."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from simulator.assemble import assemble
from simulator.device import Turn
from simulator.envelope import Json
from simulator.record import record

__all__ = ["Conversation", "Conversations"]

_MOST_KEPT = 64


class Conversation:
    """A device and its turns so far; safe in threads."""

    def __init__(self, locale: str, *, screen: bool) -> None:
        """Take the device's locale, and whether it has a screen.

        Raises ``model.ModelError`` when no interaction model can be used.
        """
        self.locale = locale
        self.device = assemble(locale, screen=screen)
        self._turns: list[Turn] = []
        self._lock = Lock()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All turns so far, in the order they came."""
        return tuple(self._turns)

    def hear(self, line: str) -> Json:
        """Say a line to the device, nothing for silence; see ``shown``."""
        with self._lock:
            return self._keep(self.device.hear(line))

    def touch(self, arguments: Sequence[object], component: str) -> Json:
        """Touch the screen of the device; see ``shown``."""
        with self._lock:
            return self._keep(self.device.touch(arguments, component))

    def _keep(self, turn: Turn) -> Json:
        self._turns.append(turn)
        return shown(turn)


def shown(turn: Turn) -> Json:
    """Give all that the page shows of a turn: its record, both envelopes, the microphone."""
    return {
        **record(turn),
        "request": turn.request,
        "response": turn.response,
        "listening": turn.listening,
    }


class Conversations:
    """The conversations of all open pages, the latest few; nothing is written anywhere."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = Lock()

    def begin(self, locale: str, *, screen: bool) -> tuple[str, Conversation]:
        """Begin a conversation; its name cannot be guessed. Raises as ``Conversation`` does."""
        name, conversation = secrets.token_urlsafe(16), Conversation(locale, screen=screen)
        with self._lock:
            self._kept[name] = conversation
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return name, conversation

    def find(self, name: str) -> Conversation | None:
        """Give the conversation of this name, or None when it is gone."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)
