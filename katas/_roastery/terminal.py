"""The shop's terminal: a line that somebody is typing stays whole, below what is printed."""

import os
import re
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

import click

PROMPT = "> "

_LONGEST = 60
"""Characters of a line that is typed: it must not wrap, since it is drawn anew."""

_CLEAR = "\r\x1b[K"
_BACKSPACES, _KILL_LINE = "\x7f\b", "\x15"

_TICK = 0.1
"""Seconds between two looks at whether the shop is closed."""

_NO_LETTER = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]?|O.?|.?)", re.DOTALL)
"""An arrow, or another key that begins with Escape."""


class Terminal:
    """Prints lines, and keeps those that are typed."""

    def __init__(self) -> None:
        self._typed = SimpleQueue[str]()

    def typed(self) -> Iterator[str]:
        """Yield the lines that were typed since the last call."""
        try:
            while True:
                yield self._typed.get_nowait()
        except Empty:
            return

    def print(self, text: str) -> None:
        """Print a text, which may have several lines."""
        click.echo(text)

    def read(self) -> None:
        """Keep what is typed, until the input ends."""
        for line in sys.stdin or ():  # it is None where it is closed
            self._typed.put(line)

    def close(self) -> None:
        """Take no more."""


class Prompt(Terminal):
    """Draws the line that is being typed anew below whatever is printed.

    The system must not echo what is typed, nor keep it back until its line is complete.
    """

    def __init__(self) -> None:
        super().__init__()
        self._line = ""
        self._drawing = Lock()
        self._closed = Event()

    def close(self) -> None:
        """Leave the keys to whoever comes next."""
        self._closed.set()
        with self._drawing:
            _write(_CLEAR)

    def print(self, text: str) -> None:
        """Print a text above the line that is being typed."""
        with self._drawing:
            self._draw(f"{text}\n")

    def read(self) -> None:
        """Keep what is typed, until the input ends or the shop closes."""
        stdin = sys.stdin.fileno()
        while not self._closed.is_set():
            if not select.select([stdin], [], [], _TICK)[0]:
                continue
            typed = _read(stdin)
            if not typed:
                return
            self.take(typed)

    def take(self, typed: str) -> None:
        """Do what some keys say, and show it."""
        with self._drawing:
            for key in _NO_LETTER.sub("", typed):
                self._press(key)

    def _press(self, key: str) -> None:
        if key in "\r\n":
            self._typed.put(self._line)
            above, self._line = f"{PROMPT}{self._line}\n", ""
            self._draw(above)
            return
        if key in _BACKSPACES:
            self._line = self._line[:-1]
        elif key == _KILL_LINE:
            self._line = ""
        elif key.isprintable():
            self._line = (self._line + key)[:_LONGEST]
        self._draw()

    def _draw(self, above: str = "") -> None:
        _write(f"{_CLEAR}{above}{PROMPT}{self._line}")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, _LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""


@contextmanager
def opened() -> Iterator[Terminal]:
    """Read what is typed, inside a `with` block, and restore the terminal afterwards.

    Windows has no such mode, nor has a pipe: there, typing and printing may meet in a line.
    """
    is_terminal = bool(sys.stdin) and sys.stdin.isatty() and sys.stdout.isatty()
    can_draw = is_terminal and sys.platform != "win32" and os.environ.get("TERM") != "dumb"
    terminal = Prompt() if can_draw else Terminal()
    with _unechoed() if can_draw else nullcontext():
        Thread(target=terminal.read, daemon=True).start()
        try:
            yield terminal
        finally:
            terminal.close()


if sys.platform == "win32":
    _unechoed = nullcontext
else:
    import termios
    import tty

    @contextmanager
    def _unechoed() -> Iterator[None]:
        """Let the terminal hand over each key at once, and show none. Ctrl-C stays what it is."""
        stdin = sys.stdin.fileno()
        before = termios.tcgetattr(stdin)

        def take_over(*_: Any) -> None:
            tty.setcbreak(stdin)

        take_over()
        resumed = signal.signal(signal.SIGCONT, take_over)  # after Ctrl-Z, the shell has changed it
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, resumed)
            termios.tcsetattr(stdin, termios.TCSADRAIN, before)
