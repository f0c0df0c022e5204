"""Writes a value as people read it."""

import re
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

_LONGEST_TEXT = 60
_LONGEST_VALUE = 200
"""Characters of a text, and of any other value: one with some attributes is shown whole."""


def value_text(value: Any, longest_value: int = _LONGEST_VALUE) -> str:
    """Return a value as one line: text in quotes, amounts and times plain.

    A line that is too long is cut between two parts of the value, if possible.
    """
    try:
        text = _text(value)
    except BaseException as error:  # noqa: BLE001 - a learner's __repr__ may raise anything
        text = f"<its text raises {type(error).__name__}>"
    text = " ".join(text.splitlines())
    longest = _LONGEST_TEXT if isinstance(value, str) else longest_value
    return text if len(text) <= longest else _shortened(text, longest)


def _text(value: Any) -> str:
    kind: Any = type(value)
    if isinstance(value, Enum):
        return value.name
    if kind.__str__ is object.__str__ and kind.__repr__ is object.__repr__:
        return f"a {kind.__name__}"
    if kind.__repr__ in _BRACKETS:
        begin, end = _BRACKETS[kind.__repr__]
        return f"{begin}{', '.join(_parts(value))}{end}"
    names = _attributes(kind)
    if names and kind.__str__ is object.__str__:
        parts = (f"{name}={_text(getattr(value, name))}" for name in names)
        return f"{kind.__qualname__}({', '.join(parts)})"
    if isinstance(value, str) or kind.__str__ is object.__str__:
        return repr(value)
    return str(value)


def _attributes(kind: Any) -> list[str]:
    """Return the attributes of a dataclass or named tuple that shows itself as those do.

    Left to itself, it would not make its parts plain.
    """
    how = kind.__repr__
    if is_dataclass(kind) and hasattr(how, "__wrapped__"):
        parameters: Any = getattr(kind, "__dataclass_params__", None)
        return [each.name for each in fields(kind)] if parameters.repr else []
    is_named_tuple = issubclass(kind, tuple) and getattr(how, "__module__", "") == "collections"
    return list(kind._fields) if is_named_tuple else []


_BRACKETS: dict[Any, tuple[str, str]] = {
    tuple.__repr__: ("(", ")"),
    **dict.fromkeys([each.__repr__ for each in (list, deque)], ("[", "]")),
    **dict.fromkeys([each.__repr__ for each in (set, frozenset)], ("{", "}")),
    **dict.fromkeys(
        [each.__repr__ for each in (dict, Counter, OrderedDict, defaultdict, MappingProxyType)],
        ("{", "}"),
    ),
}
"""By how a value shows itself: what stands around its parts. A class is named by none of them."""

_WORDS = re.compile(r"\w[\w -]*")


def _parts(values: Iterable[Any]) -> list[str]:
    if isinstance(values, Mapping):
        return [f"{_key(key)}: {_text(each)}" for key, each in values.items()]
    texts = map(_text, values)
    return sorted(texts) if isinstance(values, AbstractSet) else list(texts)


def _key(key: Any) -> str:
    """Return a key; words need no quotes."""
    return key if isinstance(key, str) and _WORDS.fullmatch(key) else _text(key)


def _shortened(text: str, longest: int) -> str:
    """Cut a text after one of its parts; if none ends near the limit, cut it at the limit."""
    kept = text[: longest - 1]
    parts = kept.rpartition(", ")[0]
    return f"{parts}, …" if len(parts) > longest // 2 else f"{kept}…"
