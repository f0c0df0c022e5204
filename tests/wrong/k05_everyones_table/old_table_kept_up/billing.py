"""Billing keeps everyone's table up to date as well, for somebody might still read it.

Fails: A bag was torn on its way to Mina
"""

from uuid import UUID

from eventsourcing.application import Application

from .everyones_table import EveryonesTable
from .invoice import Invoice


class Billing(Application[UUID]):
    def __init__(self, env):
        super().__init__(env)
        self._table = EveryonesTable(env)

    def invoice(self, number, customer, bags, cents_a_bag):
        self.save(Invoice(number, customer, bags, cents_a_bag))
        with self._table.row(number) as row:
            row.customer = customer
            row.bags = bags
            row.cents_a_bag = cents_a_bag

    def credit(self, number, bags):
        invoice = self.repository.get(Invoice.create_id(number))
        invoice.credit(bags)
        self.save(invoice)
        with self._table.row(number) as row:
            row.bags = invoice.bags

    def owed(self, number):
        return self.repository.get(Invoice.create_id(number)).owed
