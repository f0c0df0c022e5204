"""Steps about what a team's model of a thing holds.

The kata's test module provides the fixtures `teams`, and `others_words`: by team, what a thing is
called where it is something else.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pytest_bdd import then, when

from tests.support.source_line import PlacedError
from tests.support.teams import Teams


class Name(NamedTuple):
    """A name in a module, and its line."""

    name: str
    line: int


@when("she reads what each team has written about a coffee")
def she_reads_what_each_team_has_written() -> None:
    """Let the assertions below read it."""


@then("no team uses another's words for it")
def no_team_uses_anothers_words(teams: Teams, others_words: dict[str, set[str]]) -> None:
    for team, path, tree in _modules(teams):
        for name, line in [*_kept(tree), *_named(tree)]:
            foreign = others_words[team] & set(re.findall(r"[a-z]+", _snake_case(name)))
            if foreign:
                message = (
                    f"`{name}` is no word of {team}: `{foreign.pop()}` is what a coffee is to "
                    "another team. A model holds what its own team asks of a coffee."
                )
                raise PlacedError(message, path, line)


@then("each model keeps what its team asks for, and nobody else changes it")
def each_model_keeps_what_its_team_asks_for(teams: Teams) -> None:
    asked: dict[str, set[str]] = {}
    for team, _, tree in _modules(teams):
        asked.setdefault(team, set()).update(_asked(tree))
    for team, path, tree in _modules(teams):
        for name, line in _changed_from_outside(tree):
            message = (
                f"`{name}` is changed from outside of the model. Only the body of an `@event` may "
                "change state: tell the model what has happened, by one of its commands."
            )
            raise PlacedError(message, path, line)
        for name, line in _kept(tree):
            if name not in asked[team]:
                message = (
                    f"`{name}` is kept, but {team} asks for it nowhere. The event carries it for "
                    "whoever asks one day. A model keeps what its own rules and questions need."
                )
                raise PlacedError(message, path, line)


def _modules(teams: Teams) -> Iterator[tuple[str, Path, ast.Module]]:
    for team, modules in teams.modules.items():
        for path in map(teams.path, modules):
            yield team, path, ast.parse(path.read_bytes())


def _kept(tree: ast.Module) -> Iterator[Name]:
    """Return the attributes that objects of a module's classes get."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name("self"), attr=name, ctx=ast.Store()):
                yield Name(name, node.lineno)


def _changed_from_outside(tree: ast.Module) -> Iterator[Name]:
    """Return the attributes of other objects that a module sets."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name("self")):
                pass
            case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                yield Name(name, node.lineno)


def _named(tree: ast.Module) -> Iterator[Name]:
    """Return what else a module has a name for: functions, classes, their attributes, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield Name(name, node.lineno)
            case ast.AnnAssign(target=ast.Name(name)):
                yield Name(name, node.lineno)
            case ast.ImportFrom(names=names):
                yield from (Name(each.name, node.lineno) for each in names)


def _asked(tree: ast.Module) -> Iterator[str]:
    """Return the attributes that a module reads, of whatever object."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Load()):
                yield name


def _snake_case(name: str) -> str:
    """Write a name in small letters, with its words apart."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
