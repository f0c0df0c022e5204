"""Three applications of one name share one events table, for a company has one database.

Fails: Sales rebuilds its data
"""

from uuid import UUID

from eventsourcing.application import Application

from .pick import Pick


class Warehouse(Application[UUID]):
    name = "Roastery"

    def reserve(self, number, coffee, bags):
        self.save(Pick(number, coffee, bags))

    def recount(self, number, bags):
        pick = self.repository.get(Pick.create_id(number))
        pick.recount(bags)
        self.save(pick)

    def to_pick(self, number):
        return self.repository.get(Pick.create_id(number)).bags
