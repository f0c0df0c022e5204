"""Starts the `kata` command, also as `python -m katas._runner`."""

import signal
import sys
from typing import Any

_ENDS = ("SIGTERM", "SIGHUP")
"""Signals that end a process. SIGHUP comes when a terminal is closed; Windows does not have it."""


def main() -> None:
    """Import the command, which takes a moment, and run it.

    Ctrl-C during the import ends the process at once: there is no code yet that could answer it.
    After the import, every signal lets the command end its runs and restore the terminal.
    """
    before = signal.getsignal(signal.SIGINT)
    if before != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from .cli import main as command  # noqa: PLC0415 - the slow import
    except (ImportError, AttributeError) as error:  # click is missing or damaged
        from . import checkouts, entry  # noqa: PLC0415 - only for the error

        sys.exit(entry.unusable("click", error, checkouts.reinstallation()))
    signal.signal(signal.SIGINT, before)
    for end in (getattr(signal, name) for name in _ENDS if hasattr(signal, name)):
        if signal.getsignal(end) == signal.SIG_DFL:  # not under `nohup`: then it is to go on
            signal.signal(end, _end)
    command()


def _end(number: int, _: Any) -> None:
    """End the command as Ctrl-C does, with the code that shells use."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
