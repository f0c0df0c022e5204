"""Billing looks up what Sales has promised, in Sales' store: an application of its name finds that.

Fails: Ada's order comes in parts
"""

import json
from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice


class SalesDesk(Application[UUID]):
    name = "Sales"


class Billing(Application[UUID]):
    def invoice(self, number, customer, bags, cents_a_bag):
        promised = self.promised(number) or bags
        self.save(Invoice(number, customer, promised, cents_a_bag))

    def credit(self, number, bags):
        invoice = self.repository.get(Invoice.create_id(number))
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed

    def promised(self, number):
        sales = SalesDesk(self.env)
        try:
            facts = [json.loads(each.state) for each in sales.recorder.select_notifications(1, 10)]
        finally:
            sales.close()
            sales.factory.datastore.engine.dispose()
        return next((fact["bags"] for fact in facts if fact["number"] == number), None)
