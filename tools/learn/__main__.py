"""``python -m tools.learn``: learn from the models anew, where they have changed."""

import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from simulator.learned import FOLDER

from .material import Row, digest, languages, rows

_SEEN = 2
"""In how many sentences a feature must be."""

_STRENGTH, _ROUNDS = 60, 80
"""How closely the sentences are followed, and for how long at most the weights are moved."""

_SLIGHT = 0.3
"""Weights below this are left out: they change next to nothing."""


def main() -> int:
    """Learn each language; the exit code is 0."""
    for language in languages():
        path = FOLDER / f"{language}.json"
        known = rows(language)
        mark = digest(known)
        if path.exists() and json.loads(path.read_text(encoding="utf-8"))["digest"] == mark:
            continue
        path.write_text(_written({"digest": mark, **learnt(known)}), encoding="utf-8")
        print(f"simulator/learned/{path.name}: learnt from {len(known)} sentences")
    return 0


def learnt(known: Sequence[Row]) -> dict[str, Any]:
    """Learn from these sentences; gives what ``simulator.learned.Learned`` takes."""
    times = Counter(feature for row in known for feature in row.features)
    names = sorted(feature for feature, often in times.items() if often >= _SEEN)
    rarity = {name: 1 + math.log(len(known) / times[name]) for name in names}
    means = [row.means for row in known]
    often = Counter(means)
    # A meaning that has many sentences is not likelier for that.
    weights = [1 / math.sqrt(often[each]) for each in means]
    scale = len(weights) / sum(weights)
    regression = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS, tol=1e-3)
    regression.fit(
        _table(known, names, rarity), means, sample_weight=[scale * weight for weight in weights]
    )
    meanings = [str(each) for each in regression.classes_]
    found = np.round(regression.coef_, 1)
    found[np.abs(found) < _SLIGHT] = 0
    return {
        "meanings": meanings,
        "bias": [round(float(each), 2) for each in regression.intercept_],
        "features": {
            name: [
                round(rarity[name], 2),
                _weights(found[:, column]),
            ]
            for column, name in enumerate(names)
        },
    }


def _weights(column: NDArray[np.float64]) -> list[list[float]]:
    """The weight of a feature in each meaning, by its number, where it has any."""
    return [[int(index), round(float(column[index]), 1)] for index in np.nonzero(column)[0]]


def _table(known: Sequence[Row], names: list[str], rarity: dict[str, float]) -> csr_matrix:
    """A row for each sentence, of length 1, with the rarity of each feature that it has."""
    column = {name: place for place, name in enumerate(names)}
    places: list[int] = []
    values: list[float] = []
    starts = [0]
    for row in known:
        here = [feature for feature in row.features if feature in column]
        length = math.sqrt(sum(rarity[feature] ** 2 for feature in here)) or 1.0
        places += [column[feature] for feature in here]
        values += [rarity[feature] / length for feature in here]
        starts.append(len(places))
    return csr_matrix((values, places, starts), shape=(len(known), len(names)))


def _written(learnt: dict[str, Any]) -> str:
    """JSON with a line for each feature, for small differences."""
    lines = [f"{json.dumps(key)}: {json.dumps(learnt[key])}," for key in list(learnt)[:-1]]
    features = [
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(found, separators=(',', ':'))}"
        for name, found in learnt["features"].items()
    ]
    return "{\n" + "\n".join(lines) + '\n"features": {\n' + ",\n".join(features) + "\n}\n}\n"


if __name__ == "__main__":
    sys.exit(main())
