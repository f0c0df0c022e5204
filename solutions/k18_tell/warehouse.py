"""The Warehouse: it reads what Sales has promised, and puts the bags aside."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from eventsourcing.persistence import Tracking
from eventsourcing.utils import EnvType
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from katas.given.views import ReadModel, open_view

SALES = "Sales"
"""Under this name the Warehouse keeps its position in the messages of Sales."""


class Stream(Protocol):
    """Where public messages come from: all that the Warehouse knows of it."""

    def messages(self, after: int | None) -> Sequence[Any]:
        """Return a page of messages after a position. Each has a `position` and a `text`."""


class Base(DeclarativeBase):
    """The Warehouse's own tables."""


class ReservationRow(Base):
    """Bags (250 g each) of a coffee that are promised: put aside, or else missing."""

    __tablename__ = "warehouse_reservations"

    order: Mapped[str] = mapped_column(primary_key=True)
    coffee: Mapped[str] = mapped_column(primary_key=True)
    bags: Mapped[int]
    is_missing: Mapped[bool]


class Reservations(ReadModel):
    """The view: the bags that are put aside, and those that are missing."""

    def create_table(self) -> None:
        """Create the table of the position, and the Warehouse's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, text: str, stock: Mapping[str, int], tracking: Tracking) -> None:
        """Take in a message of Sales, once: what it changes is stored with its position.

        Raises `KeyError` if Sales has left out what is needed: then nothing has changed.
        """
        with self.transaction(commit=True) as session:
            if self.has_tracking_id(tracking.application_name, tracking.notification_id):
                return
            self._insert_tracking(session, tracking)
            said = json.loads(text)
            if said["message"] == "OrderPlaced":
                self._reserve(session, said["order"], said["lines"], stock)

    def reserved(self) -> dict[str, int]:
        """Return how many bags of each coffee are put aside."""
        with self.transaction(commit=False) as session:
            return self._bags(session, is_missing=False)

    def missing(self) -> dict[str, int]:
        """Return how many bags of each coffee are promised, and not there."""
        with self.transaction(commit=False) as session:
            return self._bags(session, is_missing=True)

    def _reserve(
        self, session: Session, order: str, lines: list[Any], stock: Mapping[str, int]
    ) -> None:
        """Put aside what an order asks for, unless that has been done for this order."""
        wanted: dict[str, int] = {}
        for line in lines:
            wanted[line["coffee"]] = wanted.get(line["coffee"], 0) + line["bags"]
        reserved = self._bags(session, is_missing=False)
        for coffee, bags in wanted.items():
            if session.get(ReservationRow, (order, coffee)) is None:
                left = stock.get(coffee, 0) - reserved.get(coffee, 0)
                row = ReservationRow(order=order, coffee=coffee, bags=bags, is_missing=bags > left)
                session.add(row)

    def _bags(self, session: Session, *, is_missing: bool) -> dict[str, int]:
        question = (
            select(ReservationRow.coffee, func.sum(ReservationRow.bags))
            .where(ReservationRow.is_missing == is_missing)
            .group_by(ReservationRow.coffee)
        )
        return dict(session.execute(question).tuples().all())


class Warehouse:
    """Follows Sales in its own time, and answers from its own store. `stock` is bags by coffee."""

    def __init__(self, stream: Stream, stock: Mapping[str, int], env: EnvType) -> None:
        self.reservations = open_view(Reservations, "Warehouse", env)
        self._stream = stream
        self._stock = stock

    def left(self, coffee: str) -> int:
        """Return how many bags of a coffee are left, as far as the Warehouse has read."""
        return self._stock.get(coffee, 0) - self.reservations.reserved().get(coffee, 0)

    def read(self) -> None:
        """Read what is new, page by page."""
        while page := self._stream.messages(after=self.reservations.max_tracking_id(SALES)):
            for message in page:
                tracking = Tracking(SALES, message.position)
                self.reservations.learn(message.text, self._stock, tracking)
