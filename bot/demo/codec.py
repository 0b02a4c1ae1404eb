"""Dataclasses → JSON values and back, by their annotations."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any


def encode(value: Any) -> Any:
    """Dataclasses, tuples and dictionaries → JSON values; fields at their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: encode(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    return value


def decode(kind: Any, value: Any) -> Any:
    """The opposite of `encode`, guided by the type; ValueError if the value does not fit."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return value
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{name: decode(hints[name], item) for name, item in value.items()})
    if origin in (types.UnionType, typing.Union):
        inner = next(argument for argument in arguments if argument is not type(None))
        return None if value is None else decode(inner, value)
    if origin is dict:
        return {arguments[0](key): decode(arguments[1], item) for key, item in value.items()}
    if origin is list:
        return [decode(arguments[0], item) for item in value]
    if origin is tuple and arguments[-1] is Ellipsis:
        return tuple(decode(arguments[0], item) for item in value)
    if origin is tuple:
        return tuple(decode(k, item) for k, item in zip(arguments, value, strict=True))
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise ValueError(f"{kind.__name__} expected, not {type(value).__name__}")  # noqa: TRY004
    return value
