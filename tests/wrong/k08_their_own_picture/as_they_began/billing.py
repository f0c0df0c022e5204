"""The ledger has no order of its own: entries come as their orders were begun.

Fails: Mina comes back at noon
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros, Moment
from katas.given.feed import Feed
from katas.given.sales.events import Cancelled, LineAdded, Placed, Started
from katas.given.sales.money import NOTHING, Money
from katas.given.views import open_view


@dataclass(frozen=True)
class Entry:
    amount: Money
    promised_at: datetime
    cancelled_at: datetime | None


class Base(DeclarativeBase):
    pass


class EntryRow(Base):
    __tablename__ = "billing_entries"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Money] = mapped_column(Euros)
    promised_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)


class Ledger(SQLAlchemyTrackingRecorder):
    def create_table(self) -> None:
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def begin(self, order_id: UUID, customer: str, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            session.add(EntryRow(order_id=order_id, customer=customer, amount=NOTHING))
            self._insert_tracking(session, tracking)

    def add(self, order_id: UUID, amount: Money, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            row = session.get_one(EntryRow, order_id)
            row.amount += amount
            self._insert_tracking(session, tracking)

    def promise(self, order_id: UUID, moment: datetime, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            session.get_one(EntryRow, order_id).promised_at = moment
            self._insert_tracking(session, tracking)

    def cancel(self, order_id: UUID, moment: datetime, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            session.get_one(EntryRow, order_id).cancelled_at = moment
            self._insert_tracking(session, tracking)

    def entries(self, customer: str) -> list[Entry]:
        question = select(EntryRow.amount, EntryRow.promised_at, EntryRow.cancelled_at).where(
            EntryRow.customer == customer, EntryRow.promised_at.is_not(None)
        )
        with self.transaction(commit=False) as session:
            return [Entry(*row) for row in session.execute(question)]


class LedgerProjection(Projection[Ledger]):
    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)

    @process_event.register
    def _started(self, started: Started, tracking: Tracking) -> None:
        self.view.begin(started.originator_id, started.customer, tracking)

    @process_event.register
    def _line_added(self, line: LineAdded, tracking: Tracking) -> None:
        self.view.add(line.originator_id, line.price * line.bags, tracking)

    @process_event.register
    def _placed(self, placed: Placed, tracking: Tracking) -> None:
        self.view.promise(placed.originator_id, placed.timestamp, tracking)

    @process_event.register
    def _cancelled(self, cancelled: Cancelled, tracking: Tracking) -> None:
        self.view.cancel(cancelled.originator_id, cancelled.timestamp, tracking)


class Billing:
    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self.ledger = open_view(Ledger, "Billing", env)
        self.feed = Feed(sales, LedgerProjection(self.ledger))
