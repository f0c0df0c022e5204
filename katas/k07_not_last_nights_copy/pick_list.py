"""The Warehouse's pick list: what is to be picked, in tables of its own."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Tracking
from sqlalchemy import delete, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from katas.given.views import ReadModel

from .nightly_copy import CopiedLine


@dataclass(frozen=True)
class Pick:
    """So many bags (250 g each) of one coffee, for one order."""

    order_id: UUID
    coffee: str
    bags: int


class Base(DeclarativeBase):
    """The Warehouse's own tables."""


class LineRow(Base):
    """A line of an order that is not cancelled."""

    __tablename__ = "warehouse_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(index=True)
    coffee: Mapped[str]
    bags: Mapped[int]
    is_placed: Mapped[bool] = mapped_column(default=False)


class PickedRow(Base):
    """An order that has been picked. It has a row also if its lines are not known yet."""

    __tablename__ = "warehouse_picked"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)


class PickList(ReadModel):
    """A read model: rows, and beside them the position of the event that was learnt last."""

    def create_table(self) -> None:
        """Create the table of the positions, and the Warehouse's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def enter(self, order_id: UUID, lines: list[CopiedLine]) -> None:
        """Enter the lines of an order that is in the copy, unless they are here already."""
        with self.transaction(commit=True) as session:
            if session.scalar(select(LineRow).where(LineRow.order_id == order_id)):
                return
            for line in lines:
                self._add(session, order_id, line.coffee, line.bags)
            self._release(session, order_id)

    def learn(self, event: Any, tracking: Tracking) -> None:  # noqa: ANN401 - told by its name
        """Change the rows as an event demands, and the position with them: both or neither."""
        raise NotImplementedError("TODO 2: change the rows and the position in one transaction")

    def to_pick(self) -> list[Pick]:
        """Return what is to be picked, the oldest first."""
        picked = select(PickedRow.order_id)
        question = (
            select(LineRow.order_id, LineRow.coffee, LineRow.bags)
            .where(LineRow.is_placed, LineRow.order_id.not_in(picked))
            .order_by(LineRow.id)
        )
        with self.transaction(commit=False) as session:
            return [Pick(*row) for row in session.execute(question)]

    def _add(self, session: Session, order_id: UUID, coffee: str, bags: int) -> None:
        """Add a line of an order that is not placed yet."""
        session.add(LineRow(order_id=order_id, coffee=coffee, bags=bags))

    def _release(self, session: Session, order_id: UUID) -> None:
        """Let an order's lines be picked: it is placed."""
        session.execute(update(LineRow).where(LineRow.order_id == order_id).values(is_placed=True))

    def _withdraw(self, session: Session, order_id: UUID) -> None:
        """Drop an order's lines: it is cancelled."""
        session.execute(delete(LineRow).where(LineRow.order_id == order_id))

    def _check_off(self, session: Session, order_id: UUID) -> None:
        """Take an order off the list: it is picked."""
        session.add(PickedRow(order_id=order_id))
