"""Billing's accounts: how much each customer has paid."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.views import ReadModel, open_view

from .payment import Payment


class Base(DeclarativeBase):
    """Billing's own tables."""


class AccountRow(Base):
    """A customer's account. It is opened with the first payment."""

    __tablename__ = "billing_accounts"

    customer: Mapped[str] = mapped_column(primary_key=True)
    balance: Mapped[Money] = mapped_column(Euros)


class Accounts(ReadModel):
    """The read model: the balances, and the position of the event that was counted last."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def balance(self, customer: str) -> Money:
        """Return what a customer has paid up to now: nothing if there is no account."""
        with self.transaction(commit=False) as session:
            account = session.get(AccountRow, customer)
            return account.balance if account else NOTHING

    def credit(self, customer: str, amount: Money, tracking: Tracking) -> None:
        """Count a payment once, however often its event is delivered."""
        raise NotImplementedError("TODO 1: store the balance and the position, both or neither")


class AccountsProjection(Projection[Accounts]):
    """Tells the accounts what each event means."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Move on: any other event changes nothing in the accounts."""
        self.view.insert_tracking(tracking)

    @process_event.register
    def _received(self, payment: Payment.Received, tracking: Tracking) -> None:
        self.view.credit(payment.customer, payment.amount, tracking)


class Billing:
    """Follows the payments, and answers from its own accounts, in its own store."""

    def __init__(self, payments: Application[UUID], env: EnvType) -> None:
        self.accounts = open_view(Accounts, "Billing", env)
        self.projection = AccountsProjection(self.accounts)
        self.feed = Feed(payments, self.projection)
