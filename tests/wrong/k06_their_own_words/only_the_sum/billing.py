"""See invoice.py."""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice
from .tax_rule import TaxRule


class Billing(Application[UUID]):
    def introduce_tax(self, percent):
        self.save(TaxRule(percent))

    def change_tax(self, percent):
        rule = self._tax_rule()
        rule.change(percent)
        self.save(rule)

    def invoice(self, number, coffee, bags, cents_a_bag):
        percent = self._tax_rule().percent
        self.save(Invoice(number, bags * cents_a_bag * (100 + percent) // 100))

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed

    def _tax_rule(self):
        return self.repository.get(TaxRule.create_id())
