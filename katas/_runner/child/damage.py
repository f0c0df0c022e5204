"""Files of the workshop that nobody edits, and that are missing or damaged all the same.

A scenario then fails for no fault of the learner's, and only the file's name leads on.
"""

import re
import traceback
from collections.abc import Callable
from pathlib import Path

from katas._runner.paths import FEATURES, KATAS, ROOT, TESTS, in_repository
from katas._runner.result import Error

_CONFLICT = re.compile(rb"^<{7} .*?^={7}$.*?^>{7} ", re.MULTILINE | re.DOTALL)
"""What git leaves where two changes do not go together."""

_OURS = (KATAS / "given", KATAS / "_runner", FEATURES, TESTS)


def in_file(path: Path) -> Error | None:
    """Return what is wrong with a file, as far as it can be seen from its bytes."""
    file = in_repository(path)
    if path.is_dir():
        return Error("IsADirectoryError", f"{path.name} is a folder, but should be a file", file)
    if not path.exists():
        return Error("FileNotFoundError", f"{path.name} is missing", file)
    try:
        content = path.read_bytes()
    except OSError as error:
        return Error("PermissionError", f"{path.name} may not be read ({error.strerror})", file)
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
    return f"holds two versions, which git has left there (line {line})" if line else None


def conflict_line(content: bytes) -> int | None:
    """Return the line, from 1, at which git has left two versions in a file."""
    content = content.replace(b"\r\n", b"\n")
    found = _CONFLICT.search(content)
    return content.count(b"\n", 0, found.start()) + 1 if found else None


def behind(exception: BaseException, is_needed: Callable[[Path, str], bool]) -> Error | None:
    """Return the file because of which something could not be imported, if it is one of ours.

    `is_needed` tells whether a file of the learner's imported something before they edited it:
    otherwise they may have mistyped its name.
    """
    if isinstance(exception, SyntaxError) and exception.filename:
        return _unparsable(Path(exception.filename), exception)
    if not isinstance(exception, ImportError) or not exception.name:
        return None
    path = ROOT.joinpath(*exception.name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    importer = Path(traceback.extract_tb(exception.__traceback__)[-1].filename)
    wanted = re.search(r"cannot import name '(\w+)'", str(exception))
    if not _is_ours(path) or not is_needed(importer, wanted[1] if wanted else exception.name):
        return None
    damage = in_file(path)
    if damage or not wanted:
        return damage
    return Error(
        "DamagedFileError", f"the file {path.name} lacks `{wanted[1]}`", in_repository(path)
    )


def _unparsable(path: Path, error: SyntaxError) -> Error | None:
    """Return what is wrong with a source of ours that Python cannot read."""
    if not _is_ours(path):
        return None
    reason = f"the file {path.name} is damaged: line {error.lineno}, {error.msg}"
    return in_file(path) or Error("DamagedFileError", reason, in_repository(path))


def _is_ours(path: Path) -> bool:
    return any(path.resolve().is_relative_to(folder) for folder in _OURS)
