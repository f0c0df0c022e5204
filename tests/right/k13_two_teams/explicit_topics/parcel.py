"""Records an explicit class of event."""

from eventsourcing.domain import Aggregate, event


class Parcel(Aggregate):
    class Shipped(Aggregate.Created):
        customer: str
        coffee: str
        bags: int
        label: str

    @event(Shipped)
    def __init__(self, customer, coffee, bags, label):
        self.what = (customer, coffee, bags)
        self.label = label
