"""The fact is recorded under the name that the library finds for it: Created.

Fails: Jun orders for the first time since the split
"""

from eventsourcing.domain import Aggregate


class Parcel(Aggregate):
    """A parcel that has left. Its label is what was written on it that day, and nothing later."""

    def __init__(self, customer: str, coffee: str, bags: int, label: str) -> None:
        self.customer = customer
        self.coffee = coffee
        self.bags = bags
        self.label = label
