"""A parcel, as Sales understands it: what was sent to whom, and where."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class Parcel(Aggregate):
    """A parcel that has left. Its label is what was written on it that day, and nothing later."""

    @event("Shipped")
    def __init__(self, contact_id: UUID, coffee: str, bags: int, label: str) -> None:
        self.label = label
