"""Many turns in one process, as the function on AWS Lambda answers them."""

import json
import os
import time
from typing import NamedTuple

from lambda_function import lambda_handler
from tools.load.memory import resident
from tools.load.requests import some

__all__ = ["Turns", "take_turns"]

_KINDS = 500
_SAMPLES = 10


class Turns(NamedTuple):
    """The processor time they took, how many answers were none, the memory in MiB at intervals."""

    taken: int
    seconds: float
    wrong: int
    memory: tuple[float, ...]


def take_turns(count: int) -> Turns:
    """Answer so many requests, over and over, and look at the memory ten times."""
    events = [json.dumps(event) for event in some(_KINDS)]
    memory, wrong, started = [resident(os.getpid())], 0, time.process_time()
    for number in range(count):
        answer = lambda_handler(json.loads(events[number % _KINDS]), None)
        wrong += "response" not in answer
        if (number + 1) % (count // _SAMPLES) == 0:
            memory.append(resident(os.getpid()))
    return Turns(count, time.process_time() - started, wrong, tuple(memory))
