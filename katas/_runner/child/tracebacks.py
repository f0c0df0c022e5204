"""Reduces tracebacks that the learner's code prints or logs to the learner's own lines."""

import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, cast


def show_only(is_mine: Callable[[str], bool]) -> None:
    """Leave other files' lines out of each traceback. If none would be left, keep the last line."""
    summary = cast("Any", traceback.StackSummary)
    format_all = summary.format

    def format_mine(self: traceback.StackSummary, **kwargs: Any) -> list[str]:
        mine = [each for each in self if is_mine(each.filename)] or self[-1:]
        kept = [(each.filename, each.lineno, each.name, each.line) for each in mine]
        lines: list[str] = format_all(summary.from_list(kept), **kwargs)
        return lines

    summary.format = format_mine
    threading.excepthook = _print_of_thread


def _print_of_thread(args: threading.ExceptHookArgs) -> None:
    """Print what has ended a thread with `traceback`; Python itself uses code of its own."""
    name = args.thread.name if args.thread else "a thread"
    sys.stderr.write(f"Exception in thread {name}:\n")
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback)
