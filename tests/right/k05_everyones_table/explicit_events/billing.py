"""An invoice is looked up among all of them, and its settings are told by hand."""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice


class Billing(Application[UUID]):
    name = "Accounts"

    def __init__(self, env):
        super().__init__({**env, "SQLALCHEMY_URL": env["BILLING_SQLALCHEMY_URL"]})

    def invoice(self, number, customer, bags, cents_a_bag):
        self.save(Invoice(number, customer, bags, cents_a_bag))

    def credit(self, number, bags):
        invoice = self.repository.get(Invoice.create_id(number))
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed
