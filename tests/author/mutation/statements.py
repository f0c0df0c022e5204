"""Mistakes with whole statements: left out, in another order, in the wrong block."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from .source import Edit, Source, undocumented

_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_KEPT = (*_DEFINITIONS, ast.Import, ast.ImportFrom, ast.Pass, ast.Return)


def of_body(
    source: Source, body: list[ast.stmt], *, in_transaction: bool = False
) -> Iterator[Edit]:
    """Yield the mistakes with the statements of one block, and with the blocks inside it.

    A transaction writes everything at once, so the order of two calls in it makes no difference.
    """
    body = undocumented(body)
    for node in body:
        if not isinstance(node, _KEPT):
            yield source.replace(node, "pass", "statement dropped")
        yield from _of_statement(source, node)
        for block in blocks(node):
            inside = in_transaction or isinstance(node, ast.With)
            yield from of_body(source, block, in_transaction=inside)
    for first, second in pairwise(body):
        is_fixed = isinstance(first, _DEFINITIONS) or isinstance(second, (*_DEFINITIONS, *_LEAVING))
        is_alike = (in_transaction and isinstance(second, ast.Expr)) or _commute(first, second)
        if not is_fixed and not is_alike:
            yield _swapped(source, first, second, "lines swapped")


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of a statement."""
    for name in ("body", "orelse", "finalbody"):
        if isinstance(node, ast.stmt) and (block := getattr(node, name, [])):
            yield block
    for handler in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
        yield handler.body


def _of_statement(source: Source, node: ast.stmt) -> Iterator[Edit]:
    match node:
        case ast.Return(value=ast.expr()):
            yield source.replace(node, "return", "return value dropped")
        case ast.Break():
            yield source.replace(node, "continue", "break for continue")
        case ast.Continue():
            yield source.replace(node, "break", "continue for break")
        case ast.For() | ast.While() if not isinstance(node.body[-1], _LEAVING):
            indent = "\n" + " " * node.body[0].col_offset
            end = source.end(node.body[-1])
            yield Edit(end, end, f"{indent}break", "loop left after its first pass")
        case ast.With():
            yield from _of_with(source, node)
        case ast.Try():
            yield from _of_try(source, node)
        case ast.AugAssign():
            target, value = source.of(node.target), source.of(node.value)
            yield source.replace(node, f"{target} = {value}", "sum for value")


def _of_with(source: Source, node: ast.With) -> Iterator[Edit]:
    if not any(item.optional_vars for item in node.items):
        inside = source.block(node.body, node.col_offset)
        yield source.replace(node, inside, "transaction dropped")
    if len(node.body) > 1:
        head = source.between(source.line_start(node), source.line_start(node.body[0]))
        at = source.line_start(node.body[-1])
        yield Edit(at, at, head, "transaction split")
    last = node.body[-1]
    if len(node.body) > 1 and not isinstance(last, (*_LEAVING, *_DEFINITIONS)):
        outside = " " * node.col_offset + source.block([last], node.col_offset)
        at = source.line_start(last)
        yield Edit(at, source.end(last), outside, "transaction left too early")


def _of_try(source: Source, node: ast.Try) -> Iterator[Edit]:
    for handler in node.handlers:
        if handler.type and source.of(handler.type) != "Exception":
            yield source.replace(handler.type, "Exception", "except widened")
    if not node.finalbody:
        inside = source.block(node.body, node.col_offset)
        if node.orelse:
            inside += "\n" + " " * node.col_offset + source.block(node.orelse, node.col_offset)
        yield source.replace(node, inside, "except dropped")


def _swapped(source: Source, first: ast.AST, second: ast.AST, operator: str) -> Edit:
    between = source.between(source.end(first), source.start(second))
    text = source.of(second) + between + source.of(first)
    return Edit(source.start(first), source.end(second), text, operator)


def _commute(first: ast.stmt, second: ast.stmt) -> bool:
    """Return whether two assignments do not depend on each other, and call nothing."""
    is_plain = all(isinstance(each, (ast.Assign, ast.AnnAssign)) for each in (first, second))
    nodes = [*ast.walk(first), *ast.walk(second)]
    read = {ast.unparse(node) for node in nodes if isinstance(getattr(node, "ctx", None), ast.Load)}
    written = [
        ast.unparse(node) for node in nodes if isinstance(getattr(node, "ctx", None), ast.Store)
    ]
    calls = any(isinstance(node, ast.Call) for node in nodes)
    return is_plain and not calls and len({*written}) == len(written) and not read & {*written}
