"""A module's text, and edits of it."""

import ast
from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Edit:
    """Replaces the bytes from `start` to `end` by `text`; `operator` is the kind of mistake."""

    start: int
    end: int
    text: str
    operator: str


class Source:
    """A module's text, with the places of its tree's nodes, in bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._data = text.encode()
        self._lines = [0]
        for line in self._data.split(b"\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def start(self, node: ast.AST) -> int:
        """Return where a node begins."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        return self._lines[line - 1] + column

    def end(self, node: ast.AST) -> int:
        """Return where a node ends."""
        line, column = getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0)
        return self._lines[line - 1] + column

    def line_start(self, node: ast.AST) -> int:
        """Return where a node's first line begins."""
        return self._lines[getattr(node, "lineno", 1) - 1]

    def around(self, edit: Edit) -> tuple[int, str, str, str]:
        """Return the number of an edit's first line, and its lines: before, in and after it."""
        number = bisect_right(self._lines, edit.start)
        end = self._data.find(b"\n", edit.end)
        return (
            number,
            self.between(self._lines[number - 1], edit.start),
            self.between(edit.start, edit.end),
            self.between(edit.end, end),
        )

    def between(self, start: int, end: int) -> str:
        """Return the text from one place to another."""
        return self._data[start:end].decode()

    def of(self, node: ast.AST) -> str:
        """Return a node's text."""
        return self.between(self.start(node), self.end(node))

    def block(self, body: list[ast.stmt], column: int) -> str:
        """Return statements moved left to a column."""
        spare = " " * (body[0].col_offset - column)
        first, *others = self.between(self.start(body[0]), self.end(body[-1])).split("\n")
        return "\n".join([first, *(line.removeprefix(spare) for line in others)])

    def replace(self, node: ast.AST, text: str, operator: str) -> Edit:
        """Return the edit that replaces a node by a text."""
        return Edit(self.start(node), self.end(node), text, operator)

    def replace_between(
        self, left: ast.AST, right: ast.AST, sign: str, other: str, operator: str
    ) -> Edit:
        """Return the edit that replaces a sign between two nodes."""
        start, end = self.end(left), self.start(right)
        return Edit(start, end, self.between(start, end).replace(sign, other, 1), operator)

    def apply(self, edit: Edit) -> str:
        """Return the changed text."""
        return self.between(0, edit.start) + edit.text + self._data[edit.end :].decode()


def undocumented(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return a block's statements without docstrings, wherever they are."""
    return [each for each in body if not _is_text(each)]


def _is_text(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return False
