"""Billing's picture of the orders: who was promised what, and when."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
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

from .replica import Replica


@dataclass(frozen=True)
class Entry:
    """A promise to a customer: its amount, when it was made, and when cancelled, if it was."""

    amount: Money
    promised_at: datetime
    cancelled_at: datetime | None


class Base(DeclarativeBase):
    """Billing's own tables."""


class EntryRow(Base):
    """A row of the ledger. TODO 6: the columns that Billing needs."""

    __tablename__ = "billing_entries"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)


class Ledger(ReadModel):
    """The view: each change is stored in one transaction with the position of its event."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def begin(self, order_id: UUID, customer: str, tracking: Tracking) -> None:
        """Note whom an order is for."""
        raise NotImplementedError("TODO 7: store a row for the order, which comes to nothing yet")

    def add(self, order_id: UUID, amount: Money, tracking: Tracking) -> None:
        """Let an order come to `amount` more."""
        raise NotImplementedError("TODO 7: let the row of the order come to more")

    def promise(self, order_id: UUID, moment: datetime, tracking: Tracking) -> None:
        """Note when an order became a promise."""
        raise NotImplementedError("TODO 8: store when the order became a promise")

    def cancel(self, order_id: UUID, moment: datetime, tracking: Tracking) -> None:
        """Note when an order was cancelled: the entry stays."""
        raise NotImplementedError("TODO 9: store when the order was cancelled")

    def entries(self, customer: str) -> list[Entry]:
        """Return what a customer was promised, the oldest promise first."""
        raise NotImplementedError("TODO 6: select the customer's promises, the oldest first")


class LedgerProjection(Projection[Ledger]):
    """Draws the ledger from Sales' events."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Move on: any other event changes nothing in the ledger."""
        self.view.insert_tracking(tracking)

    @process_event.register
    def _started(self, started: Started, tracking: Tracking) -> None:
        raise NotImplementedError("TODO 7: begin a row in the view, for the customer")

    @process_event.register
    def _line_added(self, line: LineAdded, tracking: Tracking) -> None:
        raise NotImplementedError("TODO 7: add what the line comes to")

    @process_event.register
    def _placed(self, placed: Placed, tracking: Tracking) -> None:
        raise NotImplementedError("TODO 8: note the promise, with the moment when it was made")

    @process_event.register
    def _cancelled(self, cancelled: Cancelled, tracking: Tracking) -> None:
        raise NotImplementedError("TODO 9: note the cancellation, with its moment")


class Billing:
    """Looks into a replica of Sales' tables."""

    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self._replica = Replica(env["SALES_REPLICA"])
        self.ledger = open_view(Ledger, "Billing", env)
        self.feed = Feed(sales, LedgerProjection(self.ledger))

    def catch_up(self) -> None:
        """Learn what is new."""
        # TODO 7: the replica was always up to date, a ledger is not. Pull the feed.

    def entries(self, customer: str) -> list[Entry]:
        """Return what a customer was promised, the oldest promise first."""
        # TODO 6: in these tables a cancelled order forgets its promise. Ask the ledger instead.
        entries = [
            Entry(
                sum((line.price * line.bags for line in order.lines), NOTHING),
                promised_at=order.changed_at,
                cancelled_at=None,
            )
            for order in self._replica.orders()
            if order.customer == customer and order.state == "placed"
        ]
        return sorted(entries, key=attrgetter("promised_at"))
