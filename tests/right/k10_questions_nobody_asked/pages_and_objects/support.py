"""Reads full pages of events, however many positions they span."""

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from katas.given.feed import Feed

from .history import History, HistoryMissingError


class Support(Projection):
    def __init__(self, sales, cases, mailbox, batch_size=200):
        super().__init__(cases)
        self.sales = sales
        self.history = History(sales, cases)
        self.mailbox = mailbox
        self.batch_size = batch_size

    def follow(self):
        if self.history.is_missing():
            raise HistoryMissingError
        Feed(self.sales, self).pull()

    def process_event(self, domain_event, tracking):
        self.view.learn([domain_event], tracking)
        if hasattr(domain_event, "reason"):
            self.mailbox.send(self.view.customer_of(domain_event.originator_id), "We are sorry.")

    def replay(self, progress):
        last = self.history.end()
        while (self.view.max_tracking_id(self.sales.name) or 0) < last:
            page = self._next_page(last)
            position = page[-1].id
            events = [self.sales.mapper.to_domain_event(each) for each in page]
            self.view.learn(events, Tracking(self.sales.name, position))
            progress(position, last)

    def _next_page(self, last):
        return self.sales.notification_log.select(
            start=self.view.max_tracking_id(self.sales.name),
            stop=last,
            limit=self.batch_size,
            inclusive_of_start=False,
        )
