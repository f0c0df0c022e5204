"""Three applications of one name share one events table, for a company has one database.

Fails: Sales rebuilds its data
"""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice


class Billing(Application[UUID]):
    name = "Roastery"

    def invoice(self, number, customer, bags, cents_a_bag):
        self.save(Invoice(number, customer, bags, cents_a_bag))

    def credit(self, number, bags):
        invoice = self.repository.get(Invoice.create_id(number))
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed
