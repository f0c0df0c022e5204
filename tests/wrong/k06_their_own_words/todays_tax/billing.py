"""An invoice asks for the tax when it is read, and not when it is sent.

Fails: The tax rises after Mina's invoice
"""

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
        self.save(Invoice(number, coffee, bags, cents_a_bag, percent))

    def owed(self, number):
        invoice = self.repository.get(Invoice.create_id(number))
        return invoice.bags * invoice.cents_a_bag * (100 + self._tax_rule().percent) // 100

    def _tax_rule(self):
        return self.repository.get(TaxRule.create_id())
