"""The coffee, which Sales' order wants to know, is left empty."""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice


class Billing(Application[UUID]):
    def invoice(self, number, customer, bags, cents_a_bag):
        self.save(Invoice(number, customer, "", bags, cents_a_bag))

    def credit(self, number, bags):
        invoice = self.repository.get(Invoice.create_id(number))
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed
