"""Billing's application: who owes what, with the tax."""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice
from .tax_rule import TaxRule


class Billing(Application[UUID]):
    """Keeps the tax rule and the invoices."""

    def introduce_tax(self, percent: int) -> None:
        """Tax coffee, with so many per cent."""
        self.save(TaxRule(percent))

    def change_tax(self, percent: int) -> None:
        """Tax coffee with so many per cent from now on."""
        rule = self._tax_rule()
        rule.change(percent)
        self.save(rule)

    def invoice(self, number: int, coffee: str, bags: int, cents_a_bag: int) -> None:
        """Send an invoice for some bags, with today's tax."""
        percent = self._tax_rule().percent
        self.save(Invoice(number, coffee, bags, cents_a_bag, percent))

    def owed(self, number: int) -> int:
        """Tell what is owed for an order, in cents."""
        invoice: Invoice = self.repository.get(Invoice.create_id(number))
        return invoice.owed

    def _tax_rule(self) -> TaxRule:
        return self.repository.get(TaxRule.create_id())
