"""Billing's picture of the orders: who owes what."""

from dataclasses import dataclass
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.views import open_view

from .keys import Keys
from .order import Order
from .sealed import Sealed


@dataclass(frozen=True, order=True)
class Account:
    """What a customer owes. The customer is a name, or `FORGOTTEN`."""

    customer: str
    owed: Money


class Base(DeclarativeBase):
    """Billing's own tables."""


class AccountRow(Base):
    """A customer's account. TODO 5: the column that says, sealed, who it is."""

    __tablename__ = "billing_accounts"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    owed: Mapped[Money] = mapped_column(Euros)


class Accounts(SQLAlchemyTrackingRecorder):
    """The view: each change is stored in one transaction with the position of its event."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def add(self, customer: Sealed, amount: Money, tracking: Tracking) -> None:
        """Let a customer owe `amount` more."""
        raise NotImplementedError(
            "TODO 5: store the customer, still sealed, the sum and the position"
        )

    def owed(self) -> list[tuple[Sealed, Money]]:
        """Tell each customer, sealed, and what he owes."""
        raise NotImplementedError("TODO 6: read all accounts, the customers still sealed")


class AccountsProjection(Projection[Accounts]):
    """Draws the accounts from Sales' facts."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Move on: any other fact changes nothing in the accounts."""
        self.view.insert_tracking(tracking)

    @process_event.register
    def _placed(self, placed: Order.Placed, tracking: Tracking) -> None:
        self.view.add(placed.customer, placed.amount, tracking)


class Billing:
    """Follows Sales, and answers from its own accounts, in its own store."""

    def __init__(self, sales: Application[UUID], keys: Keys, env: EnvType) -> None:
        self._keys = keys
        self._accounts = open_view(Accounts, "Billing", env)
        self.feed = Feed(sales, AccountsProjection(self._accounts))

    def accounts(self) -> list[Account]:
        """Tell who owes what, by name."""
        raise NotImplementedError("TODO 6: open the customers' names, and sort by them")

    def turnover(self) -> Money:
        """Tell what all customers owe together."""
        return sum((owed for _, owed in self._accounts.owed()), NOTHING)
