"""Adds code to a learner's module that reports each call of a function, and each `raise`."""

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile

CALLED = "__kata_called__"
RAISES = "__kata_raises__"
COMMANDED = "__kata_commanded__"
LEFT = "__kata_left__"
RETURNED = "__kata_returned__"
ENDED = "__kata_ended__"
"""The names under which the module finds the functions that receive the reports."""

TRACKING = "tracking"
"""The parameter of the functions that are handed an event, or a message, with its position."""

_OF_A_MESSAGE = "text", "position"
"""The parameters of those that are handed a message without the library: what a `Message` has."""

_QUERIES = {"property", "cached_property"}
"""Decorators of functions that return something, and change nothing."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_handed(parameters: Sequence[str]) -> bool:
    """Return whether a function with these parameters is handed an event or a message."""
    return TRACKING in parameters or all(each in parameters for each in _OF_A_MESSAGE)


def instrumented(source: bytes, file: str, published: bytes) -> tuple[ast.Module, set[int]]:
    """Return a module with the reports in it, and the lines of its given functions.

    A function is given if it is as in the `published` start state, and has no gap there.
    """
    tree = ast.parse(source, filename=file)
    given = _given(published)
    lines: set[int] = set()
    for function, name in _functions(tree):
        if ast.dump(function) in given:
            lines.update(range(function.lineno, (function.end_lineno or function.lineno) + 1))
        _begin_with_report(function, name)
    _RaiseReporter().visit(tree)
    return ast.fix_missing_locations(tree), lines


def report_commands(tree: ast.Module) -> ast.Module:
    """Add code that reports when a public function begins and ends, and by what value or error.

    `__init__` is public, too, and so is what is handed an event with its position, whatever its
    name. Generators are left out, which do not begin when they are called.
    """
    for function, name in _public(tree, ""):
        inside = list(ast.walk(function))
        if not any(isinstance(each, ast.Yield | ast.YieldFrom) for each in inside):
            returns = any(isinstance(each, ast.Return) and each.value for each in inside)
            function.body = [_ReturnReporter().visit(each) for each in function.body]
            _report_begin_and_end(function, name, returns=returns)
    return ast.fix_missing_locations(tree)


def _public(node: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[Function, str]]:
    """Yield the public functions of a module and of its classes, with their qualified names."""
    for child in node.body:
        if isinstance(child, Function) and (
            child.name == "__init__"
            or child.name[0] != "_"
            or is_handed([each.arg for each in child.args.args])
        ):
            yield child, prefix + child.name
        elif isinstance(child, ast.ClassDef) and child.name[0] != "_":
            yield from _public(child, f"{prefix}{child.name}.")


def _report_begin_and_end(function: Function, name: str, *, returns: bool) -> None:
    begin = 1 if ast.get_docstring(function, clean=False) is not None else 0
    body = function.body[begin:]
    if not body:
        return
    first = body[0]
    error = ast.ExceptHandler(body=[_report(LEFT, at=first), ast.copy_location(ast.Raise(), first)])
    ended = _report(ENDED, at=first)
    attempt = ast.Try(body, [ast.copy_location(error, first)], [], [ended])
    begun = _report(COMMANDED, ast.Constant(name), ast.Constant(returns), at=first)
    function.body[begin:] = [begun, ast.copy_location(attempt, first)]


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
    lines = source.decode().splitlines()
    return {
        ast.dump(function)
        for function, _ in _functions(ast.parse(source))
        if not any("TODO" in line for line in _lines(function, lines))
    }


def _lines(function: Function, lines: list[str]) -> list[str]:
    """Return the lines of a function, with the comments at its end, which are in no statement."""
    rest = lines[function.end_lineno :]
    own = takewhile(lambda line: not line.strip() or _is_comment(line, function.col_offset), rest)
    return [*lines[function.lineno - 1 : function.end_lineno], *own]


def _is_comment(line: str, column: int) -> bool:
    """Return whether a line is a comment further to the right than a column."""
    text = line.lstrip()
    return text.startswith("#") and len(line) - len(text) > column


def _begin_with_report(function: Function, name: str) -> None:
    """Insert code that reports the call, below the docstring."""
    first = function.body[0]
    is_query = any(_name(each) in _QUERIES for each in function.decorator_list)
    arguments: list[ast.expr] = [ast.Constant(each) for each in (function.lineno, name, is_query)]
    report = _report(CALLED, *arguments, at=first)
    function.body.insert(1 if ast.get_docstring(function, clean=False) is not None else 0, report)


class _RaiseReporter(ast.NodeTransformer):
    """Inserts code that reports each `raise`, before it."""

    def visit_Raise(self, node: ast.Raise) -> list[ast.stmt]:
        return [_report(RAISES, at=node), node]


class _ReturnReporter(ast.NodeTransformer):
    """Lets each value that a function returns go through the report of it."""

    def visit_Return(self, node: ast.Return) -> ast.Return:
        if node.value:
            reported = ast.Call(ast.Name(RETURNED, ast.Load()), [node.value], [])
            node.value = ast.copy_location(reported, node.value)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Leave a function inside as it is."""
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        """Leave a function inside as it is."""
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Leave a class inside as it is."""
        return node


def _report(name: str, *arguments: ast.expr, at: ast.stmt) -> ast.stmt:
    """Return a call of a function of ours; its line number is that of the learner's line."""
    call = ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
    return ast.copy_location(ast.Expr(call), at)


def _name(decorator: ast.expr) -> str:
    """Return the last name in a decorator such as `functools.cached_property`."""
    return ast.unparse(decorator).rpartition(".")[2]
