"""Decides which folder stands behind the package `katas`, and keeps its modules fresh.

Learner's files and reference solutions are imported under the same names, so that one set of
steps drives both and the topics of recorded events agree. There is no fallback from one folder to
the other.
"""

import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType

import katas


class FreshLoader(SourceFileLoader):
    """Compiles a kata's module from its source each time.

    Cached bytecode is matched by size and by whole seconds, so an edit may hide behind it.
    """

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError(f"no cached bytecode for {path}")


class KataFinder:
    """Finds the modules of numbered katas, and refuses the package `solutions`."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Answer the import system (importlib.abc.MetaPathFinder)."""
        if name.partition(".")[0] == "solutions":
            raise ImportError("`solutions` cannot be imported from a kata", name=name)
        if not name.startswith("katas.k"):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader) and spec.origin:
            spec.loader = FreshLoader(name, spec.origin)
        return spec


def read_katas_from(folder: Path) -> None:
    """Let `katas.kNN_…` be imported from `folder`; `katas.given` and the command stay in place."""
    importlib.import_module("katas.given")
    katas.__path__ = [str(folder)]
    if KataFinder not in sys.meta_path:
        sys.meta_path.insert(0, KataFinder)
