"""Billing's application: who owes what."""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice


class Billing(Application[UUID]):
    """Keeps invoices, in Billing's own store: its settings begin with `BILLING_`."""

    def invoice(self, number: int, customer: str, bags: int, cents_a_bag: int) -> None:
        """Send an invoice for the bags of an order."""
        self.save(Invoice(number, customer, bags, cents_a_bag))

    def credit(self, number: int, bags: int) -> None:
        """Take `bags` off the invoice."""
        invoice = self._invoice(number)
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number: int) -> int:
        """Tell what is owed for an order, in cents."""
        return self._invoice(number).owed

    def _invoice(self, number: int) -> Invoice:
        return self.repository.get(Invoice.create_id(number))
