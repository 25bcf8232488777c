"""What came out of a race, as tables of medians and of ratios."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Final, NamedTuple

from benchmarks.race import Samples

__all__ = ["TITLES", "Measured", "contest", "goals", "markdown", "steps"]

#: What the contestants are called in the tables.
TITLES: Final = {
    "nothing": "Python with `json`, doing nothing",
    "floor": "the floor: plain dicts, no SDK",
    "node": "ask-sdk-core for Node.js",
    "as installed": "ask-sdk-core as documented, no bytecode",
    "documented": "ask-sdk-core as documented",
    "once": "+ built once, from the packages it needs",
    "planned": "+ a plan for each class of the SDK",
    "parsed": "+ the request taken as it was parsed",
    "late": "+ the context read when it is asked for",
    "ready-made": "+ rules and texts ready-made",
    "skill": "**the skill, as packaged**",
}
_STEPS: Final = [name for name in TITLES if name not in ("nothing", "floor", "node")]
_FIELD: Final = ("nothing", "floor", "node", "as installed", "documented", "skill")
_WARM: Final = ("launch", "yes", "describe")
#: What may be lost in the noise and still be called flat.
_FLAT: Final = 1.25


class Measured(NamedTuple):
    """The samples of a race, and the bytes of each package, unpacked and packed."""

    samples: Samples
    sizes: Mapping[str, tuple[int, int]]

    def middle(self, name: str, measure: str) -> float | None:
        """The median of this measure, if it was taken."""
        found = self.samples.get((name, measure))
        return median(found) if found else None

    def ratio(self, name: str, other: str, measure: str, than: str = "") -> float | None:
        """The median, over the rounds, of this measure as a multiple of the other's.

        Both were taken in the same round, one soon after the other, on a machine that was as busy.
        """
        ours, theirs = self.samples.get((name, measure)), self.samples.get((other, than or measure))
        if not ours or not theirs:
            return None
        return median(one / another for one, another in zip(ours, theirs, strict=True))


def contest(measured: Measured) -> str:
    """All contestants side by side."""
    columns = (
        *("cold, ms", "÷ Python", "memory, MB", "first turn, ms", "11 turns, ms"),
        *("launch, µs", "÷ floor", "yes, µs", "÷ floor", "describe, µs", "÷ floor"),
        "package, MB",
    )
    rows = {}
    for name in _FIELD:
        if measured.middle(name, "cold"):
            rows[TITLES[name]] = list(_cells(measured, name))
    return markdown(columns, rows)


def _cells(measured: Measured, name: str) -> Iterator[str]:
    memory = measured.middle(name, "memory")
    size = measured.sizes.get(name)
    yield _number(measured.middle(name, "cold"), 0)
    yield _number(measured.ratio(name, "nothing", "cold"), 2)
    yield _number(memory and memory / 1024, 1)
    yield _number(measured.middle(name, "first"), 2)
    yield _number(measured.middle(name, "interview"), 2)
    for kind in _WARM:
        yield _number(measured.middle(name, kind), 0)
        yield _number(measured.ratio(name, "floor", kind), 2)
    yield _number(size and size[0] / 1e6, 2)


def steps(measured: Measured) -> str:
    """One step after the other, and what each gained: the change against the step before."""
    measures = {
        "cold": ("cold, ms", 0),
        "memory": ("memory, KB", 0),
        "first": ("first turn, ms", 2),
        "interview": ("11 turns, ms", 2),
        "launch": ("launch, µs", 0),
        "yes": ("yes, µs", 0),
        "describe": ("describe, µs", 0),
    }
    rows = {}
    before = ""
    for name in _STEPS:
        cells = []
        for measure, (_, digits) in measures.items():
            change = measured.ratio(name, before, measure) if before else None
            told = f" ({change - 1:+.0%})" if change else ""
            cells.append(_number(measured.middle(name, measure), digits) + told)
        rows[TITLES[name]] = cells
        before = name
    return markdown([title for title, _ in measures.values()], rows)


def goals(measured: Measured) -> str:
    """Each goal: a ratio, the most that it may be, and what it is."""
    ours, plain = measured.sizes["skill"], measured.sizes["plain"]

    def ratio(other: str, measure: str, than: str = "") -> float | None:
        return measured.ratio("skill", other, measure, than)

    found = [
        *((f"warm {kind} ÷ the floor", 3, ratio("floor", kind)) for kind in _WARM),
        *((f"warm {kind} ÷ as documented", 0.17, ratio("documented", kind)) for kind in _WARM),
        ("first turn after import ÷ Node.js", 0.6, ratio("node", "first")),
        ("11 turns after import ÷ Node.js", 1, ratio("node", "interview")),
        ("cold ÷ Python with `json`", 5, ratio("nothing", "cold")),
        ("peak memory ÷ Node.js", 0.5, ratio("node", "memory")),
        ("package ÷ `pip install -t`, unpacked", 0.75, ours[0] / plain[0]),
        ("package ÷ `pip install -t`, packed", 0.75, ours[1] / plain[1]),
        ("deciding what comes next ÷ the floor's turn", 1, ratio("floor", "decide", "yes")),
        ("the same, at worst", 1, ratio("floor", "decide most", "yes")),
        ("yes after 17 answers ÷ after 8", _FLAT, ratio("skill", "late yes", "yes")),
        ("describe in 150 words ÷ in 8", _FLAT, ratio("skill", "long words", "describe")),
    ]
    rows = {what: [f"{most:g}", _number(is_, 2), _reached(is_, most)] for what, most, is_ in found}
    return markdown(("at most", "is", "reached"), rows)


def _reached(found: float | None, most: float) -> str:
    return "" if found is None else "yes" if found <= most else "**no**"


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def markdown(columns: Iterable[str], rows: Mapping[str, list[str]]) -> str:
    """A table in Markdown; each row by its title."""
    columns = list(columns)
    lines = [["", *columns], ["---", *("--:" for _ in columns)]]
    lines += [[title, *cells] for title, cells in rows.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
