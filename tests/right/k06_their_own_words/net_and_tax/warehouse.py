"""The rule is checked in the command, and a lot is looked for before it is read."""

from uuid import UUID

from eventsourcing.application import Application

from .lot import EmptyLotError, Lot, UnknownLotError


class Warehouse(Application[UUID]):
    def receive(self, lot, coffee, bags):
        if bags <= 0:
            raise EmptyLotError(lot)
        self.save(Lot(lot, coffee, bags))

    def spoil(self, lot):
        found = self._lot(lot)
        found.spoil()
        self.save(found)

    def on_shelf(self, lot):
        return self._lot(lot).bags

    def _lot(self, lot):
        if Lot.create_id(lot) not in self.repository:
            raise UnknownLotError(f"no lot {lot}")
        return self.repository.get(Lot.create_id(lot))
