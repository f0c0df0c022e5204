"""Notices which of the learner's functions the steps of a scenario call.

When a step finds a wrong result, no line of the learner's has raised anything. The best place to
begin to look is then the function by which a `When` has entered their code, for that should have
brought the result about. What a `Then` calls tells the result: it is in question as well, but never
alone.
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
"""A step opens things to look at them, and closes them again: that brings nothing about."""

_TELLING = {"property", "cached_property"}
"""Decorators of functions that tell something, and change nothing."""

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
    """A step at work: `code` is that of its function. What it calls comes in order, each once."""

    kind: str
    code: CodeType
    entered: dict[Call, None] = field(default_factory=dict)
    asked: dict[Call, None] = field(default_factory=dict)


class CallTracker:
    """Makes functions report their calls, and each `raise`.

    `published` gives the start state of a file, by its name; a function that stands there as it is,
    without a gap, is not the learner's.
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
        """Take in that a step begins: `given`, `when` or `then`, with its function's code."""
        self._steps.append(_Step(kind, code))
        self._is_at_work = True

    def end_step(self) -> None:
        """Take in that it is over: no step calls what is called from now on."""
        self._is_at_work = False

    @property
    def current(self) -> Call | None:
        """The function by which the step that is at work has entered the learner's code last."""
        entered = list(self._steps[-1].entered) if self._is_at_work else []
        return entered[-1] if entered else None

    @property
    def entered(self) -> list[Call]:
        """The functions in question: by these the scenario has entered the learner's code.

        They are those of the step that is at work, or was last. If that only looks at a result,
        they are those of every `When`; and what it has asked then may be as wrong.
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
        """Parse a module and let it report its calls, and what it raises."""
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

        def called(line: int, name: str, tells: bool) -> None:  # noqa: FBT001 - called by what we write
            self.last = Call(file, line, name)
            if self._is_at_work and line not in self._given_lines[file]:
                self._called(self.last, sys._getframe(2), tells=tells)  # noqa: SLF001 - the only way

        def raises() -> None:
            if self.current:
                self.refused.add(self.current)

        setattr(module, _CALLED, called)
        setattr(module, _RAISES, raises)

    def _called(self, call: Call, caller: FrameType | None, *, tells: bool) -> None:
        """Take in a call, unless another of the learner's functions has made it.

        A function that was given leads to it like one of the library.
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
            calls = step.asked if tells else step.entered
            calls.pop(call, None)
            calls[call] = None


def _functions(tree: ast.Module) -> Iterator[tuple[Function, str]]:
    """All functions of a module, with their names as Python qualifies them."""

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
    """The functions of a start state that have no gap."""
    shapes = {ast.dump(function) for function, _ in _functions(ast.parse(source))}
    return {shape for shape in shapes if "TODO" not in shape}


def _begin_with_report(function: Function, name: str) -> None:
    """Insert the report of a call below the docstring."""
    first = function.body[0]
    tells = any(_name(each) in _TELLING for each in function.decorator_list)
    arguments: list[ast.expr] = [ast.Constant(each) for each in (function.lineno, name, tells)]
    report = _report(_CALLED, *arguments, at=first)
    function.body.insert(1 if ast.get_docstring(function, clean=False) is not None else 0, report)


class _RaiseReporter(ast.NodeTransformer):
    """Lets a report go before each `raise`."""

    def visit_Raise(self, node: ast.Raise) -> list[ast.stmt]:
        return [_report(_RAISES, at=node), node]


def _report(name: str, *arguments: ast.expr, at: ast.stmt) -> ast.stmt:
    """Call one of ours, in the place of a line of the learner's."""
    call = ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
    return ast.copy_location(ast.Expr(call), at)


def _name(decorator: ast.expr) -> str:
    """The last name in a decorator such as `functools.cached_property`."""
    return ast.unparse(decorator).rpartition(".")[2]
