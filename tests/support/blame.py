"""Decides whether a place in a wrong solution has to do with its mistake."""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef

_OF_AN_OBJECT = {
    "__init__",
    "create_id",
    "consistency_boundary",
    "execute",
    "policy",
    "process_event",
}
"""Methods that the library calls when an object is created, saved, or given an event."""

_STORE = {"repository", "save", "collect_events"}
_OF_A_STORE = {"encode", "decode"}
"""Names that lead to a store, and methods that the library calls when it writes or reads."""


class Blame(Enum):
    """What a line, or its function, has to do with the mistake."""

    GUILTY = "it differs from the solution"
    LEADS_THERE = "it is as in the solution, but calls something that differs"
    INNOCENT = "it has nothing to do with the mistake"


Assignment = ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class _Part:
    """A function or an assignment, with its class if it has one."""

    node: Function | Assignment
    owner: str

    @property
    def lines(self) -> range:
        first = min(self.node.lineno, *[each.lineno for each in self._decorators], 10**9)
        return range(first, (self.node.end_lineno or first) + 1)

    @property
    def shape(self) -> str:
        return ast.dump(self.node)

    @property
    def names(self) -> set[str]:
        """The names that lead to it: its own, and those by which the library calls it."""
        if isinstance(self.node, Assignment):
            return self._assigned
        name = self.node.name
        known = {name}
        for decorator in map(ast.unparse, self._decorators):
            handled = decorator.partition(".register")[0]
            known.add(handled)
            if decorator.startswith("event") or handled in _OF_AN_OBJECT:
                known.add(self.owner)
        if name in _OF_AN_OBJECT:
            known.add(self.owner)
        if name in _OF_A_STORE or name.startswith("upcast_"):
            known |= _STORE
        return known

    @property
    def is_query(self) -> bool:
        """Whether it only returns something, and changes nothing."""
        if isinstance(self.node, Assignment):
            return False
        has_docstring = ast.get_docstring(self.node) is not None
        statements = [each for line in self.node.body[has_docstring:] for each in ast.walk(line)]
        return not any(
            isinstance(each, (ast.Assign, ast.AugAssign, ast.Expr)) for each in statements
        )

    @property
    def _decorators(self) -> list[ast.expr]:
        return [] if isinstance(self.node, Assignment) else self.node.decorator_list

    @property
    def _assigned(self) -> set[str]:
        """The names of the variables and attributes that it sets."""
        assert isinstance(self.node, Assignment)
        targets = self.node.targets if isinstance(self.node, ast.Assign) else [self.node.target]
        return {each.id for each in targets if isinstance(each, ast.Name)} | {
            each.attr for each in targets if isinstance(each, ast.Attribute)
        }

    @cached_property
    def uses(self) -> set[str]:
        """The names that it uses."""
        nodes = list(ast.walk(self.node))
        return {each.id for each in nodes if isinstance(each, ast.Name)} | {
            each.attr for each in nodes if isinstance(each, ast.Attribute)
        }


class Difference:
    """The difference between a wrong solution in `folder` and the `solution`."""

    def __init__(self, folder: Path, solution: Path) -> None:
        self._parts = {path.name: _parts(_read(path)) for path in sorted(folder.glob("*.py"))}
        self._lines = {
            name: _changed_lines(_read(solution / name), _read(folder / name))
            for name in self._parts
        }
        known = {
            name: {each.shape for each in _parts(_read(solution / name))} for name in self._parts
        }
        self._changed = [
            part
            for name in self._parts
            for part in self._parts[name]
            if part.shape not in known[name]
        ]

    def blame(self, file: str, line: int | None) -> Blame:
        """Return what a line has to do with the mistake, or the whole file if there is no line."""
        if line in self._lines[file] or (line is None and self._lines[file]):
            return Blame.GUILTY
        parts = [each for each in self._parts[file] if line is None or line in each.lines]
        if any(part in self._changed for part in parts):
            return Blame.GUILTY
        return Blame.LEADS_THERE if self._leads_there(parts) else Blame.INNOCENT

    def is_query(self, file: str, line: int | None) -> bool:
        """Return whether the function at a line only returns something, and changes nothing."""
        return any(each.is_query for each in self._parts[file] if line in each.lines)

    def _leads_there(self, parts: list[_Part]) -> bool:
        """Return whether functions lead to a changed one, by the names that they use."""
        everything = [part for found in self._parts.values() for part in found]
        reached, waiting = set(parts), list(parts)
        while waiting:
            uses = waiting.pop().uses
            new = [each for each in everything if each not in reached and each.names & uses]
            reached.update(new)
            waiting += new
        return any(part in self._changed for part in reached)


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _parts(source: str) -> list[_Part]:
    """Return the functions, the constants, and what `__init__` sets.

    What other functions set is state, and whoever uses it does not lead to them.
    """

    def within(node: ast.AST, owner: str, function: str) -> Iterator[_Part]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function) or (
                isinstance(child, Assignment) and function in {"", "__init__"}
            ):
                yield _Part(child, owner)
            yield from within(
                child,
                child.name if isinstance(child, ast.ClassDef) else owner,
                child.name if isinstance(child, Function) else function,
            )

    return list(within(ast.parse(source), "", ""))


def _changed_lines(old: str, new: str) -> set[int]:
    matcher = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False)
    blocks = [each for each in matcher.get_opcodes() if each[0] != "equal"]
    return {line + 1 for _, _, _, begin, end in blocks for line in range(begin, end)}
