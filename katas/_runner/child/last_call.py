"""Notices which of the learner's functions was called last.

When a step finds a wrong result, no line of the learner's has raised anything. The function that
ran last is then the best place to begin to look.
"""

import ast
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = "__kata_called__"

_MAKING = {"__init__", "__post_init__", "create_id", "create_table", "register_transcodings"}
"""A step makes things anew to look at them, and that tells little."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[str, int]


class CallTracker:
    """Makes functions report their calls.

    `published` gives the start state of a file, by its name; a function that stands there as it is,
    without a gap, is not the learner's.
    """

    def __init__(self) -> None:
        self.published: Callable[[str], bytes] = lambda _: b""
        self.begin()

    def begin(self) -> None:
        """Forget the calls so far: a new scenario begins."""
        self._last: Place | None = None
        self._last_minor: Place | None = None

    @property
    def last(self) -> Place | None:
        """The file and line of the latest call.

        A given function, or the making of an object, counts only where nothing else was called.
        """
        return self._last or self._last_minor

    def compile(self, source: bytes, file: str) -> ast.Module:
        """Parse a module and let each function in it begin with a report."""
        tree = ast.parse(source, filename=file)
        given = _given(self.published(Path(file).name))
        for function in _functions(tree):
            is_minor = function.name in _MAKING or ast.dump(function) in given
            _begin_with_report(function, is_minor=is_minor)
        return ast.fix_missing_locations(tree)

    def attach(self, module: ModuleType, file: str) -> None:
        """Receive the reports of a module that `compile` has prepared."""

        def called(line: int, is_minor: bool) -> None:  # noqa: FBT001 - called by what we write
            if is_minor:
                self._last_minor = (file, line)
            else:
                self._last = (file, line)

        setattr(module, _NAME, called)


def _functions(tree: ast.Module) -> list[Function]:
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _given(source: bytes) -> set[str]:
    """The functions of a start state that have no gap."""
    shapes = {ast.dump(function) for function in _functions(ast.parse(source))}
    return {shape for shape in shapes if "TODO" not in shape}


def _begin_with_report(function: Function, *, is_minor: bool) -> None:
    """Insert the report below the docstring, in the place of no line of the learner's."""
    first = function.body[0]
    arguments: list[ast.expr] = [ast.Constant(function.lineno), ast.Constant(is_minor)]
    call = ast.Call(ast.Name(_NAME, ast.Load()), arguments, [])
    report = ast.copy_location(ast.Expr(call), first)
    function.body.insert(1 if ast.get_docstring(function, clean=False) is not None else 0, report)
