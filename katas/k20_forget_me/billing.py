"""Billing's read model of the orders: who owes what."""

from dataclasses import dataclass
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.views import ReadModel, open_view

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
    """A customer's account. `token` is the name as it came with the order: sealed."""

    __tablename__ = "billing_accounts"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    token: Mapped[str]
    owed: Mapped[Money] = mapped_column(Euros)


class Accounts(ReadModel):
    """The read model: what each customer owes, and the position of the event read last."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def add(self, customer: Sealed, amount: Money, tracking: Tracking) -> None:
        """Let a customer owe `amount` more, and store the position with it."""
        raise NotImplementedError("TODO 6: open an account, or let it grow, and store the position")

    def owed(self) -> list[tuple[Sealed, Money]]:
        """Return each customer, still sealed, and what they owe."""
        with self.transaction(commit=False) as session:
            rows = session.scalars(select(AccountRow))
            return [(Sealed(row.customer_id, row.token), row.owed) for row in rows]


class AccountsProjection(Projection[Accounts]):
    """Draws the accounts from Sales' events."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Move on: any other event changes nothing in the accounts."""
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
        """Return who owes what, sorted by name."""
        raise NotImplementedError("TODO 7: open the names for this answer, and sort by them")

    def turnover(self) -> Money:
        """Return what all customers owe together."""
        return sum((owed for _, owed in self._accounts.owed()), NOTHING)
