"""Records which of the learner's functions the steps of a scenario call.

When a step finds a wrong result, no line of the learner's code has raised an error. The best place
to start looking is then the function that a `When` has called, because it should have produced the
result. The functions that a `Then` calls return the result. They may be wrong too, but they are
never named alone.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import NamedTuple

_CALLED = "__kata_called__"
_RAISES = "__kata_raises__"

_OPENING = {
    "__init__",
    "__post_init__",
    "close",
    "create_id",
    "create_table",
    "register_transcodings",
}
"""Functions that a step calls only to open and close things: they produce no result."""

_QUERIES = {"property", "cached_property"}
"""Decorators of functions that return something, and change nothing."""

_READING = {"mutate", "to_domain_event"}
_RECORDING = {"_create", "trigger_event"}
"""The library's functions that read an event back, and those that record one and apply it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Call(NamedTuple):
    """A call of the learner's function `name`, which begins at a line of a file."""

    file: str
    line: int
    name: str


@dataclass
class _Step:
    """A step that runs; `code` is its function's. Its calls are in order, each function once."""

    kind: str
    code: CodeType
    entered: dict[Call, None] = field(default_factory=dict)
    asked: dict[Call, None] = field(default_factory=dict)


class CallTracker:
    """Makes functions report their calls, and each `raise`.

    `published` returns the start state of a file, by its name. A function that is unchanged there,
    and has no gap, is given: it is not the learner's.
    """

    def __init__(self) -> None:
        self.published: Callable[[str], bytes] = lambda _: b""
        self._given_lines: dict[str, set[int]] = {}
        self.begin()

    def begin(self) -> None:
        """Forget the calls so far: a new scenario begins."""
        self.last: Call | None = None
        self._steps: list[_Step] = []
        self._is_at_work = False
        self.refused: set[Call] = set()

    def begin_step(self, kind: str, code: CodeType) -> None:
        """Note that a step begins: `given`, `when` or `then`, with the code of its function."""
        self._steps.append(_Step(kind, code))
        self._is_at_work = True

    def end_step(self) -> None:
        """Note that the step has ended: later calls do not come from a step."""
        self._is_at_work = False

    @property
    def current(self) -> Call | None:
        """The learner's function that the running step has called last."""
        entered = list(self._steps[-1].entered) if self._is_at_work else []
        return entered[-1] if entered else None

    @property
    def entered(self) -> list[Call]:
        """The functions that may be wrong: those of the learner's that the scenario has called.

        They are the functions that the running step, or the last one, has called. If this step is a
        `Then`, they are those that every `When` has called, and those that the step itself has.
        """
        last = self._steps[-1:]
        acting = [each for each in self._steps if each.kind == "when"]
        if last and last[0].kind != "then":
            acting = last
        entered = [call for step in acting for call in step.entered]
        asked = [call for step in acting for call in step.asked]
        if entered and acting != last:
            entered += [*last[0].entered, *last[0].asked]
        return list(dict.fromkeys(entered or asked))

    def compile(self, source: bytes, file: str) -> ast.Module:
        """Parse a module, and add code that reports its calls and each `raise`."""
        tree = ast.parse(source, filename=file)
        given = _given(self.published(Path(file).name))
        lines = self._given_lines[file] = set()
        for function, name in _functions(tree):
            if ast.dump(function) in given:
                lines.update(range(function.lineno, (function.end_lineno or function.lineno) + 1))
            _begin_with_report(function, name)
        _RaiseReporter().visit(tree)
        return ast.fix_missing_locations(tree)

    def attach(self, module: ModuleType, file: str) -> None:
        """Receive the reports of a module that `compile` has prepared."""

        def called(line: int, name: str, is_query: bool) -> None:  # noqa: FBT001 - only the added code calls it
            self.last = Call(file, line, name)
            if self._is_at_work and line not in self._given_lines[file]:
                self._called(self.last, sys._getframe(2), is_query=is_query)  # noqa: SLF001 - the only way

        def raises() -> None:
            if self.current:
                self.refused.add(self.current)

        setattr(module, _CALLED, called)
        setattr(module, _RAISES, raises)

    def _called(self, call: Call, caller: FrameType | None, *, is_query: bool) -> None:
        """Note a call, unless another of the learner's functions has made it.

        A call that a given function makes counts, like a call that the library makes.
        """
        step = self._steps[-1]
        names = {call.name.rpartition(".")[2]}
        while caller and caller.f_code is not step.code:
            file, name = caller.f_code.co_filename, caller.f_code.co_name
            if file in self._given_lines and caller.f_lineno not in self._given_lines[file]:
                return
            names.add(name)
            caller = caller.f_back
        if names & _RECORDING or not names & (_READING | _OPENING):
            calls = step.asked if is_query else step.entered
            calls.pop(call, None)
            calls[call] = None


def _functions(tree: ast.Module) -> Iterator[tuple[Function, str]]:
    """Yield all functions of a module, with their qualified names."""

    def within(node: ast.AST, prefix: str) -> Iterator[tuple[Function, str]]:
        for child in ast.iter_child_nodes(node):
            inside = prefix
            if isinstance(child, ast.ClassDef | Function):
                inside = f"{prefix}{child.name}."
            if isinstance(child, Function):
                yield child, prefix + child.name
            yield from within(child, inside)

    yield from within(tree, "")


def _given(source: bytes) -> set[str]:
    """Return the functions of a start state that have no gap, neither in code nor in a comment."""
    lines = source.splitlines()
    return {
        ast.dump(function)
        for function, _ in _functions(ast.parse(source))
        if not any(b"TODO" in line for line in lines[function.lineno - 1 : function.end_lineno])
    }


def _begin_with_report(function: Function, name: str) -> None:
    """Insert code that reports the call, below the docstring."""
    first = function.body[0]
    is_query = any(_name(each) in _QUERIES for each in function.decorator_list)
    arguments: list[ast.expr] = [ast.Constant(each) for each in (function.lineno, name, is_query)]
    report = _report(_CALLED, *arguments, at=first)
    function.body.insert(1 if ast.get_docstring(function, clean=False) is not None else 0, report)


class _RaiseReporter(ast.NodeTransformer):
    """Inserts code that reports each `raise`, before it."""

    def visit_Raise(self, node: ast.Raise) -> list[ast.stmt]:
        return [_report(_RAISES, at=node), node]


def _report(name: str, *arguments: ast.expr, at: ast.stmt) -> ast.stmt:
    """Return a call of a function of ours; its line number is that of the learner's line."""
    call = ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
    return ast.copy_location(ast.Expr(call), at)


def _name(decorator: ast.expr) -> str:
    """Return the last name in a decorator such as `functools.cached_property`."""
    return ast.unparse(decorator).rpartition(".")[2]
