"""What a check finds out, also when it crashes or hangs."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from katas._runner.paths import UnusableFileError

FINE, NOTE, WRONG = "fine", "note", "wrong"
"""What a check can come to: a note says what is missing that most people do not need."""


@dataclass(frozen=True)
class Finding:
    """What was found, and how to mend it where it is not fine."""

    status: str
    found: str
    mend: str = ""


@dataclass(frozen=True)
class Check:
    """Something to look at: `limit` is how many seconds that may take."""

    name: str
    look: Callable[[], Finding]
    limit: float = 30

    def examine(self) -> Finding:
        """Look at it. What crashes or hangs is wrong, and nothing more happens."""
        answers: queue.Queue[Finding] = queue.Queue()
        threading.Thread(target=lambda: answers.put(self._look_safely()), daemon=True).start()
        try:
            return answers.get(timeout=self.limit)
        except queue.Empty:
            return Finding(
                WRONG,
                f"no answer within {self.limit:g} seconds",
                "Try again. If it stays so, restart the machine.",
            )

    def _look_safely(self) -> Finding:
        try:
            return self.look()
        except UnusableFileError as error:
            found, _, mend = str(error).partition("\n")
            return Finding(WRONG, found, mend)
        except ImportError as error:
            return Finding(WRONG, f"cannot be checked: {error}", "First mend the packages.")
        except BaseException as error:  # noqa: BLE001 - whatever it is, it must be told
            reason = str(error).partition("\n")[0]
            return Finding(WRONG, f"{type(error).__name__}: {reason}", hint_at(error))


def hint_at(error: BaseException) -> str:
    """Return what helps where nobody has thought of this error."""
    if isinstance(error, OSError):
        return "Make sure that the disk has room and that you may write there."
    return "Take a fresh clone and a fresh environment. If it stays so, please report it."
