"""A parcel, as Sales understands it: what was sent to whom, and where."""

from eventsourcing.domain import Aggregate, event


class Parcel(Aggregate):
    """A parcel that has left."""

    def __init__(self, customer: str, coffee: str, bags: int, label: str) -> None:
        raise NotImplementedError("TODO 4: record the fact Shipped, and keep what it carries")
