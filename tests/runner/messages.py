"""Finds the commands in messages, in the source of the `kata` command and of the steps."""

import ast
import re
from pathlib import Path

from katas._runner.paths import KATAS, TESTS

_RUNNER = KATAS / "_runner"
_COMMAND = re.compile(r"`((?:kata|git|pip|pytest|uv|py|python3?|\{\w*\})(?![\w/.])[^`]*)`")
_BARE = re.compile(
    r"(?<!`)\b((?:pip|uv pip|git|uv) (?:pip |)(?:install|sync|restore|run|checkout)[^`\n]*)"
)


def commands_in_messages(*folders: Path) -> set[str]:
    """Return all commands in messages, as `module: command`; `{}` is for values.

    By default the folders are those of the command and of the steps.
    """
    return {
        f"{path.relative_to(folder).with_suffix('').as_posix()}: {command}"
        for folder in folders or (_RUNNER, TESTS / "steps", TESTS / "support")
        for path in sorted(folder.rglob("*.py"))
        for text in _texts(path)
        for pattern in (_COMMAND, _BARE)
        for command in pattern.findall(text)
    }


def _texts(path: Path) -> list[str]:
    """Return the texts of a module that are not docstrings; f-strings as a whole."""
    tree = ast.parse(path.read_text("utf-8"))
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        _text(node)
        for node in ast.walk(tree)
        if id(node) not in inner | documented and isinstance(node, (ast.Constant, ast.JoinedStr))
    ]
    return [text for text in texts if text]


def _text(node: ast.expr) -> str:
    """Return the text of a string, with `{}` for values."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "{}"
    value = node.value if isinstance(node, ast.Constant) else ""
    return re.sub(r"\{\w+\}", "{}", value) if isinstance(value, str) else ""
