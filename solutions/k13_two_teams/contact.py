"""A contact, as Support understands it: somebody whom we can write to, at an address."""

from dataclasses import dataclass
from typing import Any

from eventsourcing.domain import Aggregate, event
from eventsourcing.utils import register_topic


@dataclass(frozen=True)
class Address:
    """Where somebody lives."""

    street: str
    town: str
    country: str


class Contact(Aggregate):
    """A customer's addresses. Until the split this was Sales' `Customer`, in customer.py.

    An old event is brought into the shape of today when it is read (Young, Versioning in an Event
    Sourced System, 2017: upcasting). What is stored stays as it was written.
    """

    class Registered(Aggregate.Created):
        """Somebody is a customer, and lives there. Version 1 had the `address` in one text."""

        name: str
        street: str
        town: str
        country: str

        class_version = 2

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Bring what was stored as version 1 into the shape of version 2, in place."""
            _split_address(state)

    class AddressChanged(Aggregate.Event):
        """Somebody lives there from now on. Version 1 had the `address` in one text."""

        street: str
        town: str
        country: str

        class_version = 2

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            """Bring what was stored as version 1 into the shape of version 2, in place."""
            _split_address(state)

    @event(Registered)
    def __init__(self, name: str, street: str, town: str, country: str) -> None:
        self.name = name
        self.addresses: tuple[Address, ...] = (Address(street, town, country),)

    @event(AddressChanged)
    def change_address(self, street: str, town: str, country: str) -> None:
        """Live there from now on."""
        self.addresses += (Address(street, town, country),)


def register_old_topics() -> None:
    """Let the topics of the events that Sales has recorded lead to the classes of today."""
    register_topic("katas.k13_two_teams.customer:Customer", Contact)


def _split_address(state: dict[str, Any]) -> None:
    """Make street, town and country of an address in one text, as version 1 had it."""
    street, _, town = state.pop("address").rpartition(", ")
    # No guess: before the split the roastery shipped within Germany only.
    state.update(street=street, town=town, country="Germany")
