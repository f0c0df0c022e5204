"""An invoice as net amount and tax, both in cents, with an explicit event class."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class UnknownInvoiceError(Exception):
    pass


class EmptyInvoiceError(Exception):
    pass


class Invoice(Aggregate):
    class Sent(Aggregate.Created):
        number: int
        coffee: str
        bags: int
        cents_a_bag: int
        percent: int

    @staticmethod
    def create_id(number):
        return UUID(int=number)

    @classmethod
    def send(cls, number, coffee, bags, cents_a_bag, percent):
        if bags <= 0 or cents_a_bag <= 0:
            raise EmptyInvoiceError
        return cls(number, coffee, bags, cents_a_bag, percent)

    @event(Sent)
    def __init__(self, number, coffee, bags, cents_a_bag, percent):
        self.net = bags * cents_a_bag
        self.tax = self.net * percent // 100

    @property
    def owed(self):
        return self.net + self.tax
