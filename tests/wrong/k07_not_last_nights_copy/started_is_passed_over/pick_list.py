"""A fact that means nothing is passed over, and the position stays before it.

Fails: Sales has little time
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Tracking
from eventsourcing_sqlalchemy.datastore import SQLAlchemyDatastore
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import delete, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


@dataclass(frozen=True)
class Pick:
    """So many bags (250 g each) of one coffee, for one order."""

    order_id: UUID
    coffee: str
    bags: int


class Base(DeclarativeBase):
    """The tables of the Warehouse."""


class PickRow(Base):
    """A line of an order. It is to be picked if it is placed, and not picked yet."""

    __tablename__ = "warehouse_picks"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(index=True)
    coffee: Mapped[str]
    bags: Mapped[int]
    is_placed: Mapped[bool] = mapped_column(default=False)
    is_picked: Mapped[bool] = mapped_column(default=False)


class PickList(SQLAlchemyTrackingRecorder):
    """Keeps the rows, and beside them the position: the number of the fact learnt last."""

    def __init__(
        self,
        datastore: SQLAlchemyDatastore,
        *,
        tracking_table_name: str,
        schema_name: str | None = None,
    ) -> None:
        super().__init__(
            datastore, tracking_table_name=tracking_table_name, schema_name=schema_name
        )
        self.tables += Base.metadata.tables.values()

    def learn(self, fact: Any, tracking: Tracking) -> None:  # noqa: ANN401 - told by its name
        """Change the rows as a fact of Sales demands, and the position with them: both or none."""
        with self.transaction(commit=True) as session:
            match type(fact).__name__:
                case "Started":
                    return
                case "LineAdded":
                    self._add(session, fact.originator_id, fact.coffee, fact.bags)
                case "Placed":
                    self._release(session, fact.originator_id)
                case "Cancelled":
                    self._withdraw(session, fact.originator_id)
            self._insert_tracking(session=session, tracking=tracking)

    def to_pick(self) -> list[Pick]:
        """Tell what is to be picked, the oldest first."""
        with self.transaction(commit=False) as session:
            return self._to_pick(session)

    def pick(self) -> list[Pick]:
        """Note that all of it is picked, and tell what it was."""
        with self.transaction(commit=True) as session:
            picks = self._to_pick(session)
            orders = [pick.order_id for pick in picks]
            session.execute(
                update(PickRow).where(PickRow.order_id.in_(orders)).values(is_picked=True)
            )
            return picks

    def _to_pick(self, session: Session) -> list[Pick]:
        rows = select(PickRow).where(PickRow.is_placed, ~PickRow.is_picked).order_by(PickRow.id)
        return [Pick(row.order_id, row.coffee, row.bags) for row in session.scalars(rows)]

    def _add(self, session: Session, order_id: UUID, coffee: str, bags: int) -> None:
        """Add a line of an order that is not placed yet."""
        session.add(PickRow(order_id=order_id, coffee=coffee, bags=bags))

    def _release(self, session: Session, order_id: UUID) -> None:
        """Let an order's lines be picked: it is placed."""
        session.execute(update(PickRow).where(PickRow.order_id == order_id).values(is_placed=True))

    def _withdraw(self, session: Session, order_id: UUID) -> None:
        """Drop an order's lines, unless they are picked already."""
        session.execute(delete(PickRow).where(PickRow.order_id == order_id, ~PickRow.is_picked))
