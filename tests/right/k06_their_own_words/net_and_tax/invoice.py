"""An invoice as net amount and tax, both in cents, with an explicit event class."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class Invoice(Aggregate):
    class Sent(Aggregate.Created):
        number: int
        text: str
        net: int
        tax: int

    @staticmethod
    def create_id(number):
        return UUID(int=number)

    @event(Sent)
    def __init__(self, number, text, net, tax):
        self.number = number
        self.text = text
        self.owed = net + tax
