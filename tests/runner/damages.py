"""Ways to damage a file."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CONFLICT = b"<<<<<<< HEAD\none\n=======\nother\n>>>>>>> origin/main\n"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"

Damage = Callable[[Path], None]


def _write(path: Path, content: bytes) -> None:
    """Write a new file in the place of one that copies of a checkout may share."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def remove(path: Path) -> None:
    """Delete a file or a folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def make_a_folder(path: Path) -> None:
    """Replace a file by a folder."""
    path.unlink()
    path.mkdir()


def garble(path: Path) -> None:
    """Write bytes that are not a text."""
    _write(path, b"\xff\xfe\0[[")


def empty(path: Path) -> None:
    """Write only a line end."""
    _write(path, b"\n")


def link_to_itself(path: Path) -> None:
    """Replace a file by a link that leads nowhere."""
    path.unlink()
    try:
        path.symlink_to(path.name)
    except OSError:
        pytest.skip("this system makes no symbolic links")


def make_a_pipe(path: Path) -> None:
    """Replace a file by a named pipe."""
    path.unlink()
    if sys.platform == "win32":
        pytest.skip("Windows has no named pipes in folders")
    os.mkfifo(path)


def conflict(path: Path) -> None:
    """Add a merge conflict of git."""
    _write(path, path.read_bytes() + CONFLICT)


def conflict_of_windows(path: Path) -> None:
    """Add a merge conflict of git, with the line ends of Windows."""
    _write(path, path.read_bytes() + CONFLICT.replace(b"\n", b"\r\n"))


def point_elsewhere(path: Path) -> None:
    """Replace a file by a pointer of Git LFS."""
    _write(path, LFS)


def fail_at_import(path: Path) -> None:
    """Add code that Python can parse, but not run."""
    _write(path, path.read_bytes() + b"\n1 / 0\n")


def rename_methods(path: Path) -> None:
    """Give the public methods other names."""
    _write(path, path.read_bytes().replace(b"    def ", b"    def other_").replace(
        b"def other__", b"def _"))  # fmt: skip


def cut(path: Path) -> None:
    """Cut the end off, from the last call on."""
    content = path.read_bytes()
    _write(path, content[: content.rindex(b"(") + 1])
