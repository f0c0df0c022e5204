"""Writes, reads and strictly applies unified diffs.

`git apply` and `patch` read them too, but they search for a hunk's lines elsewhere if necessary.
This module does not: a diff that no longer fits is an error. And it works without git.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_FILE = re.compile(r"--- (\S+)[^\n]*\n\+\+\+ (\S+)[^\n]*\n")
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_NOWHERE = "/dev/null"
_NO_NEWLINE = "\\ No newline at end of file\n"


class PatchError(Exception):
    """Raised when a diff cannot be read, or does not fit. The message says which file and hunk."""


@dataclass(frozen=True)
class Hunk:
    """The lines `new` replace the lines `old`, which begin at line `start` (counted from 0)."""

    header: str
    start: int
    old: list[str]
    new: list[str]


@dataclass(frozen=True)
class FileDiff:
    """The changes of one file: `old` is None if it is new, `new` is None if it is removed."""

    old: str | None
    new: str | None
    hunks: list[Hunk]

    @property
    def path(self) -> str:
        """The file's path: the new one, or the old one of a removed file."""
        return self.new or self.old or ""

    def apply(self, text: str | None) -> str | None:
        """Return the changed text of a file; None stands for no file. Raises `PatchError`."""
        if (text is None) != (self.old is None):
            raise PatchError(f"{self.path} {'exists already' if text else 'does not exist'}")
        lines = _lines(text or "")
        for hunk in self.hunks:
            if lines[hunk.start : hunk.start + len(hunk.old)] != hunk.old:
                raise PatchError(f"{self.path} has other lines at the hunk {hunk.header}")
        for hunk in reversed(self.hunks):
            lines[hunk.start : hunk.start + len(hunk.old)] = hunk.new
        if self.new is None and lines:
            raise PatchError(f"{self.path} has more lines than the diff removes")
        return None if self.new is None else "".join(lines)


def read(diff: str) -> tuple[str, list[FileDiff]]:
    """Return the text above the diff, and the changes of each file. Raises `PatchError`."""
    above, *parts = _FILE.split(diff)
    changes = [
        FileDiff(_path(old), _path(new), list(_hunks(body, new)))
        for old, new, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]
    if not changes:
        raise PatchError("there is no diff")
    return above.strip(), changes


def write(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return the diff between two sets of texts by path; empty if they are equal."""
    return "".join(
        "".join(_diff(path, old.get(path), new.get(path))) for path in sorted({*old, *new})
    )


def _diff(path: str, old: str | None, new: str | None) -> Iterator[str]:
    before = _NOWHERE if old is None else f"a/{path}"
    after = _NOWHERE if new is None else f"b/{path}"
    for line in difflib.unified_diff(_lines(old or ""), _lines(new or ""), before, after):
        if line == " \n":
            yield "\n"  # as git's suppressBlankEmpty: editors may remove spaces at a line's end
        elif line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n{_NO_NEWLINE}"


def _hunks(body: str, path: str) -> Iterator[Hunk]:
    lines = _lines(body)
    while lines:
        header = lines.pop(0)
        numbers = _HUNK.match(header)
        if not numbers:
            raise PatchError(f"{path} has a line outside of a hunk: {header.rstrip()}")
        start, old_count, new_count = (int(each or 1) for each in numbers.groups())
        old: list[str] = []
        new: list[str] = []
        touched: list[list[str]] = []
        while lines and (len(old) < old_count or len(new) < new_count or lines[0][0] == "\\"):
            sign, text = lines[0][0], lines.pop(0)[1:]
            if sign == "\\":
                for side in touched:
                    side[-1] = side[-1].removesuffix("\n")
                continue
            if sign not in " -+\n":
                raise PatchError(f"{path} has a line without a sign in the hunk {header.rstrip()}")
            touched = [side for side, other in ((old, "+"), (new, "-")) if sign != other]
            for side in touched:
                side.append(text or "\n")
        if (len(old), len(new)) != (old_count, new_count):
            raise PatchError(f"{path} has too few or too many lines in the hunk {header.rstrip()}")
        yield Hunk(header.strip(), start - 1 if old_count else start, old, new)


def _path(name: str) -> str | None:
    return None if name == _NOWHERE else name.partition("/")[2]


def _lines(text: str) -> list[str]:
    """Split after line feeds only; `splitlines` would also split where git does not."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
