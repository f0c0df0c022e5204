"""Reads full pages of all facts, and asks the view where it is after each."""

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from katas.given.feed import Feed


class Support(Projection):
    def __init__(self, sales, cases, mailbox, batch_size=200):
        super().__init__(cases)
        self.sales = sales
        self.mailbox = mailbox
        self.batch_size = batch_size

    def follow(self):
        Feed(self.sales, self).pull()

    def process_event(self, domain_event, tracking):
        self.view.learn([domain_event], tracking)
        if hasattr(domain_event, "reason"):
            self.mailbox.send(self.view.customer_of(domain_event.originator_id), "We are sorry.")

    def replay(self, progress):
        last = self.sales.recorder.max_notification_id()
        while page := self._next_page(last):
            position = page[-1].id
            events = map(self.sales.mapper.to_domain_event, page)
            self.view.learn(events, Tracking(self.sales.name, position))
            progress(position, last)

    def _next_page(self, last):
        return self.sales.recorder.select_notifications(
            start=self.view.max_tracking_id(self.sales.name),
            stop=last,
            limit=self.batch_size,
            inclusive_of_start=False,
        )
