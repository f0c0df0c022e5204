"""Billing: it reads what Sales has promised, and writes the invoices."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from eventsourcing.persistence import Tracking
from eventsourcing.utils import EnvType
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros
from katas.given.money import Money
from katas.given.views import ReadModel, open_view

SALES = "Sales"
"""Under this name Billing keeps its position in the messages of Sales."""


class Stream(Protocol):
    """Where public messages come from: all that Billing knows of it."""

    def messages(self, after: int | None) -> Sequence[Any]:
        """Return a page of messages after a position. Each has a `position` and a `text`."""


@dataclass(frozen=True)
class Invoice:
    """What a debtor owes for an order."""

    number: int
    debtor: str
    amount: Money


class Base(DeclarativeBase):
    """Billing's own tables."""


class InvoiceRow(Base):
    """An invoice. The store refuses a second one for an order, or with its number."""

    __tablename__ = "billing_invoices"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order: Mapped[str] = mapped_column(unique=True)
    debtor: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Money] = mapped_column(Euros)


class Books(ReadModel):
    """The view: it keeps the invoices, and the position of the message that was read last."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, text: str, tracking: Tracking) -> None:
        """Take in a message of Sales, once: what it changes is stored with its position.

        Invoices are numbered 1, 2, 3 and so on. An order has one, however often Sales speaks of it.
        Raises `KeyError` if Sales has left out what is needed: then nothing has changed.
        """
        raise NotImplementedError("TODO 2: take in each message once, and number your invoices")

    def invoices(self) -> list[Invoice]:
        """Return all invoices, by their numbers."""
        question = select(InvoiceRow).order_by(InvoiceRow.number)
        with self.transaction(commit=False) as session:
            rows = session.scalars(question)
            return [Invoice(row.number, row.debtor, row.amount) for row in rows]


class Billing:
    """Follows Sales in its own time, and answers from its own store."""

    def __init__(self, stream: Stream, env: EnvType) -> None:
        self.books = open_view(Books, "Billing", env)
        self._stream = stream

    def read(self) -> None:
        """Read what is new, page by page."""
        while page := self._stream.messages(after=self.books.max_tracking_id(SALES)):
            for message in page:
                self.books.learn(message.text, Tracking(SALES, message.position))
