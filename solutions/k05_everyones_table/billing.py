"""Billing's application: who owes what."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .invoice import Invoice, UnknownInvoiceError


class Billing(Application[UUID]):
    """Keeps invoices, in Billing's own store: its settings begin with `BILLING_`."""

    def invoice(self, number: int, customer: str, bags: int, cents_a_bag: int) -> None:
        """Send an invoice for the bags of an order. Raises `EmptyInvoiceError`."""
        self.save(Invoice.send(number, customer, bags, cents_a_bag))

    def credit(self, number: int, bags: int) -> None:
        """Take `bags` off the invoice. Raises `UnknownInvoiceError` and `CreditRefusedError`."""
        invoice = self._invoice(number)
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number: int) -> int:
        """Return what is owed for an order, in cents. Raises `UnknownInvoiceError`."""
        return self._invoice(number).owed

    def _invoice(self, number: int) -> Invoice:
        try:
            invoice: Invoice = self.repository.get(Invoice.create_id(number))
        except AggregateNotFoundError as error:
            raise UnknownInvoiceError(number) from error
        return invoice
