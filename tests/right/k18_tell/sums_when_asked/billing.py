"""Keeps a row for each line, counts the rows to number them, and adds up when asked."""

import json
from decimal import Decimal
from typing import Any, NamedTuple

from eventsourcing.persistence import IntegrityError, Tracking
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.money import Money
from katas.given.views import open_view


class Invoice(NamedTuple):
    number: int
    debtor: str
    amount: Any


class Base(DeclarativeBase):
    pass


class DebtRow(Base):
    __tablename__ = "billing_debts"

    order: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    debtor: Mapped[str]


class ItemRow(Base):
    __tablename__ = "billing_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    order: Mapped[str] = mapped_column(index=True)
    cents: Mapped[int]


class Books(SQLAlchemyTrackingRecorder):
    def create_table(self):
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def enter(self, order, debtor, items, tracking):
        with self.transaction(commit=True) as session:
            if session.get(DebtRow, order) is None:
                number = session.scalar(select(func.count()).select_from(DebtRow)) + 1
                session.add(DebtRow(order=order, number=number, debtor=debtor))
                session.add_all(ItemRow(order=order, cents=cents) for cents in items)
            self._insert_tracking(session, tracking)

    def invoices(self):
        question = (
            select(DebtRow.number, DebtRow.debtor, func.sum(ItemRow.cents))
            .join(ItemRow, ItemRow.order == DebtRow.order)
            .group_by(DebtRow.number, DebtRow.debtor)
            .order_by(DebtRow.number)
        )
        with self.transaction(commit=False) as session:
            return [
                Invoice(number, debtor, Money(Decimal(int(cents)) / 100))
                for number, debtor, cents in session.execute(question)
            ]


class Billing:
    def __init__(self, stream, env):
        self.books = open_view(Books, "Billing", env)
        self.stream = stream

    def read(self):
        while page := self.stream.messages(after=self.books.max_tracking_id("Sales")):
            for message in page:
                self.take_in(message, Tracking("Sales", message.position))

    def take_in(self, message, tracking):
        if self.books.has_tracking_id("Sales", message.position):
            return
        said = json.loads(message.text)
        if said["message"] != "OrderPlaced":
            self.books.insert_tracking(tracking)
            return
        items = [line["bags"] * line["cents_a_bag"] for line in said["lines"]]
        try:
            self.books.enter(said["order"], said["customer"], items, tracking)
        except IntegrityError:
            if not self.books.has_tracking_id("Sales", message.position):
                raise
