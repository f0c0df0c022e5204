"""Three applications of one name share one events table, for a company has one database.

Fails: Sales rebuilds its data
"""

from uuid import UUID

from eventsourcing.application import Application

from .order import Order


class Sales(Application[UUID]):
    name = "Roastery"

    def promise(self, number, customer, coffee, bags):
        self.save(Order(number, customer, coffee, bags))

    def promised(self, number):
        return self.repository.get(Order.create_id(number)).bags
