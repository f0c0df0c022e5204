"""After a recount the Warehouse corrects Sales' order too, so that the numbers agree.

Fails: The Warehouse finds a bag too few
"""

from uuid import UUID

from eventsourcing.application import Application

from .order import Order
from .pick import Pick


class SalesDesk(Application[UUID]):
    name = "Sales"


class Warehouse(Application[UUID]):
    def __init__(self, env):
        super().__init__(env)
        self.sales = SalesDesk(env)

    def reserve(self, number, coffee, bags):
        self.save(Pick(number, coffee, bags))

    def recount(self, number, bags):
        pick = self.repository.get(Pick.create_id(number))
        pick.recount(bags)
        self.save(pick)
        order = self.sales.repository.get(Order.create_id(number))
        order.trigger_event(Order.Recounted, bags=bags)
        self.sales.save(order)

    def to_pick(self, number):
        return self.repository.get(Pick.create_id(number)).bags

    def close(self):
        super().close()
        self.sales.close()
        self.sales.factory.datastore.engine.dispose()
