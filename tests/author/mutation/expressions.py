"""Mistakes within an expression: another condition, bound, constant, name or argument."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from .source import Edit, Source

_COMPARED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", ">="),
    ast.LtE: ("<=", ">"),
    ast.Gt: (">", "<="),
    ast.GtE: (">=", "<"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
"""The sign of a comparison, and its opposite."""

_MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
}
_COPIES = {"copy", "deepcopy", "dict", "frozenset", "list", "reversed", "set", "sorted", "tuple"}
_UNORDERED = {"all", "and_", "any", "group_by", "max", "min", "or_", "where"}
_OTHER = {"min": "max", "max": "min", "any": "all", "all": "any"}


def of_expression(source: Source, node: ast.AST) -> Iterator[Edit]:  # noqa: C901 - one case for each
    """Yield the mistakes with one node, but not those with the nodes inside it."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield from _of_comparison(source, left, operator, right)
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield from _turned(source, test)
        case ast.comprehension(ifs=tests):
            for test in tests:
                yield from _turned(source, test)
                yield source.replace(test, "True", "condition dropped")
        case ast.BoolOp(op=operator, values=values):
            yield from _of_bool(source, node, operator, values)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
            sign, other = _ARITHMETIC[type(operator)]
            yield source.replace_between(left, right, sign, other, "arithmetic turned")
        case ast.Constant(value=value):
            yield from _of_constant(source, node, value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            yield source.replace(node, "0", "constant changed")
        case ast.Call():
            yield from _of_call(source, node)
        case ast.Dict(keys=keys):
            for key in keys:
                yield from _of_word(source, key)
        case ast.Subscript(slice=key) | ast.MatchValue(value=key):
            yield from _of_word(source, key)


def _of_comparison(
    source: Source, left: ast.expr, operator: ast.cmpop, right: ast.expr
) -> Iterator[Edit]:
    sign, opposite = _COMPARED[type(operator)]
    if sign in _MOVED:
        yield source.replace_between(left, right, sign, _MOVED[sign], "bound moved")
    yield source.replace_between(left, right, sign, opposite, "condition turned")
    for side in (left, right):
        yield from _of_word(source, side)


def _turned(source: Source, test: ast.expr) -> Iterator[Edit]:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield source.replace(test, source.of(operand), "condition turned")
        case ast.Compare(ops=[_]) | ast.Constant():
            pass
        case ast.NamedExpr() | ast.BoolOp() | ast.IfExp():
            yield source.replace(test, f"not ({source.of(test)})", "condition turned")
        case _:
            yield source.replace(test, f"not {source.of(test)}", "condition turned")


def _of_bool(
    source: Source, node: ast.BoolOp, operator: ast.boolop, values: list[ast.expr]
) -> Iterator[Edit]:
    word, other = (" and ", " or ") if isinstance(operator, ast.And) else (" or ", " and ")
    texts = [
        f"({source.of(each)})" if isinstance(each, ast.BoolOp) else source.of(each)
        for each in values
    ]
    yield source.replace(node, other.join(texts), "and for or")
    for number in range(len(texts)):
        rest = word.join(texts[:number] + texts[number + 1 :])
        yield source.replace(node, rest, "condition dropped")


def _of_constant(source: Source, node: ast.Constant, value: object) -> Iterator[Edit]:
    if isinstance(value, bool):
        yield source.replace(node, str(not value), "constant changed")
    elif isinstance(value, int):
        yield source.replace(node, str(value + 1), "constant changed")
        if value > 0:
            yield source.replace(node, str(value - 1), "constant changed")


def _of_word(source: Source, node: ast.expr | None) -> Iterator[Edit]:
    """Misspell a word that is used as a key; texts for people are left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield source.replace(node, repr(node.value + "_"), "constant changed")


def _of_call(source: Source, node: ast.Call) -> Iterator[Edit]:
    match node.func:
        case ast.Name(id=name) if name in _COPIES and node.args:
            yield source.replace(node, source.of(node.args[0]), "copy or order dropped")
        case ast.Attribute(value=value, attr="copy"):
            yield source.replace(node, source.of(value), "copy or order dropped")
        case ast.Attribute(value=ast.Call() as value):
            yield source.replace(node, source.of(value), "call in a chain dropped")
        case ast.Name(id=name) if name in _OTHER:
            yield source.replace(node.func, _OTHER[name], "function swapped")
    yield from _of_arguments(source, node)


def _of_arguments(source: Source, node: ast.Call) -> Iterator[Edit]:
    arguments: list[ast.AST] = sorted([*node.args, *node.keywords], key=source.start)
    if len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp):
        return
    head = source.of(node.func)
    texts = [source.of(each) for each in arguments]
    for number, argument in enumerate(arguments):
        if (len(arguments) == 1 and node.args) or _is_flag(argument):
            continue
        rest = ", ".join(texts[:number] + texts[number + 1 :])
        yield source.replace(node, f"{head}({rest})", "argument dropped")
    for first, second in pairwise(node.args if head.split(".")[-1] not in _UNORDERED else []):
        if source.of(first) != source.of(second):
            between = source.between(source.end(first), source.start(second))
            text = source.of(second) + between + source.of(first)
            yield Edit(source.start(first), source.end(second), text, "arguments swapped")


def _is_flag(node: ast.AST) -> bool:
    """Return whether an argument is True or False: dropping it equals another mutant or nothing."""
    match node:
        case ast.keyword(value=ast.Constant(value=bool())):
            return True
    return False
