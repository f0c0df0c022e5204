"""A parcel, as Sales understands it: what was sent to whom, and where."""

from eventsourcing.domain import Aggregate, event


class Parcel(Aggregate):
    """A parcel that has left. Its label is what was written on it that day, and nothing later."""

    @event("Shipped")
    def __init__(self, customer: str, coffee: str, bags: int, label: str) -> None:
        self.customer = customer
        self.coffee = coffee
        self.bags = bags
        self.label = label
