"""Billing's picture of the orders: who was promised what, and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros, Moment
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.sales.events import Cancelled, LineAdded, Placed, Started
from katas.given.views import ReadModel, open_view


@dataclass(frozen=True)
class Entry:
    """A promise to a customer: its amount, when it was made, and when cancelled, if it was."""

    amount: Money
    promised_at: datetime
    cancelled_at: datetime | None


class Base(DeclarativeBase):
    """Billing's own tables."""


class EntryRow(Base):
    """An order as Billing sees it. It is an entry of the ledger once it is a promise."""

    __tablename__ = "billing_entries"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Money] = mapped_column(Euros)
    promised_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)


class Ledger(ReadModel):
    """The view: each change is stored in one transaction with the position of its event."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def begin(self, order_id: UUID, customer: str, tracking: Tracking) -> None:
        """Note whom an order is for."""
        with self.transaction(commit=True) as session:
            session.add(EntryRow(order_id=order_id, customer=customer, amount=NOTHING))
            self._insert_tracking(session, tracking)

    def add(self, order_id: UUID, amount: Money, tracking: Tracking) -> None:
        """Let an order come to `amount` more."""
        with self.transaction(commit=True) as session:
            row = session.get_one(EntryRow, order_id)
            row.amount += amount
            self._insert_tracking(session, tracking)

    def promise(self, order_id: UUID, moment: datetime, tracking: Tracking) -> None:
        """Note when an order became a promise."""
        with self.transaction(commit=True) as session:
            session.get_one(EntryRow, order_id).promised_at = moment
            self._insert_tracking(session, tracking)

    def cancel(self, order_id: UUID, moment: datetime, tracking: Tracking) -> None:
        """Note when an order was cancelled: the entry stays."""
        with self.transaction(commit=True) as session:
            session.get_one(EntryRow, order_id).cancelled_at = moment
            self._insert_tracking(session, tracking)

    def entries(self, customer: str) -> list[Entry]:
        """Return what a customer was promised, the oldest promise first."""
        question = (
            select(EntryRow.amount, EntryRow.promised_at, EntryRow.cancelled_at)
            .where(EntryRow.customer == customer, EntryRow.promised_at.is_not(None))
            .order_by(EntryRow.promised_at)
        )
        with self.transaction(commit=False) as session:
            return [Entry(*row) for row in session.execute(question)]


class LedgerProjection(Projection[Ledger]):
    """Draws the ledger from Sales' events. When something happened, the event itself says."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Move on: any other event changes nothing in the ledger."""
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
    """Follows Sales, and answers from its own ledger, in its own store."""

    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self.ledger = open_view(Ledger, "Billing", env)
        self.feed = Feed(sales, LedgerProjection(self.ledger))

    def catch_up(self) -> None:
        """Learn what is new."""
        self.feed.pull()

    def entries(self, customer: str) -> list[Entry]:
        """Return what a customer was promised, the oldest promise first."""
        return self.ledger.entries(customer)
