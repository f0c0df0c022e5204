"""Finds the learner's editor, and opens files in it at a line.

`click.edit` knows `$VISUAL` and `$EDITOR`, but cannot open a file at a line or in a window.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from katas._runner.paths import from_here, in_repository
from katas._runner.processes import own_group

from .families import FAMILIES, UNKNOWN, Family
from .gaps import Place

_FIRST_SECONDS = 2.0
"""An editor with a window that still runs after these seconds has opened the file."""

_LONGEST_COMPLAINT = 400

_APPLICATIONS = {
    "code": "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code",
    "cursor": "/Applications/Cursor.app/Contents/Resources/app/bin/cursor",
    "pycharm": "/Applications/PyCharm.app/Contents/MacOS/pycharm",
    "subl": "/Applications/Sublime Text.app/Contents/SharedSupport/bin/subl",
}
"""Where macOS installs them; their commands may not be in PATH."""

_WINDOWS = ["code", "pycharm", "charm", "cursor", "zed", "zeditor", "subl"]
_JETBRAINS = ["pycharm", "charm", "pycharm-professional", "pycharm-community", "idea"]
_TERMINALS = ["nano", "vi"]


class EditorError(Exception):
    """Raised when an editor cannot be used; the message says why."""


@dataclass(frozen=True)
class Editor:
    """An editor: how to start it, and the family that it belongs to."""

    command: Sequence[str]
    family: Family

    @property
    def name(self) -> str:
        """Its name as people know it."""
        return _name(self.command[0])

    @property
    def most_files(self) -> int | None:
        """How many files it opens at a time; None if there is no limit."""
        return 1 if self.family.opens_one else None

    def open(self, places: Sequence[Place]) -> None:
        """Open files, the first of them at its line. Raises `EditorError`.

        Waits until an editor in the terminal ends, but not until a window closes.
        """
        command = [*self.command, *self.family.arguments(_words(places, self.family))]
        try:
            code, said = (_in_window if self.family.has_window else _in_terminal)(command)
        except OSError as error:
            raise EditorError(f"{self.name} cannot be started ({error.strerror}).") from None
        if code:
            how = f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"
            raise EditorError(f"{self.name} {how}." + (f" It says:\n{said}" if said else ""))


def find(settings: Mapping[str, str] = os.environ, *, has_terminal: bool = True) -> Editor | None:
    """Find the editor: the configured one, otherwise that of this terminal, otherwise a common one.

    `has_terminal` says whether an editor can use the terminal. Raises `EditorError` if the
    configured editor cannot be used.
    """
    for variable in ("VISUAL", "EDITOR"):
        if settings.get(variable, "").strip():
            return _set(settings[variable].strip(), variable, settings, has_terminal=has_terminal)
    candidates = [*_of_this_terminal(settings)]
    if _has_display(settings):
        candidates += _WINDOWS
    if has_terminal:
        candidates += _TERMINALS
    if _has_display(settings):
        candidates += {"win32": ["notepad"], "darwin": ["open"]}.get(sys.platform, ["xdg-open"])
    programs = ((name, _program(name)) for name in candidates)
    return next((_made([path], name, settings) for name, path in programs if path), None)


def split(command: str, *, is_windows: bool = sys.platform == "win32") -> list[str]:
    """Split a command line into words. Raises `ValueError` if a quote is not closed.

    On Windows a backslash belongs to a path.
    """
    lexer = shlex.shlex(command, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = "" if is_windows else "\\"
    return list(lexer)


def _set(command: str, variable: str, settings: Mapping[str, str], *, has_terminal: bool) -> Editor:
    """Return the editor that a variable names, as a path with spaces or a command line."""
    try:
        words = [command] if shutil.which(command) else split(command)
    except ValueError as error:
        raise EditorError(f"${variable} cannot be read ({error}): {command}") from None
    program = shutil.which(os.path.expanduser(words[0]))  # noqa: PTH111 - it may be a name
    if program is None:
        raise EditorError(f"${variable} names {words[0]}, but there is no such program.")
    editor = _made([program, *words[1:]], _name(words[0]), settings)
    if editor.family.needs_terminal and not has_terminal:
        raise EditorError(f"{editor.name} needs a terminal, but there is none.")
    return editor


def _made(command: list[str], name: str, settings: Mapping[str, str]) -> Editor:
    behind = _name(str(Path(command[0]).resolve()))  # Debian's `editor` is a link
    family = FAMILIES.get(name) or FAMILIES.get(behind) or UNKNOWN
    program, *arguments = command
    arguments = [word for word in arguments if word not in family.waiting]
    if _is_in_vscode(settings):
        arguments += family.in_its_terminal
    return Editor((program, *family.always, *arguments), family)


def _name(program: str) -> str:
    """Return a program's name without its folder and without an extension, as in `code.cmd`."""
    return re.split(r"[\\/]", program)[-1].partition(".")[0].lower()


def _program(name: str) -> str | None:
    path = shutil.which(name)
    if path and "sbin" in Path(path).parts:  # the file system ZFS has a daemon called zed
        path = None
    application = _APPLICATIONS.get(name, "")
    return path or (application if Path(application).is_file() else None)


def _is_in_vscode(settings: Mapping[str, str]) -> bool:
    return settings.get("TERM_PROGRAM") == "vscode" or "VSCODE_IPC_HOOK_CLI" in settings


def _of_this_terminal(settings: Mapping[str, str]) -> list[str]:
    """Return the commands of the editor whose terminal this is."""
    if _is_in_vscode(settings):
        insiders = "insider" in settings.get("TERM_PROGRAM_VERSION", "")
        cursor = ["cursor"] if "CURSOR_TRACE_ID" in settings else []
        return [*cursor, *(["code-insiders"] if insiders else []), "code", "codium", "windsurf"]
    if settings.get("TERMINAL_EMULATOR") == "JetBrains-JediTerm":
        return _JETBRAINS
    return ["zed", "zeditor"] if settings.get("ZED_TERM") else []


def _has_display(settings: Mapping[str, str]) -> bool:
    """Return whether a window can be opened here, and people can see it."""
    if sys.platform in ("win32", "darwin"):
        return "SSH_CONNECTION" not in settings
    return any(settings.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))


def _words(places: Sequence[Place], family: Family) -> list[tuple[str, int | None]]:
    """Return file names and lines; names are full for a window, which may have another folder."""
    here = [from_here(in_repository(place.file)) for place in places]
    names = [str(place.file) for place in places] if family.has_window else here
    return [(name, place.line) for name, place in zip(names, places, strict=True)]


def _in_terminal(command: list[str]) -> tuple[int, str]:
    with _keys_for_the_editor():
        return subprocess.call(command), ""


@contextmanager
def _keys_for_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor, which may use it for something else."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _in_window(command: list[str]) -> tuple[int, str]:
    """Start an editor, and return its exit code and its output; 0 if it stays open."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, **own_group()
        )
        try:
            code = process.wait(_FIRST_SECONDS)
        except subprocess.TimeoutExpired:
            return 0, ""
        said.seek(0)
        return code, said.read(_LONGEST_COMPLAINT).decode("utf-8", "replace").strip()
