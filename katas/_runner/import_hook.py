"""Decides from which folder the package `katas` is imported, and avoids outdated bytecode.

The learner's files and the reference solutions are imported under the same names, so that one set
of steps drives both and the topics of recorded events agree. There is no fallback from one folder
to the other.
"""

import ast
import importlib
import re
import sys
from collections.abc import Container, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import decode_source
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Protocol

import katas


class Tracker(Protocol):
    """Records the calls of a module's functions."""

    def compile(self, source: bytes, file: str) -> ast.Module:
        """Parse a module, and add code that reports its calls."""

    def attach(self, module: ModuleType, file: str) -> None:
        """Receive the calls that a module reports."""


class Commands(Protocol):
    """Records the calls of a module's public functions from outside of it."""

    def compile(self, tree: ast.Module) -> ast.Module:
        """Add code that reports them to a module."""

    def attach(self, module: ModuleType) -> None:
        """Receive the calls that a module reports."""


_ENCODING = re.compile(rb"[^#]*#.*coding[:=]")

_INHERITED = "katas.given", "katas._roastery"
"""Packages that always come from `katas/`, wherever the numbered katas come from."""


def encoding_line(source: bytes) -> int | None:
    """Return the number of the line that names the encoding, 1 or 2; None if no line does."""
    lines = enumerate(source.split(b"\n", 2)[:2], 1)
    return next((number for number, line in lines if _ENCODING.match(line)), None)


class FreshLoader(SourceFileLoader):
    """Compiles a kata's module from its source each time.

    Python compares cached bytecode with the source by size and whole seconds, and may miss an edit.
    With `calls`, the module reports the calls of its functions, and with `commands` the public
    ones, to both.
    """

    def __init__(
        self, name: str, file: str, calls: Tracker | None, commands: Commands | None = None
    ) -> None:
        super().__init__(name, file)
        self._calls = calls
        self._commands = commands

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError(f"no cached bytecode for {path}")

    def source_to_code(self, data: Any, path: Any) -> CodeType:  # type: ignore[override]
        try:
            decode_source(data)  # Python itself ignores wrong bytes in a comment
        except (SyntaxError, ValueError, LookupError) as error:  # they do not say where
            place = path, encoding_line(data), None, None
            raise SyntaxError(f"this encoding does not fit: {error}", place) from error
        source = self._calls.compile(data, path) if self._calls else data
        if self._commands:
            tree = source if isinstance(source, ast.Module) else ast.parse(source, path)
            source = self._commands.compile(tree)
        code: CodeType = super().source_to_code(source, path)
        return code

    def exec_module(self, module: ModuleType) -> None:
        if self._calls:
            self._calls.attach(module, self.path)
        if self._commands:
            self._commands.attach(module)
        super().exec_module(module)


class KataFinder:
    """Finds the modules of numbered katas, and refuses the package `solutions`."""

    def __init__(
        self, calls: Tracker | None, given: Container[str], commands: Commands | None
    ) -> None:
        self._calls = calls
        self._given = given
        self._commands = commands

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Answer the import system (importlib.abc.MetaPathFinder)."""
        if name.partition(".")[0] == "solutions":
            raise ImportError("`solutions` cannot be imported from a kata", name=name)
        if not name.startswith("katas.k"):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader) and spec.origin:
            calls = None if Path(spec.origin).name in self._given else self._calls
            spec.loader = FreshLoader(name, spec.origin, calls, self._commands)
        return spec


def read_katas_from(
    folder: Path,
    calls: Tracker | None = None,
    given: Container[str] = (),
    commands: Commands | None = None,
) -> None:
    """Import `katas.kNN_…` from `folder` from now on; `katas.given` and the command stay in place.

    The first call sets `calls`, which then records the calls of the learner's functions. Modules
    named in `given` are left out: learners do not edit them, so no failure points there. It also
    sets `commands`, which receives the public calls, of all modules.
    """
    for package in _INHERITED:
        importlib.import_module(package)
    katas.__path__ = [str(folder)]
    if not any(isinstance(finder, KataFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, KataFinder(calls, given, commands))
