"""Billing's application: who owes what, with the tax."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .invoice import Invoice, UnknownInvoiceError
from .tax_rule import NotTaxedError, TaxRule


class Billing(Application[UUID]):
    """Keeps the tax rule and the invoices."""

    def introduce_tax(self, percent: int) -> None:
        """Tax coffee, with so many per cent. Raises `NoTaxError`."""
        self.save(TaxRule.introduce(percent))

    def change_tax(self, percent: int) -> None:
        """Tax coffee with so many per cent from now on. Raises `NoTaxError` and `NotTaxedError`."""
        rule = self._tax_rule()
        rule.change(percent)
        self.save(rule)

    def invoice(self, number: int, coffee: str, bags: int, cents_a_bag: int) -> None:
        """Send an invoice for some bags, with today's tax.

        Raises `NotTaxedError` and `EmptyInvoiceError`.
        """
        percent = self._tax_rule().percent
        self.save(Invoice.send(number, coffee, bags, cents_a_bag, percent))

    def owed(self, number: int) -> int:
        """Return what is owed for an order, in cents. Raises `UnknownInvoiceError`."""
        try:
            invoice: Invoice = self.repository.get(Invoice.create_id(number))
        except AggregateNotFoundError as error:
            raise UnknownInvoiceError(number) from error
        return invoice.owed

    def _tax_rule(self) -> TaxRule:
        try:
            rule: TaxRule = self.repository.get(TaxRule.create_id())
        except AggregateNotFoundError as error:
            raise NotTaxedError("coffee is not taxed yet") from error
        return rule
