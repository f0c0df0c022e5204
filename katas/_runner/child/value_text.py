"""Writes a value as people read it."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

_LONGEST_TEXT = 60
_LONGEST_VALUE = 200
"""Characters of a text, and of any other value: one with some attributes is shown whole."""


def value_text(value: Any) -> str:
    """Return a value as one line: text in quotes, amounts and times plain.

    A line that is too long is cut between two parts of the value, if possible.
    """
    try:
        text = _text(value)
    except BaseException as error:  # noqa: BLE001 - a learner's __repr__ may raise anything
        text = f"<its text raises {type(error).__name__}>"
    text = " ".join(text.splitlines())
    longest = _LONGEST_TEXT if isinstance(value, str) else _LONGEST_VALUE
    return text if len(text) <= longest else _shortened(text, longest)


def _text(value: Any) -> str:
    kind: Any = type(value)
    if isinstance(value, Enum):
        return value.name
    if kind.__str__ is object.__str__ and kind.__repr__ is object.__repr__:
        return f"a {kind.__name__}"
    if kind in _BRACKETS:
        begin, end = _BRACKETS[kind]
        return f"{begin}{', '.join(_parts(value))}{end}"
    if is_dataclass(kind) and kind.__str__ is object.__str__ and _has_its_repr(kind):
        parts = (f"{each.name}={_text(getattr(value, each.name))}" for each in fields(kind))
        return f"{kind.__qualname__}({', '.join(parts)})"
    if isinstance(value, str) or kind.__str__ is object.__str__:
        return repr(value)
    return str(value)


def _has_its_repr(kind: Any) -> bool:
    """Whether a dataclass shows itself as dataclasses do, which would not make its parts plain."""
    return bool(kind.__dataclass_params__.repr) and hasattr(kind.__repr__, "__wrapped__")


_BRACKETS = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("{", "}"),
}


def _parts(values: Iterable[Any]) -> list[str]:
    if isinstance(values, Mapping):
        return [f"{_text(key)}: {_text(each)}" for key, each in values.items()]
    texts = map(_text, values)
    return sorted(texts) if isinstance(values, AbstractSet) else list(texts)


def _shortened(text: str, longest: int) -> str:
    """Cut a text after one of its parts; if none ends near the limit, cut it at the limit."""
    kept = text[: longest - 1]
    parts = kept.rpartition(", ")[0]
    return f"{parts}, …" if len(parts) > longest // 2 else f"{kept}…"
