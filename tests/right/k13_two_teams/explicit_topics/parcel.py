"""Records an explicit class of event."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class Parcel(Aggregate):
    class Shipped(Aggregate.Created):
        contact_id: UUID
        coffee: str
        bags: int
        label: str

    @event(Shipped)
    def __init__(self, contact_id, coffee, bags, label):
        self.what = (contact_id, coffee, bags)
        self.label = label
