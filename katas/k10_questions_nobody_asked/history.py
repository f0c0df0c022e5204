"""Where Sales' history ends for Support, and the news begins."""

from eventsourcing.persistence import Tracking

from .cases import Cases
from .sales import Sales


class HistoryMissingError(Exception):
    """Raised when Support would look at what is new before a replay has come to its end."""

    def __init__(self) -> None:
        super().__init__("A part of the history is not in the cases yet: replay it first")


class History:
    """What Sales had recorded when the replay began.

    Its end is stored with the cases, as a position under a name of its own. So a replay that was
    interrupted goes on to the same end, and what came in the meantime stays news.
    """

    def __init__(self, sales: Sales, cases: Cases) -> None:
        self._sales = sales
        self._cases = cases
        self._name = f"{sales.name} history"

    def end(self) -> int:
        """Return the last position of the history that a replay is to take in.

        It is that of the replay that was interrupted. If there is none, it is the last position
        of today, and is stored.
        """
        if self.is_missing():
            return self._position(self._name)
        end = self._sales.last_position()
        if end > self._position(self._sales.name):
            self._cases.insert_tracking(Tracking(self._name, end))
        return end

    def is_missing(self) -> bool:
        """Return whether a replay has begun and has not come to its end."""
        return self._position(self._sales.name) < self._position(self._name)

    def _position(self, name: str) -> int:
        return self._cases.max_tracking_id(name) or 0
