"""Keeps a row for each line, and adds up when asked; an invoice is an order with a number."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.money import Money
from katas.given.sales.events import LineAdded, Placed, Started
from katas.given.views import open_view


class Base(DeclarativeBase):
    """Billing's own tables."""


class InvoiceRow(Base):
    """An invoice for an order: a draft, as long as it has no number."""

    __tablename__ = "billing_invoices"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str] = mapped_column(index=True)
    number: Mapped[int | None]


class ItemRow(Base):
    """A line of an order."""

    __tablename__ = "billing_items"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[UUID] = mapped_column(index=True)
    amount: Mapped[Money] = mapped_column(Euros)


class Invoices(SQLAlchemyTrackingRecorder):
    """The view: it keeps the invoices, and the position of the fact that was read last."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, fact: object, tracking: Tracking) -> None:
        """Take in a fact of Sales, once: what it changes is stored with its position.

        An invoice's number is the position at which its order was placed.
        """
        with self.transaction(commit=True) as session:
            if self.has_tracking_id(tracking.application_name, tracking.notification_id):
                return
            self._insert_tracking(session, tracking)
            if isinstance(fact, Started):
                session.add(InvoiceRow(order_id=fact.originator_id, customer=fact.customer))
            elif isinstance(fact, LineAdded):
                session.add(
                    ItemRow(
                        position=tracking.notification_id,
                        order_id=fact.originator_id,
                        amount=fact.price * fact.bags,
                    )
                )
            elif isinstance(fact, Placed):
                session.get_one(InvoiceRow, fact.originator_id).number = tracking.notification_id

    def invoices(self, customer: str) -> list[Money]:
        """What a customer's invoices come to, the oldest first."""
        question = (
            select(func.sum(ItemRow.amount))
            .join(InvoiceRow, InvoiceRow.order_id == ItemRow.order_id)
            .where(InvoiceRow.customer == customer, InvoiceRow.number.is_not(None))
            .group_by(InvoiceRow.number)
            .order_by(InvoiceRow.number)
        )
        with self.transaction(commit=False) as session:
            return list(session.scalars(question))


class InvoicesProjection(Projection[Invoices]):
    """Gives each fact of Sales to the invoices."""

    def process_event(self, event: object, tracking: Tracking) -> None:
        """Take in a fact."""
        self.view.learn(event, tracking)


class Billing:
    """Follows Sales in its own time, and answers from its own store."""

    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self.books = open_view(Invoices, "Billing", env)
        self.projection = InvoicesProjection(self.books)
        self.feed = Feed(sales, self.projection)
