"""The mutants of a kata's solution: one mistake each, in what a learner must write."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from katas._runner import patch, published
from tests.support.repository import Case, Solution

from . import expressions, names, statements
from .source import Edit, Source
from .written import Part, parts


@dataclass(frozen=True)
class Mistake:
    """One change: `becomes` replaces the lines `was`, from `line` on; both without indentation.

    `where` is the qualified name of the function or class; it is empty for a module.
    """

    operator: str
    where: str
    line: int
    was: str
    becomes: str


@dataclass(frozen=True)
class Mutant(Case):
    """A solution with one mistake: `text` is the whole changed module `file`."""

    slug: str
    file: str
    mistake: Mistake
    text: str

    @property
    def diff(self) -> str:
        """The mistake as a diff."""
        return patch.write({self.file: self._solution}, {self.file: self.text})

    @property
    def _solution(self) -> str:
        return Solution(self.slug).files[self.file]

    def build(self, folder: Path) -> Path:
        """Copy the solution, with the mistake."""
        Solution(self.slug).build(folder)
        file = folder / Path(self.file).relative_to("solutions")
        file.write_text(self.text, "utf-8", newline="\n")
        return folder


def mutants(slug: str) -> list[Mutant]:
    """Return all mutants of a kata's solution, in the order of its files and lines."""
    found = []
    for path, text in Solution(slug).files.items():
        start = published.files(slug).get(Path(path).name, b"").decode()
        found += [
            Mutant(slug, path, mistake, changed) for mistake, changed in mistakes(text, start)
        ]
    return found


def mistakes(text: str, start: str) -> Iterator[tuple[Mistake, str]]:
    """Yield the mistakes in a module whose start state is `start`, each with the changed module."""
    source = Source(text)
    seen = {ast.dump(source.tree)}
    for part in parts(source.tree, ast.parse(start)):
        for edit in sorted(set(_edits(source, part))):
            changed = source.apply(edit)
            try:
                tree = ast.parse(changed)
                compile(tree, "", "exec")
            except SyntaxError:
                continue
            if (dump := ast.dump(tree)) not in seen:
                seen.add(dump)
                yield _mistake(source, part.where, edit), changed


def _mistake(source: Source, where: str, edit: Edit) -> Mistake:
    number, before, lines, after = source.around(edit)
    becomes = _text(before + edit.text + after)
    return Mistake(edit.operator, where, number, _text(before + lines + after), becomes)


def _edits(source: Source, part: Part) -> Iterator[Edit]:
    if part.head:
        yield from names.of_head(source, part.head)
    yield from statements.of_body(source, part.body)
    parameters = names.parameters(source.tree, part.where)
    for statement in part.body:
        for node in _expressions(statement):
            yield from expressions.of_expression(source, node)
            yield from names.of_parameter(source, node, parameters)


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and the nodes inside it that have an effect: no annotations, no messages."""
    if isinstance(node, ast.keyword) and _is_without_effect(node):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns") or isinstance(node, (ast.Raise, ast.JoinedStr)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _expressions(child)


def _is_without_effect(keyword: ast.keyword) -> bool:
    """Return whether an argument matters only for speed: an index, or a read without a commit."""
    match keyword:
        case ast.keyword(arg="index") | ast.keyword(arg="commit", value=ast.Constant(value=False)):
            return True
    return False


def _text(lines: str) -> str:
    return "\n".join(line.strip() for line in lines.splitlines() if line.strip())
