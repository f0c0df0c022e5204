"""The families of editors: how each opens a file at a line, and whether it has a window."""

from collections.abc import Sequence
from dataclasses import dataclass

File = tuple[str, int | None]
"""A file's name, and a line in it."""


@dataclass(frozen=True)
class Family:
    """Editors with the same arguments.

    `at_line` is how to pass a file and a line; the default passes only the file. `waiting` are
    options that make an editor wait until the file is closed: these are removed.
    """

    at_line: Sequence[str] = ("{file}",)
    has_window: bool = False
    needs_terminal: bool = False
    opens_one: bool = False
    always: Sequence[str] = ()
    in_its_terminal: Sequence[str] = ()
    for_several: Sequence[str] = ()
    waiting: Sequence[str] = ()

    def arguments(self, files: Sequence[File]) -> list[str]:
        """Return the arguments that open files, the first at its line."""
        (file, line), *others = files
        first = self.at_line if line else ("{file}",)
        words = [word.format(file=file, line=line) for word in first]
        if self.opens_one:
            return words
        return [*(self.for_several if others else ()), *words, *(name for name, _ in others)]


_COLON = ("{file}:{line}",)
_PLUS = ("+{line}", "{file}")
_OPTION = ("--line", "{line}", "{file}")
_WAIT = ("--wait", "-w")

UNKNOWN = Family()
"""Any other editor: it gets the files, and the terminal until it ends."""

_LISTED = {
    "code code-insiders codium vscodium cursor windsurf positron": Family(
        ("--goto", *_COLON), has_window=True, in_its_terminal=("--reuse-window",), waiting=_WAIT
    ),
    "pycharm pycharm64 pycharm-professional pycharm-community charm idea idea64": Family(
        _OPTION, has_window=True, waiting=_WAIT
    ),
    "subl sublime_text zed zeditor": Family(_COLON, has_window=True, waiting=_WAIT),
    "kate kwrite": Family(_OPTION, has_window=True, waiting=("--block", "-b")),
    "mate": Family(_OPTION, has_window=True, waiting=_WAIT),
    "geany mousepad": Family(_OPTION, has_window=True),
    "gedit pluma xed": Family(_PLUS, has_window=True, waiting=_WAIT),
    "bbedit": Family(_PLUS, has_window=True, waiting=_WAIT),
    "gvim mvim": Family(
        _PLUS, has_window=True, for_several=("-p",), waiting=("--nofork", "-f", "--remote-wait")
    ),
    "notepad++": Family(("-n{line}", "{file}"), has_window=True),
    "idle idle3 spyder thonny gnome-text-editor": Family(has_window=True),
    "notepad xdg-open": Family(has_window=True, opens_one=True),
    "open": Family(has_window=True, opens_one=True, always=("-t",)),
    "vim nvim": Family(_PLUS, needs_terminal=True, for_several=("-p",)),
    "vi nano pico micro joe kak ne mcedit": Family(_PLUS, needs_terminal=True),
    "emacs emacsclient": Family(_PLUS, opens_one=True),  # it shows only one of several
    "mg": Family(_PLUS, needs_terminal=True, opens_one=True),
    "hx helix": Family(_COLON, needs_terminal=True),
}

FAMILIES = {name: family for names, family in _LISTED.items() for name in names.split()}
"""The family of each editor, by the name of its command."""
