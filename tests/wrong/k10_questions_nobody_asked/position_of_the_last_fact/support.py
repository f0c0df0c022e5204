"""The position of a batch is that of the last fact that matters, and not the end of its stretch.

Fails: The power fails
"""

from collections.abc import Callable

from eventsourcing.domain import Aggregate
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from katas.given.feed import Feed
from katas.given.sales.application import Sales

from .cases import TOPICS, Cases
from .mailbox import Mailbox

APOLOGY = "We are sorry to lose your order, and thank you for telling us why."


class Support(Projection[Cases]):
    """Keeps the cases up to date, and says sorry to whoever cancels.

    `follow` is for today: an event at a time, and a letter where one is due. `replay` is for
    history: a batch at a time, and not a word to anybody.
    """

    def __init__(
        self, sales: Sales, cases: Cases, mailbox: Mailbox, batch_size: int = 1000
    ) -> None:
        super().__init__(cases)
        self._sales = sales
        self._mailbox = mailbox
        self._batch_size = batch_size

    def follow(self) -> None:
        """Process what has happened since, event by event."""
        Feed(self._sales, self).pull()

    def process_event(self, domain_event: Aggregate.Event, tracking: Tracking) -> None:
        """Take in an event that has just happened, and act upon it."""
        self.view.learn([domain_event], tracking)
        if type(domain_event).__name__ == "Cancelled":
            self._mailbox.send(self.view.customer_of(domain_event.originator_id), APOLOGY)

    def replay(self, progress: Callable[[int, int], None]) -> None:
        """Take in Sales' history, batch by batch, from where the last replay has ended.

        History is what was recorded before the call: what comes meanwhile is left to `follow`.
        `progress` is told, after each batch, the position that is reached and the last one. What
        it raises ends the replay, and the batches up to then stay.
        """
        name, recorder = self._sales.name, self._sales.recorder
        done = self.view.max_tracking_id(name) or 0
        total = recorder.max_notification_id() or 0
        while done < total:
            reached = min(done + self._batch_size, total)
            page = recorder.select_notifications(
                start=done,
                stop=reached,
                limit=self._batch_size,
                topics=TOPICS,
                inclusive_of_start=False,
            )
            events = [self._sales.mapper.to_domain_event(notification) for notification in page]
            position = page[-1].id if page else reached
            self.view.learn(events, Tracking(name, position))
            done = reached
            progress(done, total)
