"""The row is counted down by itself, and not after the lot."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.utils import EnvType
from sqlalchemy import select
from sqlalchemy.orm import Session

from .lot import Lot
from .lots_table import LotRow, open_table


class Warehouse(Application[UUID]):
    """Records what happens to the lots, and keeps the table for those who read it.

    A transactional outbox whose box is the event store (Richardson, Microservices Patterns, ch. 3).
    """

    def __init__(self, env: EnvType) -> None:
        super().__init__(env)
        self._engine = open_table(env)

    def receive(self, number: int, coffee: str, roasted: str, shelf: str, bags: int) -> None:
        """Put a new lot on a shelf."""
        self._keep(Lot(number, coffee, roasted, shelf, bags))

    def move(self, number: int, shelf: str) -> None:
        """Put a lot on another shelf."""
        lot = self._lot(number)
        lot.move(shelf)
        self._keep(lot)

    def take(self, number: int, bags: int) -> None:
        """Take bags of a lot. Raises `NotEnoughBagsError` if there are fewer."""
        lot = self._lot(number)
        lot.take(bags)
        with Session(self._engine) as session, session.begin():
            session.get_one(LotRow, number).bags -= bags
            self.save(lot, session=session)

    def import_lots(self) -> None:
        """Record what the table says today of each lot that has no facts yet."""
        with Session(self._engine) as session, session.begin():
            for row in session.scalars(select(LotRow).order_by(LotRow.number)):
                if Lot.create_id(row.number) not in self.repository:
                    lot = Lot.imported(row.number, row.coffee, row.roasted, row.shelf, row.bags)
                    self.save(lot, session=session)

    def _lot(self, number: int) -> Lot:
        lot: Lot = self.repository.get(Lot.create_id(number))
        return lot

    def _keep(self, lot: Lot) -> None:
        """Store a lot's new facts, and its row as they leave it: both or neither."""
        with Session(self._engine) as session, session.begin():
            session.merge(
                LotRow(
                    number=lot.number,
                    coffee=lot.coffee,
                    roasted=lot.roasted,
                    shelf=lot.shelf,
                    bags=lot.bags,
                )
            )
            self.save(lot, session=session)
