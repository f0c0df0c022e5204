"""Keeps a row for each payment, and adds up when asked: a refused position means it is there."""

import logging
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import IntegrityError, Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.views import ReadModel, open_view

from .payment import Payment


class Base(DeclarativeBase):
    pass


log = logging.getLogger(__name__)


class PaymentRow(Base):
    __tablename__ = "counted_payments"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Money] = mapped_column(Euros)


class Accounts(ReadModel):
    def create_table(self) -> None:
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def balance(self, customer: str) -> Money:
        question = select(func.sum(PaymentRow.amount)).where(PaymentRow.customer == customer)
        with self.transaction(commit=False) as session:
            return session.scalar(question) or NOTHING

    def credit(self, customer: str, amount: Money, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            try:
                self._insert_tracking(session, tracking)
            except IntegrityError:
                log.info("Payment %s was delivered again", tracking.notification_id)
                return
            session.add(
                PaymentRow(position=tracking.notification_id, customer=customer, amount=amount)
            )


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
