"""Where in a class's source an attribute is changed: by commands, or by what events do."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

_CHANGING = {
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse",
    "setdefault", "sort", "update",
}  # fmt: skip
"""Methods that change lists, sets and mappings."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def assignments(kind: type, name: str, *, by_events: bool = False) -> Iterator[tuple[Path, int]]:
    """Return the files and lines at which commands of a class change an attribute.

    Or, `by_events`, those in the bodies of `@event` methods, which run again at each reading.
    """
    for base in kind.__mro__:
        try:
            lines, first = inspect.getsourcelines(base)
            file = inspect.getsourcefile(base)
            tree = ast.parse(inspect.cleandoc("\n" + "".join(lines)))
        except (OSError, TypeError, SyntaxError):  # the class has no source
            continue
        body = getattr(tree.body[0], "body", [])
        for function in body:
            if file and isinstance(function, Function) and _is_event(function) == by_events:
                for line in _changes(function, name):
                    yield Path(file), first + line - 1


def _is_event(function: Function) -> bool:
    """Return whether a decorator makes it an event: `@event`, `@event("…")`, `@event(Placed)`."""
    return any("event" in ast.unparse(each).partition("(")[0] for each in function.decorator_list)


def _changes(function: Function, name: str) -> Iterator[int]:
    nodes = [node for node in ast.walk(function) if isinstance(node, ast.stmt | ast.expr)]
    for node in nodes:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = list(node.targets)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _CHANGING
        ):
            targets = [node.func.value]
        for target in targets:
            whole = target.value if isinstance(target, ast.Subscript) else target
            parts = whole.elts if isinstance(whole, ast.Tuple) else [whole]
            if any(isinstance(part, ast.Attribute) and part.attr == name for part in parts):
                yield node.lineno
