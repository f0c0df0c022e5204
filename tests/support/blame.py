"""Whether a place in a wrong solution has to do with what is wrong there."""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef

_OF_AN_OBJECT = {"__init__", "create_id", "consistency_boundary", "execute"}
"""What the library calls of an object that is made, or saved."""

_STORE = {"repository", "save", "collect_events"}
_OF_A_STORE = {"encode", "decode"}
"""What leads to a store, and what the library calls when it writes or reads an event there."""


class Blame(Enum):
    """What a line, or the function that it is in, has to do with what is wrong."""

    GUILTY = "it is not as in the solution"
    LEADS_THERE = "it is as in the solution, and calls what is not"
    INNOCENT = "it has nothing to do with it"


@dataclass(frozen=True)
class _Part:
    """A function, with its class if it has one."""

    node: Function
    owner: str

    @property
    def lines(self) -> range:
        first = min(self.node.lineno, *[each.lineno for each in self.node.decorator_list], 10**9)
        return range(first, (self.node.end_lineno or first) + 1)

    @property
    def shape(self) -> str:
        return ast.dump(self.node)

    @property
    def names(self) -> set[str]:
        """By what it is called: its own name, and what leads the library to it."""
        name = self.node.name
        known = {name}
        for decorator in map(ast.unparse, self.node.decorator_list):
            known.add(decorator.partition(".register")[0])
            known |= {self.owner} if decorator.startswith("event") else set()
        if name in _OF_AN_OBJECT:
            known.add(self.owner)
        if name in _OF_A_STORE or name.startswith("upcast_"):
            known |= _STORE
        return known

    @property
    def only_tells(self) -> bool:
        """Whether it gives an answer, and changes nothing."""
        statements = [
            each for line in self.node.body[self._has_docstring :] for each in ast.walk(line)
        ]
        return not any(
            isinstance(each, (ast.Assign, ast.AugAssign, ast.Expr)) for each in statements
        )

    @property
    def _has_docstring(self) -> bool:
        return ast.get_docstring(self.node) is not None

    @cached_property
    def uses(self) -> set[str]:
        """The names in it."""
        nodes = list(ast.walk(self.node))
        return {each.id for each in nodes if isinstance(each, ast.Name)} | {
            each.attr for each in nodes if isinstance(each, ast.Attribute)
        }


class Difference:
    """What differs between a wrong solution's `folder` and the `solution`'s."""

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
        """Return what a line has to do with it, or the whole file if there is no line."""
        if line in self._lines[file] or (line is None and self._lines[file]):
            return Blame.GUILTY
        parts = [each for each in self._parts[file] if line is None or line in each.lines]
        if any(part in self._changed for part in parts):
            return Blame.GUILTY
        return Blame.LEADS_THERE if self._leads_there(parts) else Blame.INNOCENT

    def only_tells(self, file: str, line: int | None) -> bool:
        """Whether the function at a line gives an answer, and changes nothing."""
        return any(each.only_tells for each in self._parts[file] if line in each.lines)

    def _leads_there(self, parts: list[_Part]) -> bool:
        """Follow the names in functions to other functions, until there is no new one."""
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
    def within(node: ast.AST, owner: str) -> Iterator[_Part]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function):
                yield _Part(child, owner)
            yield from within(child, child.name if isinstance(child, ast.ClassDef) else owner)

    return list(within(ast.parse(source), ""))


def _changed_lines(old: str, new: str) -> set[int]:
    matcher = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False)
    blocks = [each for each in matcher.get_opcodes() if each[0] != "equal"]
    return {line + 1 for _, _, _, begin, end in blocks for line in range(begin, end)}
