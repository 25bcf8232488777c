"""Reads requests and writes responses as the SDK's own serializer does, in a fraction of the time.

The SDK works out anew for every request which attributes each class has, of which types, under
which names. Here that is done once for a class, when it is first met, and kept as a plan. What a
request says of the device and its screen is long and seldom needed: each part of it is read when
somebody asks for it. Whatever a plan does not foresee is left to the SDK.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from functools import cache, cached_property, partial
from importlib import import_module
from operator import attrgetter
from types import NoneType
from typing import Any, Final, TypeVar

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Context, RequestEnvelope

__all__ = ["PlannedSerializer"]

_Model = TypeVar("_Model")
_Convert = Callable[[Any], Any]

_SDK: Final = DefaultSerializer()
_NATIVE: Final = {"str": str, "bool": bool, "int": int, "long": int, "float": float}
#: What JSON holds as it is.
_PLAIN: Final = (str, bool, int, float, bytes, NoneType)
#: Longer texts are no moment, and the SDK would take the square of their length to find out.
_LONGEST_MOMENT: Final = 100
#: The parts of these classes that wait until they are asked for.
_LATE: Final = {RequestEnvelope: frozenset({"context"}), Context: Context.deserialized_types.keys()}


class PlannedSerializer(DefaultSerializer):
    """The SDK's serializer, with plans; made for `CustomSkill.serializer`.

    Gives and refuses what the SDK's gives and refuses. But a fault in the context is raised when
    that part of it is asked for, the time zone of a moment is the standard library's UTC, and keys
    that mean something to Python, which mislead or break the SDK, are passed over.
    """

    def deserialize(self, payload: str | None, obj_type: Any) -> Any:
        """The object of this type that a JSON text holds; None for no text.

        Raises SerializationException where the text is no JSON or holds something else.
        """
        if payload is None or not hasattr(obj_type, "deserialized_types"):
            return super().deserialize(payload, obj_type)
        return self.read(super().deserialize(payload, object), obj_type)

    def read(self, parsed: object, obj_type: type[_Model]) -> _Model:
        """The object of this class that `parsed` holds, which is JSON as `json.loads` gives it.

        Where the object holds JSON itself, it is that of `parsed`, not a copy. Raises
        SerializationException where `parsed` holds something else.
        """
        read: _Model = _read(obj_type, parsed)
        return read

    def serialize(self, obj: Any) -> Any:
        """What JSON can hold of the object: of a class of the SDK, all that is not None."""
        return _write(obj)


# --- reading


def _read(kind: Any, value: Any) -> Any:
    try:
        return _reader(kind)(value)
    except SerializationException:
        raise
    except Exception as error:
        raise SerializationException(str(error)) from error


@cache
def _reader(kind: Any) -> _Convert:
    """How to read a value, not None, of this type: a class, or what the SDK calls it."""
    if kind in _NATIVE:
        return partial(_native, _NATIVE[kind])
    if kind == "object":
        return lambda value: value
    if kind == "datetime":
        return _moment
    if not isinstance(kind, str):
        return _class_reader(kind)
    if kind.startswith("list[") and "," not in kind:
        return partial(_list, _reader(kind[5:-1]))
    if kind.startswith("dict(str, "):
        return partial(_dict, _reader(kind[10:-1]))
    return _class_reader(_class(kind)) if "." in kind else partial(_by_the_sdk, kind)


def _native(kind: type, value: Any) -> Any:
    if type(value) is kind:
        return value
    try:
        return kind(value)
    except TypeError:
        return value


def _moment(value: Any) -> Any:
    """Alexa writes "2026-11-23T09:30:00Z"; any other form takes the SDK a hundred times as long."""
    if isinstance(value, str) and len(value) == 20 and value[4::3] == "--T::Z":  # noqa: PLR2004
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, str) and len(value) > _LONGEST_MOMENT:
        raise SerializationException("too long to be a moment")
    return _by_the_sdk("datetime", value)


def _by_the_sdk(kind: Any, value: Any) -> Any:
    return _SDK.deserialize(json.dumps(value), kind)


def _list(read: _Convert, value: Any) -> Any:
    return [None if each is None else read(each) for each in value]


def _dict(read: _Convert, value: Any) -> Any:
    return {key: None if each is None else read(each) for key, each in value.items()}


def _class(name: str) -> Any:
    module, _, last = name.rpartition(".")
    return getattr(import_module(module), last)


def _class_reader(kind: Any) -> _Convert:
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if not hasattr(kind, "deserialized_types"):
        return partial(_by_the_sdk, kind)
    if hasattr(kind, "get_real_child_model"):
        return lambda value: _real_reader(kind, kind.get_real_child_model(value))(value)
    return _model_reader(kind)


@cache
def _real_reader(kind: type, name: str | None) -> _Convert:
    """How to read a value that says itself which subclass of this class it is."""
    if name is None:
        raise SerializationException(f"no {kind.__name__} is known of the type that it names")
    return _model_reader(_class(name))


def _model_reader(kind: Any) -> _Convert:
    keys, kinds = kind.attribute_map, kind.deserialized_types
    fields = {keys.get(name, name): (name, kinds[name]) for name in kinds}
    # What bears such a name and is not of Alexa's would overwrite what is.
    ours = frozenset((*dir(kind), *kinds))
    late = _LATE.get(kind, frozenset())
    made = _late_class(kind, late) if late else kind

    def read(parsed: Any) -> Any:
        model, more = made(), []
        if late:
            model.parsed = parsed
        # The SDK takes an empty text or list for an empty object, too.
        for key, value in () if parsed in ("", []) else parsed.items():
            if key not in fields:
                if key not in ours:
                    more.append((key, value))
                continue
            name, type_ = fields[key]
            if value is None:
                setattr(model, name, None)
            elif name in late:
                delattr(model, name)
            else:
                setattr(model, name, _reader(type_)(value))
        for name, value in more:
            setattr(model, name, value)
        return model

    return read


def _late_class(kind: Any, late: Iterable[str]) -> type:
    """A subclass that reads these parts from `parsed` when they are first asked for."""

    def part(name: str) -> object:
        key, type_ = kind.attribute_map[name], kind.deserialized_types[name]
        return cached_property(lambda model: _read(type_, model.parsed[key]))

    def equal(model: object, other: object) -> bool:
        for name in late:
            getattr(model, name), getattr(other, name, None)
        return bool(kind.__eq__(model, other))

    own = {"__slots__": ("parsed",), "__eq__": equal, "__hash__": None}
    return type(kind.__name__, (kind,), {**own, **{name: part(name) for name in late}})


# --- writing


def _write(value: Any) -> Any:
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> _Convert:
    """How to write a value of this class. The order is the SDK's: an Enum of texts is a text."""
    if issubclass(kind, _PLAIN):
        return lambda value: value
    if issubclass(kind, list | tuple):
        return lambda values: kind(map(_write, values))
    if issubclass(kind, date):
        return kind.isoformat
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, dict):
        return lambda values: {key: _write(value) for key, value in values.items()}
    return _model_writer(kind) if hasattr(kind, "deserialized_types") else _SDK.serialize


def _model_writer(kind: Any) -> _Convert:
    keys = kind.attribute_map
    names = [(name, keys.get(name, name)) for name in kind.deserialized_types]

    def write(model: Any) -> dict[str, Any]:
        found = ((key, getattr(model, name)) for name, key in names)
        return {key: _write(value) for key, value in found if value is not None}

    return write
