"""The library's Follower pulls and keeps the position, and a policy turns facts into events."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError
from eventsourcing.system import Follower

from .pick_list import Pick, PickList


class Warehouse(Follower[UUID]):
    def pull(self, sales):
        self.follow(sales.name, sales.notification_log)
        self.mappers[sales.name] = sales.mapper
        self.pull_and_process(sales.name)

    def policy(self, domain_event, processing_event):
        fact = type(domain_event).__name__
        if fact == "Started":
            return
        pick_list = self._pick_list()
        order_id = domain_event.originator_id
        if fact == "LineAdded":
            pick_list.note(order_id, domain_event.coffee, domain_event.bags)
        elif fact == "Placed":
            pick_list.release(order_id)
        elif fact == "Cancelled":
            pick_list.withdraw(order_id)
        processing_event.collect_events(pick_list)

    def to_pick(self):
        return [
            Pick(UUID(order_id), coffee, bags)
            for order_id, lines in self._pick_list().released.items()
            for coffee, bags in lines
        ]

    def pick(self):
        picks = self.to_pick()
        pick_list = self._pick_list()
        for order_id in {pick.order_id for pick in picks}:
            pick_list.picked(order_id)
        self.save(pick_list)
        return picks

    def _pick_list(self):
        try:
            return self.repository.get(PickList.create_id())
        except AggregateNotFoundError:
            return PickList()
