"""Support: it learns what has happened to the customers' orders, now and long ago."""

from collections.abc import Callable

from eventsourcing.domain import Aggregate
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from katas.given.feed import Feed

from .cases import Cases
from .history import History, HistoryMissingError
from .mailbox import Mailbox
from .sales import Sales

APOLOGY = "We are sorry to lose your order, and thank you for telling us why."


class Support(Projection[Cases]):
    """Keeps the cases up to date, and says sorry to whoever cancels.

    `follow` is for today: it takes in one event after the other, and sends a letter to whoever has
    cancelled. `replay` is for history: it takes in batches, and sends nothing.
    """

    def __init__(
        self, sales: Sales, cases: Cases, mailbox: Mailbox, batch_size: int = 1000
    ) -> None:
        super().__init__(cases)
        self._sales = sales
        self._history = History(sales, cases)
        self._mailbox = mailbox
        self._batch_size = batch_size

    def follow(self) -> None:
        """Take in what is new, event by event.

        Raises `HistoryMissingError` if a replay was interrupted, or has not finished.
        """
        if self._history.is_missing():
            raise HistoryMissingError
        Feed(self._sales, self).pull()

    def process_event(self, domain_event: Aggregate.Event, tracking: Tracking) -> None:
        """Take in an event that has just happened, and act upon it."""
        self.view.learn([domain_event], tracking)
        if type(domain_event).__name__ == "Cancelled":
            self._mailbox.send(self.view.customer_of(domain_event.originator_id), APOLOGY)

    def replay(self, progress: Callable[[int, int], None]) -> None:
        """Take in Sales' history in batches, from where the last replay has ended.

        What comes after the end of the history is left to `follow`. After each batch `progress` is
        called with the position up to which the cases know everything, and with the last position
        of the history. What it raises ends the replay, and the batches before stay.
        """
        raise NotImplementedError(
            "TODO 2: read, take in and tell, batch by batch up to the last event"
        )
