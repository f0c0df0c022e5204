"""An invoice is looked up among all of them, and its settings are told by hand."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .invoice import EmptyInvoiceError, Invoice, UnknownInvoiceError


class Billing(Application[UUID]):
    name = "Accounts"

    def __init__(self, env):
        super().__init__({**env, "SQLALCHEMY_URL": env["BILLING_SQLALCHEMY_URL"]})

    def invoice(self, number, customer, bags, cents_a_bag):
        if bags <= 0 or cents_a_bag <= 0:
            raise EmptyInvoiceError
        self.save(Invoice(number, customer, bags, cents_a_bag))

    def credit(self, number, bags):
        invoice = self._read(number)
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number):
        return self._read(number).owed

    def _read(self, number):
        try:
            return self.repository.get(Invoice.create_id(number))
        except AggregateNotFoundError:
            raise UnknownInvoiceError(number) from None
