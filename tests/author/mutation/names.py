"""Mistakes with names: another event of the module, or another parameter of the function."""

import ast
from collections.abc import Iterator

from .source import Edit, Source

_EVENT_SWAPPED = "event's name swapped"


def of_head(source: Source, function: ast.FunctionDef) -> Iterator[Edit]:
    """Yield the mistakes in a function's decorators and annotations."""
    recorded = _recorded(source)
    for decorator in function.decorator_list:
        line = source.line_start(decorator)
        yield Edit(line, source.end(decorator) + 1, "", "decorator dropped")
        for name in _names_in(decorator):
            yield source.replace(name, _next(recorded, source.of(name)), _EVENT_SWAPPED)
    handled = [each for each in map(_handled, ast.walk(source.tree)) if each]
    if mine := _handled(function):
        texts = list(dict.fromkeys(map(source.of, handled)))
        yield source.replace(mine, _next(texts, source.of(mine)), _EVENT_SWAPPED)


def parameters(tree: ast.AST, where: str) -> list[str]:
    """Return the names of a function's parameters, without `self`."""
    node: ast.AST | None = tree
    for name in where.split("."):
        body = getattr(node, "body", [])
        node = next((each for each in body if getattr(each, "name", None) == name), None)
    if not isinstance(node, ast.FunctionDef):
        return []
    arguments = [*node.args.args, *node.args.kwonlyargs]
    return [each.arg for each in arguments if each.arg not in ("self", "cls", "_")]


def of_parameter(source: Source, node: ast.AST, parameters: list[str]) -> Iterator[Edit]:
    """Yield the mistake of using another parameter."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()) if name in parameters and len(parameters) > 1:
            yield source.replace(node, _next(parameters, name), "parameter swapped")


def _recorded(source: Source) -> list[str]:
    """Return the names in all `@event(…)` of a module, as they are written."""
    found = [
        source.of(name)
        for node in ast.walk(source.tree)
        for decorator in getattr(node, "decorator_list", [])
        for name in _names_in(decorator)
    ]
    return list(dict.fromkeys(found))


def _names_in(decorator: ast.expr) -> list[ast.expr]:
    match decorator:
        case ast.Call(func=ast.Name(id="event"), args=[name]):
            return [name]
    return []


def _handled(node: ast.AST) -> ast.expr | None:
    """Return the annotation by which a function is registered for a kind of event."""
    match node:
        case ast.FunctionDef(decorator_list=[ast.Attribute(attr="register")], args=arguments):
            return next((each.annotation for each in arguments.args if each.annotation), None)
    return None


def _next(texts: list[str], text: str) -> str:
    """Return the next text in the list; after the last, the first."""
    return texts[(texts.index(text) + 1) % len(texts)]
