"""The time limit of a run."""

import faulthandler
from typing import IO

from katas._runner.protocol import START_LIMIT


class TimeLimit:
    """Ends the process at the time limit, and writes to a file which line was running.

    The time limit counts from the learner's first line, and starts again for each scenario. Before
    that, a slow machine may take `START_LIMIT`.
    """

    def __init__(self, where: IO[str], time_limit: float) -> None:
        self._where = where
        self._time_limit = time_limit
        self._set(START_LIMIT)

    def begin(self) -> None:
        """Start the time limit: the learner's code comes next."""
        self._set(self._time_limit)

    def _set(self, seconds: float) -> None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._where)
