"""Nested values as the form fields that Stripe reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"]


def pairs(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """`{"metadata": {"a": 1}, "types": ["x"]}` as metadata[a]=1 and types[0]=x."""
    return [pair for name, value in values.items() for pair in _pairs(name, value)]


def query(values: Mapping[str, Value]) -> str:
    """What follows a path, with its question mark; empty for nothing."""
    return f"?{urlencode(pairs(values))}" if values else ""


def _pairs(name: str, value: Value) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return [pair for key, inner in value.items() for pair in _pairs(f"{name}[{key}]", inner)]
    if isinstance(value, bool):
        return [(name, "true" if value else "false")]
    if isinstance(value, (str, int)):
        return [(name, str(value))]
    return [pair for at, inner in enumerate(value) for pair in _pairs(f"{name}[{at}]", inner)]
