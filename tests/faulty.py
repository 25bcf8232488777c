"""Makes the skill fail where and when a test wants it to.

`at_call` lets one single call fail, whichever; `for_good` breaks one function wherever it is used.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest

import lambda_function
from lambda_function import lambda_handler
from simulator import ROOT
from tests.envelopes import Json

__all__ = ["CANARY", "ERRORS", "Called", "at_call", "calls", "for_good", "functions"]

#: The message of every exception here; it may be said to nobody and stand in no log.
CANARY = "cAnArY of a fault"
ERRORS: tuple[type[Exception], ...] = (ValueError, KeyError, MemoryError, RecursionError, OSError)

_OURS = str(ROOT / "lambda")
_SDK = "/ask_sdk_"
_PACKAGES = ("triage", "dialogue", "speech", "alexa")


class Called(NamedTuple):
    """What the skill answered, and where it failed: empty where it made fewer calls than that."""

    answer: Json
    where: str


def at_call(number: int, event: Json) -> Called:
    """Answer this event, while its call of this number (from 1) in our code or the SDK fails.

    Exceptions of all kinds take turns. The call of `lambda_handler` itself is not counted, nor is
    the call that makes a generator go on.
    """
    made, where = 0, ""

    def trace(frame: FrameType, what: str, _: object) -> None:
        nonlocal made, where
        code = frame.f_code
        if where or what != "call" or not _counts(code):
            return
        made += 1
        if made == number:
            where = f"{code.co_filename.rpartition('/')[2]}:{code.co_qualname}"
            raise ERRORS[number % len(ERRORS)](CANARY)

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        answer = lambda_handler(event, None)
    finally:
        sys.settrace(before)
    return Called(answer, where)


def _counts(code: CodeType) -> bool:
    if code.co_flags & inspect.CO_GENERATOR or code.co_name == "lambda_handler":
        return False
    return code.co_filename.startswith(_OURS) or _SDK in code.co_filename


def calls(event: Json) -> int:
    """How many calls it takes to answer this event."""
    made = 0

    def trace(frame: FrameType, what: str, _: object) -> None:
        nonlocal made
        made += what == "call" and _counts(frame.f_code)

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        lambda_handler(event, None)
    finally:
        sys.settrace(before)
    return made


def functions() -> dict[str, Callable[..., Any]]:
    """Every function and method that ships, by its module and name."""
    found: dict[str, Callable[..., Any]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if inspect.isclass(value) and value.__module__ == module.__name__:
                for method, member in vars(value).items():
                    function = inspect.unwrap(getattr(member, "__func__", member))
                    if isinstance(function, FunctionType) and not method.startswith("__"):
                        found[f"{module.__name__}.{name}.{method}"] = function
            elif _is_function(value) and value.__module__ == module.__name__:
                found[f"{module.__name__}.{name}"] = value
    found.pop("lambda_function.lambda_handler")
    return found


@contextmanager
def for_good(name: str, message: str = CANARY) -> Iterator[None]:
    """Break this function (of `functions`) everywhere; its errors bear this message."""
    broken = functions()[name]

    def breaks(*_: object, **__: object) -> None:
        raise ValueError(message)

    with pytest.MonkeyPatch.context() as patch:
        for module in _modules():
            for key, value in list(vars(module).items()):
                if value is broken:
                    patch.setattr(module, key, breaks)
                elif inspect.isclass(value) and value.__module__ == module.__name__:
                    for method, member in list(vars(value).items()):
                        if inspect.unwrap(getattr(member, "__func__", member)) is broken:
                            patch.setattr(value, method, _as(member, breaks))
        yield


def _as(member: object, breaks: Callable[..., None]) -> object:
    """The broken function in the form that the member had."""
    return type(member)(breaks) if isinstance(member, classmethod | staticmethod) else breaks


def _is_function(value: object) -> bool:
    return isinstance(value, FunctionType) or hasattr(value, "cache_info")


def _modules() -> list[ModuleType]:
    shipped = [
        module
        for name, module in sorted(sys.modules.items())
        if name.partition(".")[0] in _PACKAGES and name != "triage.__main__"
    ]
    return [*shipped, lambda_function]
