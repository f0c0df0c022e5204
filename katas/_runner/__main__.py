"""Starts the `kata` command, also as `python -m katas._runner`."""

import signal


def main() -> None:
    """Import the command, which takes a moment, and run it.

    Ctrl-C in that moment ends the process at once: nobody is there yet to answer with a sentence.
    """
    before = signal.getsignal(signal.SIGINT)
    if before != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from .cli import main as command  # noqa: PLC0415 - this is the moment

    signal.signal(signal.SIGINT, before)
    command()


if __name__ == "__main__":
    main()
