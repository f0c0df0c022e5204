"""A check and its finding, also if the check crashes or hangs."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from katas._runner.paths import UnusableFileError

FINE, NOTE, WRONG = "fine", "note", "wrong"
"""The status of a finding; `note` is for what most people do not need."""


@dataclass(frozen=True)
class Finding:
    """What was found, and how to fix it if it is not fine."""

    status: str
    found: str
    mend: str = ""


@dataclass(frozen=True)
class Check:
    """Something to check; it may take `limit` seconds."""

    name: str
    look: Callable[[], Finding]
    limit: float = 30

    def examine(self) -> Finding:
        """Run the check. A check that crashes or hangs returns a finding, too."""
        answers: queue.Queue[Finding] = queue.Queue()
        threading.Thread(target=lambda: answers.put(self._look_safely()), daemon=True).start()
        try:
            return answers.get(timeout=self.limit)
        except queue.Empty:
            return Finding(
                WRONG,
                f"no answer within {self.limit:g} seconds",
                "Try again. If that does not help, restart the machine.",
            )

    def _look_safely(self) -> Finding:
        try:
            return self.look()
        except UnusableFileError as error:
            found, _, mend = str(error).partition("\n")
            return Finding(WRONG, found, mend)
        except ImportError as error:
            return Finding(WRONG, f"cannot be checked: {error}", "First fix the packages.")
        except BaseException as error:  # noqa: BLE001 - every error must be reported
            reason = str(error).partition("\n")[0]
            return Finding(WRONG, f"{type(error).__name__}: {reason}", hint_at(error))


def hint_at(error: BaseException) -> str:
    """Return general advice for an unexpected error."""
    if isinstance(error, OSError):
        return "Make sure that the disk has room and that you may write there."
    return "Make a new clone and a new environment. If that does not help, please report it."
