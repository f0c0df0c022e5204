"""The Warehouse's program: which lots lie where, and what has happened to them."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.utils import EnvType
from sqlalchemy import select
from sqlalchemy.orm import Session

from .lot import Lot, LotNumberTakenError, UnknownLotError
from .lots_table import LotRow, open_table


class Warehouse(Application[UUID]):
    """Records what happens to the lots, and keeps the table for those who read it.

    A transactional outbox: the event store is the outbox (Richardson, Microservices Patterns,
    ch. 3). If two programs change one lot at the same moment, the second one gets an
    `IntegrityError` of `sqlalchemy.exc`, and nothing of its change is stored.
    """

    def __init__(self, env: EnvType) -> None:
        super().__init__(env)
        self._engine = open_table(env)

    def receive(self, number: int, coffee: str, roasted: str, shelf: str, bags: int) -> None:
        """Put a new lot on a shelf. Raise `LotNumberTakenError` if the number is in the table."""
        with Session(self._engine) as session, session.begin():
            if session.get(LotRow, number):
                raise LotNumberTakenError(f"there is a lot {number} already")
            session.add(
                LotRow(number=number, coffee=coffee, roasted=roasted, shelf=shelf, bags=bags)
            )
            self.save(Lot(number, coffee, roasted, shelf, bags), session=session)

    def move(self, number: int, shelf: str) -> None:
        """Put a lot on another shelf. Raise `UnknownLotError`."""
        lot = self._lot(number)
        lot.move(shelf)
        self._update(lot)

    def take(self, number: int, bags: int) -> None:
        """Take bags of a lot.

        Raise `TooFewBagsError` for less than one bag, `NotEnoughBagsError` and `UnknownLotError`.
        """
        lot = self._lot(number)
        lot.take(bags)
        self._update(lot)

    def import_lots(self) -> None:
        """Record what the table says today of each lot that has no events yet."""
        with Session(self._engine) as session, session.begin():
            for row in session.scalars(select(LotRow).order_by(LotRow.number)):
                if Lot.create_id(row.number) not in self.repository:
                    lot = Lot.imported(row.number, row.coffee, row.roasted, row.shelf, row.bags)
                    self.save(lot, session=session)

    def _lot(self, number: int) -> Lot:
        """Return a lot, made from its events. Raise `UnknownLotError` if there are none."""
        try:
            lot: Lot = self.repository.get(Lot.create_id(number))
        except AggregateNotFoundError as error:
            raise UnknownLotError(f"there are no events of lot {number}") from error
        return lot

    def _update(self, lot: Lot) -> None:
        """Store a lot's new events, and its row as they leave it: both or neither."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(LotRow, lot.number)
            row.shelf = lot.shelf
            row.bags = lot.bags
            self.save(lot, session=session)
