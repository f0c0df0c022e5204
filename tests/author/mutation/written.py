"""Finds what a learner must write: where a solution differs from the published start state."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from .source import undocumented

_Scope = ast.Module | ast.ClassDef

Definition = TypeVar("Definition", ast.ClassDef, ast.FunctionDef)


@dataclass(frozen=True)
class Part:
    """Consecutive statements that are a learner's own work.

    `where` is the qualified name of the function or class that they are in, empty for a module.
    `head` is the function if its decorators or parameters are the learner's own work, too.
    """

    where: str
    body: list[ast.stmt]
    head: ast.FunctionDef | None = None


def parts(solution: _Scope, start: _Scope | None, where: str = "") -> Iterator[Part]:
    """Yield the parts of a solution that are not in the start state."""
    given = undocumented(start.body) if start else []
    known = {ast.dump(each) for each in given}
    for node in undocumented(solution.body):
        if isinstance(node, (ast.Import, ast.ImportFrom)) or ast.dump(node) in known:
            continue
        name = f"{where}.{getattr(node, 'name', '')}".strip(".")
        if isinstance(node, ast.ClassDef):
            yield from parts(node, _counterpart(node, given), name)
        elif isinstance(node, ast.FunctionDef):
            yield from _function(node, _counterpart(node, given), name)
        else:
            yield Part(where, [node])


def _function(node: ast.FunctionDef, before: ast.FunctionDef | None, name: str) -> Iterator[Part]:
    body = undocumented(node.body)
    is_body_given = before and _dumps(body) == _dumps(undocumented(before.body))
    is_head_given = before and _head(node) == _head(before)
    if not (is_body_given and is_head_given):
        yield Part(name, [] if is_body_given else body, None if is_head_given else node)


def _head(function: ast.FunctionDef) -> list[str]:
    return _dumps([*function.decorator_list, function.args])


def _counterpart(node: Definition, given: list[ast.stmt]) -> Definition | None:
    for each in given:
        if isinstance(each, type(node)) and each.name == node.name:
            return each
    return None


def _dumps(nodes: Sequence[ast.AST]) -> list[str]:
    return [ast.dump(node) for node in nodes]
