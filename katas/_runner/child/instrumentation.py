"""Adds code to a learner's module that reports each call of a function, and each `raise`."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
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
    texts, given = source.splitlines(), given_functions(published)
    lines: set[int] = set()
    for function, name in _functions(tree):
        if _is_given(function, texts, given):
            lines.update(range(function.lineno, (function.end_lineno or function.lineno) + 1))
        _begin_with_report(function, name)
    _report_raises(tree)
    return tree, lines


def report_commands(tree: ast.Module) -> ast.Module:
    """Add code that reports when a public function begins and ends, and by what value or error.

    `__init__` is public, too, and so is what is handed an event with its position, whatever its
    name. Generators are left out, which do not begin when they are called.
    """
    for function, name in _public(tree, ""):
        inside = list(ast.walk(function))
        if not any(isinstance(each, ast.Yield | ast.YieldFrom) for each in inside):
            returns = any(isinstance(each, ast.Return) and each.value for each in inside)
            _report_returns(function)
            _report_begin_and_end(function, name, returns=returns)
    return tree


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


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[Function, str]]:
    """Yield all functions in a module or in a statement, with their qualified names."""
    for block in _blocks(node):
        for child in block:
            inside = prefix
            if isinstance(child, ast.ClassDef | Function):
                inside = f"{prefix}{child.name}."
            if isinstance(child, Function):
                yield child, prefix + child.name
            yield from _functions(child, inside)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements of a module or a statement: expressions have none."""
    for name in ("body", "orelse", "finalbody"):
        if block := getattr(node, name, None):
            yield block
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


@cache
def given_functions(published: bytes) -> dict[str, list[tuple[list[bytes], ast.AST]]]:
    """Return the functions of a start state that have no gap, neither in code nor in a comment.

    By their names: their lines, and their trees. What is the same again is looked up.
    """
    lines, texts = published.decode().splitlines(), published.splitlines()
    given: dict[str, list[tuple[list[bytes], ast.AST]]] = {}
    for function, _ in _functions(ast.parse(published)):
        if not any("TODO" in line for line in _lines(function, lines)):
            given.setdefault(function.name, []).append((_text(function, texts), function))
    return given


def _is_given(
    function: Function,
    lines: list[bytes],
    given: dict[str, list[tuple[list[bytes], ast.AST]]],
) -> bool:
    """Return whether a function is one of the given ones, however it is laid out."""
    same = given.get(function.name, ())
    text = _text(function, lines) if same else None
    if any(each == text for each, _ in same):
        return True
    return bool(same) and ast.dump(function) in {ast.dump(each) for _, each in same}


def _text(function: Function, lines: list[bytes]) -> list[bytes]:
    """Return the lines of a function, with those of its decorators."""
    begin = min(each.lineno for each in (function, *function.decorator_list))
    return lines[begin - 1 : function.end_lineno]


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


def _report_raises(node: ast.AST) -> None:
    """Insert code that reports each `raise` in a module or in a statement, before it."""
    for block in _blocks(node):
        for child in block:
            _report_raises(child)
        for number in reversed(range(len(block))):
            if isinstance(block[number], ast.Raise):
                block.insert(number, _report(RAISES, at=block[number]))


def _report_returns(node: ast.AST) -> None:
    """Let each value that a function returns go through the report of it."""
    for block in _blocks(node):
        for child in block:
            if isinstance(child, ast.Return) and child.value:
                reported = ast.Call(ast.Name(RETURNED, ast.Load()), [child.value], [])
                child.value = ast.fix_missing_locations(ast.copy_location(reported, child.value))
            elif not isinstance(child, Function | ast.ClassDef):
                _report_returns(child)


def _report(name: str, *arguments: ast.expr, at: ast.stmt) -> ast.stmt:
    """Return a call of a function of ours; its line number is that of the learner's line."""
    call = ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
    return ast.fix_missing_locations(ast.copy_location(ast.Expr(call), at))


def _name(decorator: ast.expr) -> str:
    """Return the last name in a decorator such as `functools.cached_property`, or nothing."""
    return str(getattr(decorator, "attr", getattr(decorator, "id", "")))
