"""Support's own picture of Sales' orders: who has cancelled, and what did they say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Tracking
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from katas.given.views import ReadModel

INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
"""An insert that can replace a row, in the words of each database."""

Row = dict[str, Any]
"""A case's columns, by name."""


class Base(DeclarativeBase):
    """The tables of this view."""


class Case(Base):
    """A row for each order that was ever started."""

    __tablename__ = "cases"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str]
    started_on: Mapped[date]
    cancelled_on: Mapped[date | None]
    reason: Mapped[str | None]


def new_row(order_id: UUID, customer: str, started_on: date) -> Row:
    """Return the row of an order that has just been started."""
    return {
        "order_id": order_id,
        "customer": customer,
        "started_on": started_on,
        "cancelled_on": None,
        "reason": None,
    }


@dataclass(frozen=True)
class Regret:
    """A cancelled order: whose it was, after how many days it was cancelled, and why."""

    customer: str
    days: int
    reason: str


class Cases(ReadModel):
    """The cases, and the position up to which Sales' history is in them.

    A read model: it may be thrown away, since it can be made again.
    """

    def create_table(self) -> None:
        """Create the tables, if need be."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, events: Sequence[Any], tracking: Tracking) -> None:
        """Take in a batch of Sales' events, and its position, in one transaction."""
        raise NotImplementedError(
            "TODO 1: read the rows, change them as the events say, write them"
        )

    def customer_of(self, order_id: UUID) -> str:
        """Return whose order it is. Raises `NoResultFound` for an order without a case."""
        with self.transaction(commit=False) as session:
            return session.get_one(Case, order_id).customer

    def regrets(self) -> list[Regret]:
        """Return who has cancelled, and why: the oldest order first."""
        cancelled = select(Case).where(Case.cancelled_on.is_not(None))
        with self.transaction(commit=False) as session:
            return [
                Regret(
                    case.customer,
                    days=((case.cancelled_on or case.started_on) - case.started_on).days,
                    reason=case.reason or "",
                )
                for case in session.scalars(cancelled.order_by(Case.started_on, Case.customer))
            ]

    def _read(self, session: Session, order_ids: Iterable[UUID]) -> dict[UUID, Row]:
        """Return the rows of these orders, by order; without those that have none."""
        known = select(*Case.__table__.columns).where(Case.order_id.in_(order_ids))
        return {row["order_id"]: dict(row) for row in session.execute(known).mappings()}

    def _write(self, session: Session, rows: dict[UUID, Row]) -> None:
        """Write these rows, new ones and others, with one statement for all."""
        # Into the table, and not the class: the session need not keep an object for each row.
        insert = INSERT[session.get_bind().dialect.name](Case.__table__)
        key, values = [Case.order_id], dict(insert.excluded)
        if rows:
            upsert = insert.on_conflict_do_update(index_elements=key, set_=values)
            session.execute(upsert, list(rows.values()))
