"""Looks for values in the memory of a program: in what its objects and modules hold."""

import gc
import sys
from collections import deque
from collections.abc import Iterable
from types import FunctionType, MethodType, ModuleType
from typing import Any

_LIBRARIES = ("sqlalchemy", "eventsourcing", "katas._runner")
"""Packages whose objects are not searched.

SQLAlchemy keeps statements, with their values; the command records what a scenario does.
"""


def found_in_memory(values: Iterable[bytes | str], roots: Iterable[object], home: str) -> str:
    """Return where one of some values is held; an empty text if it is nowhere.

    The search begins at `roots` and at all modules of the package `home`, and follows whatever
    these refer to. Of other packages it follows objects, but neither modules nor classes; and what
    a store's library keeps of its own accord is nobody's mistake.
    """
    gc.collect()  # what is only left over is not held
    wanted = set(values)
    modules = [vars(sys.modules[name]) for name in sorted(sys.modules) if _is_in(name, home)]
    waiting: deque[tuple[object, str]] = deque((root, _name(root)) for root in roots)
    waiting.extend((names, names["__name__"].rpartition(".")[2] + ".py") for names in modules)
    seen: set[int] = set()
    while waiting:
        holder, path = waiting.popleft()
        if id(holder) in seen or not _is_followed(holder, home):
            continue
        seen.add(id(holder))
        for part in gc.get_referents(holder):
            if isinstance(part, bytes | str) and part in wanted:
                return path
            own = type(part).__module__
            waiting.append((part, _name(part) if _is_in(own, home) else path))
    return ""


def _is_followed(holder: object, home: str) -> bool:
    if isinstance(holder, ModuleType | MethodType):
        return False
    if isinstance(holder, type | FunctionType):
        return _is_in(holder.__module__ or "", home)
    own = type(holder).__module__
    return not any(_is_in(own, library) for library in _LIBRARIES)


def _is_in(module: str, home: str) -> bool:
    return module == home or module.startswith(f"{home}.")


def _name(holder: Any) -> str:
    return type(holder).__name__
