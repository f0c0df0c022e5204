"""Notices which of the learner's functions was called last.

When a step finds a wrong result, no line of the learner's has raised anything. The function that
ran last is then the best place to begin to look.
"""

import ast
from types import ModuleType

_NAME = "__kata_called__"

_MAKING = {"__init__", "__post_init__", "create_id", "create_table", "register_transcodings"}


class CallWatch:
    """Makes functions report their calls."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget the calls so far: a new scenario begins."""
        self._last: tuple[str, int] | None = None
        self._last_making: tuple[str, int] | None = None

    @property
    def last(self) -> tuple[str, int] | None:
        """The file and line of the latest call.

        A step opens things anew to look at them. Their making tells little, and counts only where
        nothing else was called.
        """
        return self._last or self._last_making

    def compile(self, source: bytes, file: str) -> ast.Module:
        """Parse a module and let each function in it begin with a report."""
        tree = ast.parse(source, filename=file)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                _begin_with_report(node)
        return ast.fix_missing_locations(tree)

    def attach(self, module: ModuleType, file: str) -> None:
        """Receive the reports of a module that `compile` has prepared."""

        def called(line: int, is_making: bool) -> None:  # noqa: FBT001 - called by what we write
            if is_making:
                self._last_making = (file, line)
            else:
                self._last = (file, line)

        setattr(module, _NAME, called)


def _begin_with_report(function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Insert the report below the docstring, in the place of no line of the learner's."""
    first = function.body[0]
    is_making = function.name in _MAKING
    arguments = [ast.Constant(function.lineno), ast.Constant(is_making)]
    call = ast.Call(ast.Name(_NAME, ast.Load()), list[ast.expr](arguments), [])
    report = ast.copy_location(ast.Expr(call), first)
    function.body.insert(1 if ast.get_docstring(function, clean=False) is not None else 0, report)
