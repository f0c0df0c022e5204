"""Promises as an explicit event class, under an id of another make."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class UnknownOrderError(Exception):
    """Raised when Sales has promised nothing under this number."""


class Order(Aggregate):
    class Promised(Aggregate.Created):
        number: int
        customer: str
        coffee: str
        bags: int

    @staticmethod
    def create_id(number):
        return UUID(int=number)

    @event(Promised)
    def __init__(self, number, customer, coffee, bags):
        self.number = number
        self.whom = customer
        self.what = coffee
        self.bags = bags
