"""The rules that ship with this package.

In its place, `make package` puts a module that holds them ready-made, so that on AWS Lambda nobody
waits while TOML is read and checked again.
"""

from functools import cache

from triage.load import load_rules
from triage.model import Rules

__all__ = ["rules"]


@cache
def rules() -> Rules:
    """The rules of `rules.toml` and `sources.toml`, read once. Raises what `load_rules` does."""
    return load_rules()
