"""The time limit of a run."""

import faulthandler
from typing import IO

from katas._runner.protocol import START_LIMIT


class TimeLimit:
    """Ends the process when the time is up, and writes down which line was running.

    It counts from the learner's first line on, and anew for each scenario. Until then a slow
    machine may take `START_LIMIT`.
    """

    def __init__(self, where: IO[str], time_limit: float) -> None:
        self._where = where
        self._time_limit = time_limit
        self._set(START_LIMIT)

    def begin(self) -> None:
        """Begin to count: now comes the learner's code."""
        self._set(self._time_limit)

    def _set(self, seconds: float) -> None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._where)
