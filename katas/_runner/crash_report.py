"""What to send when the command itself has failed: versions, what was called, and where it failed.

It contains nothing of the learner's code: only files and lines of the command and of installed
packages. The error's message is left out, because it may quote anything.
"""

import platform
import sys
import tempfile
import traceback
from importlib import metadata
from pathlib import Path
from types import TracebackType

from .paths import ROOT

_PACKAGES = (
    "roastery-katas",
    "click",
    "rich",
    "pytest",
    "pytest-bdd",
    "eventsourcing",
    "sqlalchemy",
)
_WORDS = ("--help", "--json", "--solutions", "--all", "--undo", "--yes", "--anyway", "--poll")
"""Options that say nothing about a person."""


def write(error: BaseException, command: str | None) -> Path:
    """Write a report to a temporary file, and return where. Raises `OSError`."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="kata-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text(error, command))
    return Path(file.name)


def text(error: BaseException, command: str | None) -> str:
    """Return the report; `command` is the one that was called, None for `kata` alone."""
    options = [word for word in sys.argv[1:] if word in _WORDS]
    lines = [
        f"kata {' '.join([command or '', *options])}".rstrip(),
        f"Python {platform.python_version()} on {platform.platform()}",
        *(f"{name} {_version(name)}" for name in _PACKAGES),
        "",
        *_chain(error),
    ]
    return "\n".join(lines) + "\n"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "is not installed"


def _chain(error: BaseException | None) -> list[str]:
    """Return the error and its causes, the latest first, each with its frames."""
    lines: list[str] = []
    while error:
        kind = type(error)
        lines += [f"{kind.__module__}.{kind.__qualname__} at", *_frames(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return lines


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


def _place(file: str) -> str:
    """Return a file's name without private folders; a file of a kata is not named."""
    path = Path(file)
    if path.is_relative_to(ROOT / "katas" / "_runner"):
        return path.relative_to(ROOT).as_posix()
    if "site-packages" in path.parts:
        return Path(*path.parts[path.parts.index("site-packages") + 1 :]).as_posix()
    return path.name if path.is_relative_to(sys.base_prefix) else "(elsewhere)"
