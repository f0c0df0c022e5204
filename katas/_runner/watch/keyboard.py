"""Reads single keys from the terminal, and restores the terminal afterwards."""

import os
import re
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import Any, Self

from .events import Pressed, Queue, Resumed

QUIT = "q"
_END = {"\x03", "\x04", ""}
"""Ctrl-C and Ctrl-D if they arrive as keys, and the input of a closed terminal."""

_KEY = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]?|\x1bO.?|\x1b.?|.", re.DOTALL)
"""A key as terminals send it; an arrow or a function key begins with Escape."""

_IS_CUT = re.compile(r"\x1b(\[[0-?]*[ -/]*|O)?\Z")
"""The beginning of a longer key: a slow connection may split it."""

_LONGEST = 64
_TICK = 0.05


class Keyboard:
    """Sends each key as an event, in lower case, inside its `with` block."""

    def __init__(self, events: Queue) -> None:
        self._events = events
        self._reading = ExitStack()

    def __enter__(self) -> Self:
        self._reading.enter_context(_reading(self._events))
        return self

    def __exit__(self, *_: object) -> None:
        self._reading.close()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Restore the terminal, and leave the keys to another program, inside a `with` block."""
        self._reading.close()
        try:
            with _kept():
                yield
        finally:
            self._reading.enter_context(_reading(self._events))


def _send(events: Queue, typed: str) -> None:
    """Send what was typed; an arrow or a function key is one key of several characters."""
    for key in _KEY.findall(typed) if typed else [typed]:
        events.put(Pressed(QUIT if key in _END else key.lower()))


if sys.platform == "win32":
    import msvcrt
    from contextlib import nullcontext

    _NO_LETTER = "\x00\xe0"

    _kept = nullcontext

    @contextmanager
    def _reading(events: Queue) -> Iterator[None]:
        stop = Event()

        def read() -> None:
            while not stop.wait(_TICK):
                while msvcrt.kbhit():
                    key = msvcrt.getwch()
                    if key in _NO_LETTER and msvcrt.kbhit():  # PageDown would also send a Q
                        key = f"\x1bO{msvcrt.getwch()}"
                    _send(events, key)

        reader = Thread(target=read, daemon=True)
        reader.start()
        try:
            yield
        finally:
            stop.set()
            reader.join()

else:
    import termios
    import tty

    @contextmanager
    def _kept() -> Iterator[None]:
        """Restore the terminal after another program."""
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            yield
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    @contextmanager
    def _reading(events: Queue) -> Iterator[None]:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        stop, stopper = os.pipe()

        stops = signal.getsignal(signal.SIGTSTP)

        def take_over() -> None:
            tty.setcbreak(terminal)
            if stops == signal.SIG_DFL:
                signal.signal(signal.SIGTSTP, suspend)

        def resume(*_: Any) -> None:
            """Go on after Ctrl-Z and `fg`: the shell has changed the terminal."""
            take_over()
            events.put(Resumed())

        def suspend(*_: Any) -> None:
            """Restore the terminal, then stop at Ctrl-Z: not every shell restores it."""
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)

        def read() -> None:
            while stop not in (ready := select.select([terminal, stop], [], [])[0]):
                if ready:
                    typed = _read(terminal)
                    if _IS_CUT.search(typed) and select.select([terminal], [], [], _TICK)[0]:
                        typed += _read(terminal)
                    _send(events, typed)
                    if not typed:
                        return

        take_over()
        signal.signal(signal.SIGCONT, resume)
        reader = Thread(target=read, daemon=True)
        reader.start()
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, signal.SIG_DFL)
            signal.signal(signal.SIGTSTP, stops)
            os.write(stopper, b".")
            reader.join()
            os.close(stop)
            os.close(stopper)
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _read(terminal: int) -> str:
        try:
            return os.read(terminal, _LONGEST).decode("utf-8", "replace")
        except OSError:
            return ""
