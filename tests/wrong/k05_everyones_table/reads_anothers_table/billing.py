"""Billing keeps no bags of its own, for they stand in Sales' table already.

Fails: Sales rebuilds its data
"""

import json
from uuid import UUID

from eventsourcing.application import Application
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from .invoice import Invoice


class Billing(Application[UUID]):
    def __init__(self, env):
        super().__init__(env)
        self.sales = create_engine(env["SALES_SQLALCHEMY_URL"], poolclass=NullPool)

    def invoice(self, number, customer, bags, cents_a_bag):
        self.save(Invoice(number, customer, 0, cents_a_bag))

    def credit(self, number, bags):
        invoice = self.repository.get(Invoice.create_id(number))
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number):
        invoice = self.repository.get(Invoice.create_id(number))
        return invoice.owed + self.promised(number) * invoice.cents_a_bag

    def promised(self, number):
        with self.sales.connect() as connection:
            for (state,) in connection.execute(text("SELECT state FROM sales_events")):
                promised = json.loads(bytes(state))
                if promised["number"] == number:
                    return promised["bags"]
        return 0
