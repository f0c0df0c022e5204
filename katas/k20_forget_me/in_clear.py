"""The roastery of last year: names are stored in clear, and to forget somebody is to delete."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import JSONTranscoder, Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.transcodings import MoneyAsStr
from katas.given.views import ReadModel, open_view

from .old_order import Order


class Sales(Application[UUID]):
    """Records orders, with the customers' names."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Say how amounts are stored."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def place_order(self, customer: str, amount: Money) -> None:
        """Place an order."""
        self.save(Order(customer, amount))


class Base(DeclarativeBase):
    """Billing's own tables."""


class BillRow(Base):
    """What an order comes to, by the position of its event."""

    __tablename__ = "bills_in_clear"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer: Mapped[str]
    amount: Mapped[Money] = mapped_column(Euros)


class Accounts(ReadModel):
    """The read model: a bill for each order, and the position of the event read last."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def bill(self, customer: str, amount: Money, tracking: Tracking) -> None:
        """Store a bill, and the position with it."""
        with self.transaction(commit=True) as session:
            number = tracking.notification_id
            session.add(BillRow(position=number, customer=customer, amount=amount))
            self._insert_tracking(session, tracking)

    def delete(self, customer: str) -> None:
        """Delete all bills of a customer."""
        raise NotImplementedError("TODO 1: delete the rows of the customer")

    def owed(self) -> dict[str, Money]:
        """Return what each customer owes, by name."""
        with self.transaction(commit=False) as session:
            bills = session.scalars(select(BillRow).order_by(BillRow.customer)).all()
            sums = dict.fromkeys((bill.customer for bill in bills), NOTHING)
            for bill in bills:
                sums[bill.customer] += bill.amount
            return sums


class AccountsProjection(Projection[Accounts]):
    """Draws the accounts from Sales' events."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Move on: any other event changes nothing in the accounts."""
        self.view.insert_tracking(tracking)

    @process_event.register
    def _placed(self, placed: Order.Placed, tracking: Tracking) -> None:
        self.view.bill(placed.customer, placed.amount, tracking)


class Billing:
    """Follows Sales, and answers from its own accounts, in its own store."""

    def __init__(self, sales: Application[UUID], env: EnvType) -> None:
        self.accounts = open_view(Accounts, "Billing", env)
        self.feed = Feed(sales, AccountsProjection(self.accounts))
