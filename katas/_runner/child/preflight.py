"""Checks a kata's files before anything imports them, because that explains some faults best."""

import ast
import io
import tokenize
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from katas._runner import extras, import_hook, published
from katas._runner.catalogue import find
from katas._runner.paths import FEATURES, KATAS, ROOT, TESTS, in_repository
from katas._runner.result import Error

from . import damage
from .diagnosis import Diagnosis

if TYPE_CHECKING:
    from pytest_bdd.parser import Feature


def first_missing(slug: str) -> Error | None:
    """Return the first file or package that every run needs, and that is missing."""
    folders = KATAS / "given", KATAS / "_roastery", TESTS / "steps", TESTS / "support"
    for path in (*folders, ROOT / "pyproject.toml"):
        if not path.exists():
            return Error("FileNotFoundError", f"{path.name} is missing", in_repository(path))
    for path in (TESTS / "conftest.py", TESTS / f"test_{slug}.py"):
        if error := damage.in_file(path):
            return error
    lacking = extras.lacking(find(slug))
    return Error(extras.MISSING, lacking) if lacking else None


def read_feature(slug: str) -> "Feature | Error":
    """Parse a kata's feature. Return the error if that fails."""
    from pytest_bdd.feature import get_feature  # noqa: PLC0415 - within the time limit

    path = FEATURES / f"{slug}.feature"
    try:
        return get_feature(str(FEATURES), path.name, "utf-8-sig")
    except Exception as error:  # noqa: BLE001 - several parsers may raise
        reason = str(error).partition("\n")[0]
        message = f"the file {path.name} cannot be read ({type(error).__name__}: {reason})"
        return Error("FeatureError", message, in_repository(path))


def first_damaged(folder: Path, slug: str) -> Error | None:
    """Return the first damaged one of the files that nobody edits: the feature and data files."""
    paths = FEATURES / f"{slug}.feature", *(folder / name for name in published.data(slug))
    return next(filter(None, map(damage.in_file, paths)), None)


def first_unreadable(folder: Path, names: list[str]) -> Error | None:
    """Return the first file of the kata that is missing, or that Python cannot read."""
    for name in names:
        path = folder / name
        file = f"{in_repository(folder)}/{name}"  # not the target of a link
        if path.is_dir():
            return Error("IsADirectoryError", f"{name} is a folder, but should be a file", file)
        if not path.is_file():
            return Error("FileNotFoundError", f"{name} is missing", file)
        try:
            source = path.read_bytes()
            with warnings.catch_warnings(action="ignore"):  # the import will show them
                ast.parse(source, filename=str(path))
            source.decode(tokenize.detect_encoding(io.BytesIO(source).readline)[0])
        except OSError as error:
            return Error("PermissionError", f"{name} cannot be read ({error.strerror})", file)
        except (SyntaxError, ValueError) as error:
            return _unparsable(path, source, error)
        except (RecursionError, MemoryError):
            return Error("SyntaxError", "the code is nested too deeply for Python", file)
    return None


def _unparsable(path: Path, source: bytes, error: SyntaxError | ValueError) -> Error:
    file = in_repository(path)
    conflict = damage.conflict_line(source)
    if conflict:
        message = f"a merge conflict of git in {path.name} begins in this line"
        return Error("MergeConflict", message, file, conflict)
    if b"\0" in source:
        return Error("UnicodeError", f"the file {path.name} is not a text in UTF-8", file, 1)
    declared = import_hook.encoding_line(source)
    if declared and not (isinstance(error, SyntaxError) and error.lineno):
        reason = getattr(error, "msg", error)
        message = f"the file {path.name} cannot be read in the encoding that it declares ({reason})"
        return Error("EncodingError", message, file, declared)
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as undecodable:
        line = source.count(b"\n", 0, undecodable.start) + 1
        return Error("UnicodeError", f"the file {path.name} is not saved as UTF-8", file, line)
    return Diagnosis(path.parent).explain(error)
