"""The classes keep their old topics, so nothing has to be registered."""

from dataclasses import dataclass

from eventsourcing.domain import Aggregate, event

OLD = "katas.k13_two_teams.customer:Customer"


@dataclass
class Address:
    street: str
    town: str
    country: str


class Versioned:
    class_version = 2

    @staticmethod
    def upcast_v1_v2(state):
        *street, town = state["address"].split(", ")
        del state["address"]
        state |= {"street": ", ".join(street), "town": town, "country": "Germany"}


class Contact(Aggregate):
    TOPIC = OLD

    class Created(Aggregate.Created):
        TOPIC = f"{OLD}.Created"

    class Registered(Versioned, Aggregate.Created):
        TOPIC = f"{OLD}.Registered"
        name: str
        street: str
        town: str
        country: str

    class AddressChanged(Versioned, Aggregate.Event):
        TOPIC = f"{OLD}.AddressChanged"
        street: str
        town: str
        country: str

    @event(Registered)
    def __init__(self, name, street, town, country):
        self.name = name
        self.addresses = (Address(street, town, country),)

    @event(AddressChanged)
    def change_address(self, street, town, country):
        self.addresses = (*self.addresses, Address(street, town, country))


def register_old_topics():
    """Nothing to do: the library knows each TOPIC since the classes were made."""
