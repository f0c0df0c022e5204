"""The refusal of one's own row is taken for that of a position, and so for a second delivery.

Fails: The store refuses a row for a moment
"""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import IntegrityError, Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.billing.payment import Payment
from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.sales.money import NOTHING, Money
from katas.given.views import open_view


class Base(DeclarativeBase):
    pass


class AccountRow(Base):
    __tablename__ = "billing_accounts"

    customer: Mapped[str] = mapped_column(primary_key=True)
    balance: Mapped[Money] = mapped_column(Euros)


class Accounts(SQLAlchemyTrackingRecorder):
    def create_table(self) -> None:
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def balance(self, customer: str) -> Money:
        with self.transaction(commit=False) as session:
            account = session.get(AccountRow, customer)
            return account.balance if account else NOTHING

    def credit(self, customer: str, amount: Money, tracking: Tracking) -> None:
        try:
            with self.transaction(commit=True) as session:
                account = session.get(AccountRow, customer)
                if account is None:
                    account = AccountRow(customer=customer, balance=NOTHING)
                    session.add(account)
                account.balance += amount
                self._insert_tracking(session, tracking)
        except IntegrityError:
            pass


class AccountsProjection(Projection[Accounts]):
    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)

    @process_event.register
    def _received(self, payment: Payment.Received, tracking: Tracking) -> None:
        self.view.credit(payment.customer, payment.amount, tracking)


class Billing:
    def __init__(self, payments: Application[UUID], env: EnvType) -> None:
        self.accounts = open_view(Accounts, "Billing", env)
        self.projection = AccountsProjection(self.accounts)
        self.feed = Feed(payments, self.projection)
