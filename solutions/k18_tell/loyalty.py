"""Loyalty: it reads what Sales has promised, and credits the points."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.loyalty.points import points_for
from katas.given.money import NOTHING, Money
from katas.given.sales.events import LineAdded, Placed, Started
from katas.given.views import open_view


class Base(DeclarativeBase):
    """Loyalty's own tables."""


class PurchaseRow(Base):
    """What a customer buys with an order. It earns points once it is placed."""

    __tablename__ = "loyalty_purchases"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Money] = mapped_column(Euros, default=NOTHING)
    is_placed: Mapped[bool] = mapped_column(default=False)


class Points(SQLAlchemyTrackingRecorder):
    """The view: it keeps the purchases, and the position of the fact that was read last."""

    def create_table(self) -> None:
        """Create the table of the position, and Loyalty's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, fact: object, tracking: Tracking) -> None:
        """Take in a fact of Sales, once: what it changes is stored with its position."""
        with self.transaction(commit=True) as session:
            if self.has_tracking_id(tracking.application_name, tracking.notification_id):
                return
            match fact:
                case Started():
                    session.add(PurchaseRow(order_id=fact.originator_id, customer=fact.customer))
                case LineAdded():
                    row = session.get_one(PurchaseRow, fact.originator_id)
                    row.amount += fact.price * fact.bags
                case Placed():
                    session.get_one(PurchaseRow, fact.originator_id).is_placed = True
            self._insert_tracking(session, tracking)

    def points(self, customer: str) -> int:
        """How many points a customer has: those of each purchase, added up."""
        question = select(PurchaseRow.amount).where(
            PurchaseRow.customer == customer, PurchaseRow.is_placed
        )
        with self.transaction(commit=False) as session:
            return sum(points_for(amount) for amount in session.scalars(question))


class PointsProjection(Projection[Points]):
    """Gives each fact of Sales to the points."""

    def process_event(self, event: object, tracking: Tracking) -> None:
        """Take in a fact."""
        self.view.learn(event, tracking)


class Loyalty:
    """Follows Sales in its own time, from the first fact on, and answers from its own store."""

    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self.accounts = open_view(Points, "Loyalty", env)
        self.projection = PointsProjection(self.accounts)
        self.feed = Feed(sales, self.projection)
