"""Hostile requests by the hundred thousand: what no Alexa should send, and somebody will.

`make fuzz` runs it. Every envelope is made from the seed and its number alone, so any of them can
be made again: `python -m tools.fuzz --seed 1 --only 4711`.

* `bases`     whole requests in the middle of all sorts of conversations
* `hostile`   values that hurt: deep, huge, of the wrong type, injected, of no known encoding
* `damage`    one envelope, damaged in one way or in several
* `judge`     what must hold of the answer, whatever came in
* `__main__`  the run and its figures
"""

from tools.fuzz.damage import DAMAGES, Hostile, make
from tools.fuzz.judge import Judged, judge

__all__ = ["DAMAGES", "Hostile", "Judged", "judge", "make"]
