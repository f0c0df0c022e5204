"""Billing asks Sales' application, and imports it inside the method, where nobody sees it.

Fails: Billing opens alone
"""

from uuid import UUID

from eventsourcing.application import Application

from .invoice import Invoice


class Billing(Application[UUID]):
    def __init__(self, env):
        super().__init__(env)
        self._env = env

    def invoice(self, number, customer, bags, cents_a_bag):
        self.save(Invoice(number, customer, self.promised(number), cents_a_bag))

    def credit(self, number, bags):
        invoice = self.repository.get(Invoice.create_id(number))
        invoice.credit(bags)
        self.save(invoice)

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed

    def promised(self, number):
        from .sales import Sales

        sales = Sales(self._env)
        try:
            return sales.promised(number)
        finally:
            sales.close()
            sales.factory.datastore.engine.dispose()
