"""Compares two values by equality, or part by part.

A learner's class need not define equality, so `==` alone would find that two equal lines differ.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any


def is_same(one: Any, other: Any) -> bool:
    """Return whether two values are of the same class, and are equal or have equal parts."""
    return _is_same(one, other, set())


def state_of(value: Any) -> dict[str, Any]:
    """Return the attributes of an object, including those in slots."""
    slots = [
        name
        for kind in type(value).__mro__
        for name in _names(vars(kind).get("__slots__", ()))
        if hasattr(value, name)
    ]
    return {name: getattr(value, name) for name in slots} | getattr(value, "__dict__", {})


def _names(slots: Any) -> tuple[str, ...]:
    names = (slots,) if isinstance(slots, str) else tuple(slots)
    return tuple(name for name in names if name not in ("__dict__", "__weakref__"))


def _is_same(one: Any, other: Any, compared: set[tuple[int, int]]) -> bool:
    if one is other or (id(one), id(other)) in compared:
        return True
    if type(one) is not type(other):
        return False
    compared.add((id(one), id(other)))  # a line may know its order, and the order its lines
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(
            _is_same(*pair, compared) for pair in zip(one, other, strict=True)
        )
    if isinstance(one, Mapping):
        return _are_same_entries(dict(one), dict(other), compared)
    if isinstance(one, AbstractSet):
        return len(one) == len(other) and all(
            any(_is_same(each, its, compared) for its in other) for each in one
        )
    return _is_equal(one, other) or (
        _has_parts(one) and _are_same_entries(state_of(one), state_of(other), compared)
    )


def _is_equal(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except Exception:  # noqa: BLE001 - a learner's __eq__ may raise anything
        return False


def _has_parts(value: Any) -> bool:
    kind: Any = type(value)
    return bool(state_of(value)) or kind.__eq__ is object.__eq__


def _are_same_entries(
    one: dict[Any, Any], other: dict[Any, Any], compared: set[tuple[int, int]]
) -> bool:
    """Return whether two mappings have equal keys, and the same values."""
    return one.keys() == other.keys() and all(
        _is_same(value, other[name], compared) for name, value in one.items()
    )
