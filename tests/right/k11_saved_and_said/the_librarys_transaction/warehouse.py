"""The transaction is the library's: whatever is saved inside of it is saved with it.

Each command changes the row itself, and the import saves all lots at once.
"""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from sqlalchemy import select

from .lot import Lot, LotNumberTakenError, UnknownLotError
from .lots_table import Base, LotRow

COLUMNS = ("number", "coffee", "roasted", "shelf", "bags")


class Warehouse(Application[UUID]):
    def __init__(self, env):
        super().__init__(env)
        Base.metadata.create_all(self.factory.datastore.engine)

    def receive(self, number, coffee, roasted, shelf, bags):
        row = dict(zip(COLUMNS, (number, coffee, roasted, shelf, bags), strict=True))
        with self.recorder.transaction(commit=True) as session:
            if session.get(LotRow, number):
                raise LotNumberTakenError
            self.save(Lot.received(**row))
            session.add(LotRow(**row))

    def move(self, number, shelf):
        with self.recorder.transaction(commit=True) as session:
            lot = self._lot(number)
            lot.move(shelf)
            session.get_one(LotRow, number).shelf = shelf
            self.save(lot)

    def take(self, number, bags):
        with self.recorder.transaction(commit=True) as session:
            lot = self._lot(number)
            lot.take(bags)
            session.get_one(LotRow, number).bags = lot.bags
            self.save(lot)

    def import_lots(self):
        with self.recorder.transaction(commit=True) as session:
            rows = session.scalars(select(LotRow).order_by(LotRow.number)).all()
            self.save(
                *(
                    Lot.imported(**{name: getattr(row, name) for name in COLUMNS})
                    for row in rows
                    if Lot.create_id(row.number) not in self.repository
                )
            )

    def _lot(self, number):
        try:
            return self.repository.get(Lot.create_id(number))
        except AggregateNotFoundError as error:
            raise UnknownLotError from error
