"""Starts the `kata` command, also as `python -m katas._runner`."""

import signal
import sys
from typing import Any

_ENDS = ("SIGTERM", "SIGHUP")
"""Signals that end a process; Windows does not know the second: a terminal is closed."""


def main() -> None:
    """Import the command, which takes a moment, and run it.

    Ctrl-C in that moment ends the process at once: nobody is there yet to answer with a sentence.
    Afterwards whatever ends the command lets it end its runs, and mend the terminal.
    """
    before = signal.getsignal(signal.SIGINT)
    if before != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from .cli import main as command  # noqa: PLC0415 - this is the moment
    except (ImportError, AttributeError) as error:  # of click, without which nothing can be asked
        from . import checkouts, entry  # noqa: PLC0415 - only then

        sys.exit(entry.unusable("click", error, checkouts.reinstallation()))
    signal.signal(signal.SIGINT, before)
    for end in (getattr(signal, name) for name in _ENDS if hasattr(signal, name)):
        if signal.getsignal(end) == signal.SIG_DFL:  # `nohup` would have it go on
            signal.signal(end, _end)
    command()


def _end(number: int, _: Any) -> None:
    """End the command as Ctrl-C does, with the code that shells use."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
