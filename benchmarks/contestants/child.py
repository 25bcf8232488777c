"""One contestant in a process of its own: `python -I child.py MODE FOLDER MODULE REQUESTS`.

MODE is what is measured. FOLDER holds the contestant, and MODULE its `lambda_handler`; where both
are "-", Python starts and does nothing. REQUESTS holds a request a line. A turn is what AWS
Lambda's runtime makes of one: bytes in, JSON read, the handler called, JSON written, bytes out.

cold    imports and answers the first request, prints a line, then its peak memory in KiB
fresh   imports; milliseconds of the first turn, and of the whole interview of eleven
warm    for each line read: microseconds of a turn, for each of the requests that the line names
decide  microseconds of deciding the next question, for many different answers
work    for each line read: answers the request that it names, and prints nothing
"""

import json
import os
import sys
import time

TYPE_CHECKING = False  # the module `typing` takes longer to import than all that is used here
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Handler: TypeAlias = Callable[[Any, object], Any]

#: So many turns are timed one after the other, and the one in the middle counts.
BATCH = 25
INTERVIEW = 11
STATES = 2000


def turn(handler: "Handler", body: bytes) -> bytes:
    """Answer one request."""
    return json.dumps(handler(json.loads(body), None)).encode()


def load(folder: str, module: str) -> "Handler":
    """Import the contestant."""
    if module == "-":
        return lambda event, _: event
    sys.path.insert(0, folder)
    handler: Handler = __import__(module).lambda_handler
    return handler


def timed(handler: "Handler", body: bytes) -> float:
    """Answer one request, and return the microseconds that it took."""
    started = time.perf_counter()
    turn(handler, body)
    return (time.perf_counter() - started) * 1e6


def peak_memory() -> int:
    """Most memory that this process has used so far; 0 where the system does not say."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        return 0


def cold(handler: "Handler", bodies: list[bytes]) -> None:
    """Answer the first request, and say so at once."""
    turn(handler, bodies[0])
    print(flush=True)
    print(peak_memory())


def fresh(handler: "Handler", bodies: list[bytes]) -> None:
    """Hold the interview once."""
    turns = [timed(handler, body) for body in bodies[:INTERVIEW]]
    print(json.dumps([turns[0] / 1000, sum(turns) / 1000]))


def warm(handler: "Handler", bodies: list[bytes]) -> None:
    """Answer the same requests many times over."""
    for line in sys.stdin:
        batches = [[timed(handler, bodies[int(n)]) for _ in range(BATCH)] for n in line.split()]
        print(json.dumps([sorted(batch)[BATCH // 2] for batch in batches]), flush=True)


def work(handler: "Handler", bodies: list[bytes]) -> None:
    """Answer what is asked for."""
    for line in sys.stdin:
        turn(handler, bodies[int(line)])


def decide(_handler: "Handler", _bodies: list[bytes]) -> None:
    """Hold interviews with answers by chance, always the same, and time each step."""
    from random import Random  # noqa: PLC0415  # the others need neither

    from triage import ANSWERS, Ask, next_step  # noqa: PLC0415

    random = Random(1)  # noqa: S311  # nobody is to be surprised
    found: list[float] = []
    answers: dict[str, str] = {}
    while len(found) < STATES:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            next_step(answers)
            times.append((time.perf_counter() - started) * 1e6)
        found.append(min(times))
        step = next_step(answers)
        if isinstance(step, Ask):
            answers[step.question] = random.choice(ANSWERS)
        else:
            answers = {}
    found.sort()
    print(json.dumps([found[STATES // 2], found[-1]]))


if __name__ == "__main__":
    mode, folder, module, requests = sys.argv[1:]
    with open(requests, "rb") as file:
        lines = file.read().splitlines()
    run = {"cold": cold, "fresh": fresh, "warm": warm, "decide": decide, "work": work}[mode]
    run(load(folder, module), lines)
    sys.stdout.flush()
    # Whatever Python would tidy up now is no part of a turn.
    os._exit(0)
