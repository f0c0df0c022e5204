"""At a promise the projection fetches the order from Sales: it has customer and amount ready.

Fails: Nobody in Sales picks up the telephone
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
from katas.given.sales.events import Cancelled, Placed
from katas.given.sales.money import Money
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

    def promise(self, order, moment, tracking):
        with self.transaction(commit=True) as session:
            session.add(
                EntryRow(
                    order_id=order.id,
                    customer=order.customer,
                    amount=order.total,
                    promised_at=moment,
                )
            )
            self._insert_tracking(session, tracking)

    def cancel(self, order_id: UUID, moment: datetime, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            if row := session.get(EntryRow, order_id):
                row.cancelled_at = moment
            self._insert_tracking(session, tracking)

    def entries(self, customer: str) -> list[Entry]:
        question = (
            select(EntryRow.amount, EntryRow.promised_at, EntryRow.cancelled_at)
            .where(EntryRow.customer == customer, EntryRow.promised_at.is_not(None))
            .order_by(EntryRow.promised_at)
        )
        with self.transaction(commit=False) as session:
            return [Entry(*row) for row in session.execute(question)]


class LedgerProjection(Projection[Ledger]):
    def __init__(self, view, sales):
        super().__init__(view)
        self._sales = sales

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)

    @process_event.register
    def _placed(self, placed: Placed, tracking: Tracking) -> None:
        order = self._sales.order(placed.originator_id)
        self.view.promise(order, placed.timestamp, tracking)

    @process_event.register
    def _cancelled(self, cancelled: Cancelled, tracking: Tracking) -> None:
        self.view.cancel(cancelled.originator_id, cancelled.timestamp, tracking)


class Billing:
    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self.ledger = open_view(Ledger, "Billing", env)
        self.feed = Feed(sales, LedgerProjection(self.ledger, sales))
