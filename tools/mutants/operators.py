"""Prints a file with one thing changed, in every way that cosmic-ray knows: each a line of JSON.

    .venv-mutants/bin/python -m tools.mutants.operators lambda/triage/decide.py

A line holds the function in which the change is, and the whole file with it.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.ast.ast_query import ASTQuery
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

__all__: list[str] = []


def changed(code: str) -> Iterator[tuple[str, str]]:
    """Give each change: the function, and the whole code."""
    tree = get_ast(code)
    for name in operator_names():
        kind = get_operator(name)
        # Those that want arguments change nothing unless they are given some.
        if not kind.arguments():
            operator = kind()
            places = (node for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
            for occurrence, node in enumerate(places):
                # It breaks down at exceptions with a dot in their names.
                with suppress(AttributeError):
                    other = mutate_code(code, operator, occurrence)
                    yield ASTQuery(node).get_definition_name(), other


if __name__ == "__main__":
    for line in changed(Path(sys.argv[1]).read_text(encoding="utf-8")):
        print(json.dumps(line))
