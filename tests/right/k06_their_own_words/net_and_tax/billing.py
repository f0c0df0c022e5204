"""Works the tax out when an invoice is sent, and keeps the result."""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice
from .tax_rule import TaxRule


class Billing(Application[UUID]):
    def introduce_tax(self, percent):
        self.save(TaxRule(percent))

    def change_tax(self, percent):
        rule = self.repository.get(TaxRule.create_id())
        rule.change(percent)
        self.save(rule)

    def invoice(self, number, coffee, bags, cents_a_bag):
        rule = self.repository.get(TaxRule.create_id())
        net = bags * cents_a_bag
        self.save(Invoice(number, f"{bags} × {coffee}", net, net * rule.percent // 100))

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed
