"""Keeps a row for each order, and adds up when asked: by customer, still sealed."""

from dataclasses import dataclass
from uuid import UUID

from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.projection import Projection
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.views import ReadModel, open_view

from .order import Order
from .sealed import Sealed


@dataclass(frozen=True)
class Account:
    customer: str
    owed: Money


class Base(DeclarativeBase):
    pass


class OrderRow(Base):
    __tablename__ = "billed_orders"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer_id: Mapped[UUID]
    sealed_name: Mapped[bytes]
    amount: Mapped[Money] = mapped_column(Euros)


class Accounts(ReadModel):
    def create_table(self):
        super().create_table()
        with self.transaction(commit=True) as session:
            Base.metadata.create_all(session.connection())

    def note(self, placed, tracking):
        with self.transaction(commit=True) as session:
            self._insert_tracking(session, tracking)
            session.add(
                OrderRow(
                    position=tracking.notification_id,
                    customer_id=placed.customer.customer_id,
                    sealed_name=placed.customer.token.encode(),
                    amount=placed.amount,
                )
            )

    def sums(self):
        owed = func.sum(OrderRow.amount)
        question = select(OrderRow.customer_id, func.min(OrderRow.sealed_name), owed)
        with self.transaction(commit=False) as session:
            rows = list(session.execute(question.group_by(OrderRow.customer_id)))
        return [(Sealed(customer_id, name.decode()), money) for customer_id, name, money in rows]


class AccountsProjection(Projection[Accounts]):
    @singledispatchmethod
    def process_event(self, _: object, tracking):
        self.view.insert_tracking(tracking)

    @process_event.register
    def _placed(self, placed: Order.Placed, tracking):
        self.view.note(placed, tracking)


class Billing:
    def __init__(self, sales, keys, env):
        self._open = keys.open
        self._view = open_view(Accounts, "Billing", env)
        self.feed = Feed(sales, AccountsProjection(self._view))

    def accounts(self):
        told = [Account(self._open(customer), owed) for customer, owed in self._view.sums()]
        return sorted(told, key=lambda account: account.customer)

    def turnover(self):
        return sum((owed for _, owed in self._view.sums()), NOTHING)
