"""Finds files that nobody should edit, and that are missing or damaged.

A scenario then fails without a mistake of the learner, and only the file's name helps them.
"""

import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from katas._runner import manifest, published
from katas._runner.paths import (
    FEATURES,
    KATAS,
    ROOT,
    SOLUTIONS,
    TESTS,
    UnusableFileError,
    in_repository,
)
from katas._runner.result import Error

_CONFLICT = re.compile(rb"^<{7} .*?^={7}$.*?^>{7} ", re.MULTILINE | re.DOTALL)
"""What git writes into a file when two changes conflict."""

_OURS = (KATAS / "given", KATAS / "_roastery", KATAS / "_runner", FEATURES, TESTS)
_CODE = (KATAS, SOLUTIONS, TESTS)
"""Folders with code of the workshop; installed packages are elsewhere."""


def in_file(path: Path) -> Error | None:
    """Return what is wrong with a file, as far as its bytes show it."""
    file = in_repository(path)
    if path.is_dir():
        return Error("IsADirectoryError", f"{path.name} is a folder, but should be a file", file)
    if not path.exists():
        return Error("FileNotFoundError", f"{path.name} is missing", file)
    try:
        content = path.read_bytes()
    except OSError as error:
        return Error("PermissionError", f"{path.name} cannot be read ({error.strerror})", file)
    damage = _damage(content)
    if damage is None:
        return None
    return Error("DamagedFileError", f"the file {path.name} {damage}", file)


def _damage(content: bytes) -> str | None:
    if not content.strip():
        return "is empty"
    if content.startswith(b"version https://git-lfs"):
        return "is not there: git has put a pointer in its place (Git LFS)"
    line = conflict_line(content)
    return f"contains a merge conflict of git (line {line})" if line else None


def conflict_line(content: bytes) -> int | None:
    """Return the line, from 1, where a merge conflict of git begins; None if there is none."""
    content = content.replace(b"\r\n", b"\n")
    found = _CONFLICT.search(content)
    return content.count(b"\n", 0, found.start()) + 1 if found else None


def in_what_is_shared(slug: str, reason: str) -> Error | None:
    """Return the first shared file that is missing or not as published.

    `reason` says what has failed.
    """
    names = manifest.altered(slug)
    if not names:
        return None
    path = _or_folder(ROOT / names[0])
    return in_file(path) or _altered(path, reason)


def behind(exception: BaseException, is_needed: Callable[[Path, str], bool]) -> Error | None:
    """Return the damaged file of the workshop that has caused an exception, if there is one.

    `is_needed` says whether a learner's file imported a name before they edited it. If not, they
    may have mistyped the name.
    """
    if isinstance(exception, SyntaxError) and exception.filename:
        return _unparsable(Path(exception.filename), exception)
    if isinstance(exception, ImportError) and exception.name:
        damage = _not_importable(exception, exception.name, is_needed)
        if damage:
            return damage
    return None if isinstance(exception, AssertionError) else _behind_altered(exception)


def _behind_altered(exception: BaseException) -> Error | None:
    """Return the altered file that raises the exception, or that lacks an attribute."""
    reason = f"{type(exception).__name__}: {exception}"
    if isinstance(exception, AttributeError):
        path = _source_of_object(exception.obj)
        if path and _is_altered(path):
            return _altered(path, reason)
    frames = traceback.extract_tb(exception.__traceback__)
    last = next((each for each in reversed(frames) if _is_in(Path(each.filename), _CODE)), None)
    if not last or not _is_altered(Path(last.filename)):
        return None
    return _altered(Path(last.filename), f"line {last.lineno}, {reason}")


def _is_altered(path: Path) -> bool:
    """Return whether nobody should edit the file, and it is not as published."""
    if manifest.is_altered(in_repository(path)):
        return True
    kata = path.parent
    try:
        return kata.parent in _CODE and path.name in published.altered(kata.name, kata)
    except UnusableFileError:  # the folder belongs to no kata
        return False


def _source_of_object(thing: object) -> Path | None:
    """Return the file that defines a module, a class, or an object's class."""
    owner = thing if isinstance(thing, type) else type(thing)
    module = thing if isinstance(thing, ModuleType) else sys.modules.get(owner.__module__)
    file = getattr(module, "__file__", None)
    return Path(file) if file else None


def _altered(path: Path, reason: str) -> Error:
    message = f"the file {path.name} is not as published: {reason}"
    return Error("DamagedFileError", message, in_repository(path))


def _not_importable(
    exception: ImportError, name: str, is_needed: Callable[[Path, str], bool]
) -> Error | None:
    path = _source_of(name)
    importer = Path(traceback.extract_tb(exception.__traceback__)[-1].filename)
    wanted = re.search(r"cannot import name '(\w+)'", str(exception))
    if not _is_in(path, _OURS) or not is_needed(importer, wanted[1] if wanted else name):
        return None
    damage = in_file(path)
    if damage or not wanted:
        return damage
    if path.name == "__init__.py" and not manifest.is_altered(in_repository(path)):
        return in_file(path.with_name(f"{wanted[1]}.py"))
    return Error(
        "DamagedFileError", f"the file {path.name} lacks `{wanted[1]}`", in_repository(path)
    )


def _source_of(module: str) -> Path:
    """Return the file where a module of the workshop is, or was."""
    path = ROOT.joinpath(*module.split("."))
    source = path / "__init__.py"
    is_package = path.is_dir() or manifest.is_altered(in_repository(source))
    return _or_folder(source if is_package else path.with_suffix(".py"))


def _or_folder(path: Path) -> Path:
    """Return the path, or the highest of its folders that is missing."""
    return path if path.parent.is_dir() else _or_folder(path.parent)


def _unparsable(path: Path, error: SyntaxError) -> Error | None:
    """Return what is wrong with a file of the workshop that Python cannot parse."""
    if not _is_in(path, _OURS):
        return None
    reason = f"the file {path.name} is damaged: line {error.lineno}, {error.msg}"
    return in_file(path) or Error("DamagedFileError", reason, in_repository(path))


def _is_in(path: Path, folders: tuple[Path, ...]) -> bool:
    resolved = path.resolve()
    return any(resolved.is_relative_to(folder) for folder in folders)
