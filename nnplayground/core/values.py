"""Turns frozen dataclasses into JSON values and back: exact round trip, no unknown keys."""

import dataclasses
import json
import math
import types
import typing
from typing import Any, TypeVar

from nnplayground.core.errors import SpecError

T = TypeVar("T")

_WORDS = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}


def to_json(value: object) -> Any:
    """The JSON value (dicts, lists, numbers, texts) of a dataclass, tuple or plain value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    return value


def from_json(cls: type[T], value: object, where: str = "") -> T:
    """A `cls` (a dataclass) from its JSON value; missing keys take the defaults.

    Raises:
        SpecError: naming the path of the key that is unknown, missing or of the wrong type.
    """
    return typing.cast(T, _build(cls, value, where))


def dumps(value: object) -> str:
    """One line of strict JSON (no NaN); equal values give equal text."""
    return json.dumps(to_json(value), allow_nan=False, separators=(",", ":"))


def _build(kind: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(typing.cast("type[Any]", kind), value, where)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _build_tuple(typing.get_args(kind), value, where)
    if origin in (typing.Union, types.UnionType):
        return _build_optional(typing.get_args(kind), value, where)
    return _build_scalar(kind, value, where)


def _build_dataclass(cls: type[Any], value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise SpecError(f"{where or cls.__name__}: expected an object, got {_shown(value)}")
    hints = typing.get_type_hints(cls)
    fields = {f.name: f for f in dataclasses.fields(cls)}
    for key in value:
        if key not in fields:
            known = ", ".join(fields)
            raise SpecError(f"{_join(where, str(key))}: unknown key; known are {known}")
    for name, field in fields.items():
        required = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        if required and name not in value:
            raise SpecError(f"{_join(where, name)}: is missing")
    built = {k: _build(hints[k], v, _join(where, k)) for k, v in value.items()}
    try:
        return cls(**built)
    except SpecError as error:
        raise _placed(error, where) from None


def _build_tuple(args: tuple[Any, ...], value: Any, where: str) -> Any:
    if not isinstance(value, list | tuple):
        raise SpecError(f"{where}: expected a list, got {_shown(value)}")
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_build(args[0], item, _join(where, str(i))) for i, item in enumerate(value))
    if len(args) != len(value):
        raise SpecError(f"{where}: expected {len(args)} items, got {len(value)}")
    return tuple(
        _build(kind, item, _join(where, str(i)))
        for i, (kind, item) in enumerate(zip(args, value, strict=True))
    )


def _build_optional(args: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in args:
        return None
    (kind,) = (arg for arg in args if arg is not type(None))
    return _build(kind, value, where)


def _build_scalar(kind: Any, value: Any, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = _float(value, where)
    if type(value) is not kind:
        raise SpecError(f"{where}: expected {_WORDS.get(kind, kind)}, got {_shown(value)}")
    if kind is float and not math.isfinite(value):
        raise SpecError(f"{where}: expected a finite number, got {value}")
    return value


def _float(value: int, where: str) -> float:
    try:
        return float(value)
    except OverflowError:
        raise SpecError(f"{where}: expected a finite number, got one too large") from None


def _join(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _placed(error: SpecError, where: str) -> SpecError:
    """The error with the path of the value that raised it, where it does not say so itself."""
    message = str(error)
    return error if message.startswith(where) else SpecError(f"{where}: {message}")


def _shown(value: object) -> str:
    text = json.dumps(value, default=repr)
    return text if len(text) <= 40 else text[:37] + "..."
