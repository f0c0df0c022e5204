"""A parcel, as Sales understands it: what was sent to whom, and where."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class Parcel(Aggregate):
    """A parcel that has left."""

    def __init__(self, contact_id: UUID, coffee: str, bags: int, label: str) -> None:
        raise NotImplementedError("TODO 4: record the event Shipped, and keep the label")
