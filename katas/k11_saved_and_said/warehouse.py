"""The Warehouse's program: which lots lie where."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application, NotificationLog
from eventsourcing.utils import EnvType
from sqlalchemy import select
from sqlalchemy.orm import Session

from .lot import Lot, LotNumberTakenError, NotEnoughBagsError, UnknownLotError
from .lots_table import LotRow, open_table


class Warehouse:
    """Keeps a row for each lot. No other program writes the table."""

    def __init__(self, env: EnvType) -> None:
        self._engine = open_table(env)

    @property
    def notification_log(self) -> NotificationLog:
        """The Warehouse's events, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 1: make Warehouse an Application[UUID], and take out this property"
        )

    def receive(self, number: int, coffee: str, roasted: str, shelf: str, bags: int) -> None:
        """Put a new lot on a shelf. Raise `LotNumberTakenError` if the number is in the table."""
        # TODO 1: the row and the event, in one transaction
        with Session(self._engine) as session, session.begin():
            session.merge(
                LotRow(number=number, coffee=coffee, roasted=roasted, shelf=shelf, bags=bags)
            )

    def move(self, number: int, shelf: str) -> None:
        """Put a lot on another shelf. Raise `UnknownLotError`."""
        # TODO 2: the row and the event, in one transaction
        with Session(self._engine) as session, session.begin():
            session.get_one(LotRow, number).shelf = shelf

    def take(self, number: int, bags: int) -> None:
        """Take bags of a lot.

        Raise `TooFewBagsError` for less than one bag, `NotEnoughBagsError` and `UnknownLotError`.
        """
        # TODO 2: likewise, and let the lot decide
        with Session(self._engine) as session, session.begin():
            row = session.get_one(LotRow, number)
            if bags > row.bags:
                raise NotEnoughBagsError(f"lot {number} holds {row.bags} bags, not {bags}")
            row.bags -= bags

    def import_lots(self) -> None:
        """Record what the table says today of each lot that has no events yet."""
        raise NotImplementedError("TODO 3: record Imported for each row without events")

    def _lot(self, number: int) -> Lot:
        """Return a lot, made from its events. Raise `UnknownLotError` if there are none."""
        try:
            # `repository` belongs to an Application
            lot: Lot = self.repository.get(Lot.create_id(number))  # type: ignore[attr-defined]
        except AggregateNotFoundError as error:
            raise UnknownLotError(f"there are no events of lot {number}") from error
        return lot
