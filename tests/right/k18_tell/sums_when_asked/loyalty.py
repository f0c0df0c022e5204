"""Counts as it reads: a row for each customer, and one for each order that is not placed."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
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


class AccountRow(Base):
    """A customer's points."""

    __tablename__ = "loyalty_accounts"

    customer: Mapped[str] = mapped_column(primary_key=True)
    points: Mapped[int]


class Points(SQLAlchemyTrackingRecorder):
    """The view: it keeps the purchases, and the position of the fact that was read last."""

    def create_table(self) -> None:
        """Create the table of the position, and Loyalty's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def begin(self, order_id, customer, tracking):
        with self.transaction(commit=True) as session:
            session.add(PurchaseRow(order_id=order_id, customer=customer))
            self._insert_tracking(session, tracking)

    def add(self, order_id, amount, tracking):
        with self.transaction(commit=True) as session:
            session.get_one(PurchaseRow, order_id).amount += amount
            self._insert_tracking(session, tracking)

    def credit(self, order_id, tracking):
        with self.transaction(commit=True) as session:
            row = session.get_one(PurchaseRow, order_id)
            account = session.get(AccountRow, row.customer)
            if account is None:
                account = AccountRow(customer=row.customer, points=0)
                session.add(account)
            account.points += points_for(row.amount)
            session.delete(row)
            self._insert_tracking(session, tracking)

    def points(self, customer):
        with self.transaction(commit=False) as session:
            account = session.get(AccountRow, customer)
            return account.points if account else 0


class PointsProjection(Projection[Points]):
    """Gives each fact of Sales to the points."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        if not self._is_known(tracking):
            self.view.insert_tracking(tracking)

    @process_event.register
    def _started(self, fact: Started, tracking: Tracking) -> None:
        if not self._is_known(tracking):
            self.view.begin(fact.originator_id, fact.customer, tracking)

    @process_event.register
    def _line_added(self, fact: LineAdded, tracking: Tracking) -> None:
        if not self._is_known(tracking):
            self.view.add(fact.originator_id, fact.price * fact.bags, tracking)

    @process_event.register
    def _placed(self, fact: Placed, tracking: Tracking) -> None:
        if not self._is_known(tracking):
            self.view.credit(fact.originator_id, tracking)

    def _is_known(self, tracking: Tracking) -> bool:
        return self.view.has_tracking_id(tracking.application_name, tracking.notification_id)


class Loyalty:
    """Follows Sales in its own time, from the first fact on, and answers from its own store."""

    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self.accounts = open_view(Points, "Loyalty", env)
        self.projection = PointsProjection(self.accounts)
        self.feed = Feed(sales, self.projection)
