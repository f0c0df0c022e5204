"""Billing's books: invoices, and messages that nobody could understand."""

from dataclasses import dataclass

from eventsourcing.persistence import Tracking
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.views import ReadModel


@dataclass(frozen=True)
class Invoice:
    """Who owes how many cents, for which order."""

    order: str
    debtor: str
    cents: int


@dataclass(frozen=True)
class DeadLetter:
    """A message that could not be understood: its position, its text, and what was wrong."""

    position: int
    text: str
    reason: str


class ContradictionError(Exception):
    """Raised when an order has an invoice already, and another one is to be entered."""

    def __init__(self, known: Invoice) -> None:
        super().__init__(f"order {known.order} has an invoice: {known.cents} cents, {known.debtor}")


class Base(DeclarativeBase):
    """Billing's own tables."""


class InvoiceRow(Base):
    """An invoice."""

    __tablename__ = "billing_invoices"

    order: Mapped[str] = mapped_column(primary_key=True)
    debtor: Mapped[str]
    cents: Mapped[int]


class DeadLetterRow(Base):
    """A message that somebody has to look at."""

    __tablename__ = "billing_dead_letters"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    reason: Mapped[str]


class Books(ReadModel):
    """The read model: it keeps invoices and dead letters, and the position of the last message."""

    def create_table(self) -> None:
        """Create the table of the position, and Billing's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def enter(self, invoice: Invoice, tracking: Tracking) -> None:
        """Keep an invoice, and the position of its message. The same invoice again adds nothing.

        Raises `ContradictionError` if the order has another invoice.
        """
        with self.transaction(commit=True) as session:
            row = session.get(InvoiceRow, invoice.order)
            if row is None:
                session.add(
                    InvoiceRow(order=invoice.order, debtor=invoice.debtor, cents=invoice.cents)
                )
            elif (known := _invoice(row)) != invoice:
                raise ContradictionError(known)
            self._insert_tracking(session, tracking)

    def set_aside(self, letter: DeadLetter, tracking: Tracking) -> None:
        """Keep a message that could not be understood, and its position."""
        raise NotImplementedError("TODO 5: store the letter and the position, both or neither")

    def invoices(self) -> list[Invoice]:
        """Return who owes what, by debtor."""
        question = select(InvoiceRow).order_by(InvoiceRow.debtor)
        with self.transaction(commit=False) as session:
            return [_invoice(row) for row in session.scalars(question)]

    def dead_letters(self) -> list[DeadLetter]:
        """List the messages that were set aside, in the order in which they came."""
        question = select(DeadLetterRow).order_by(DeadLetterRow.position)
        with self.transaction(commit=False) as session:
            return [
                DeadLetter(row.position, row.text, row.reason) for row in session.scalars(question)
            ]

    def dead_letter_count(self) -> int:
        """Count the messages that were set aside: a number to watch."""
        with self.transaction(commit=False) as session:
            return session.scalars(select(func.count()).select_from(DeadLetterRow)).one()


def _invoice(row: InvoiceRow) -> Invoice:
    return Invoice(row.order, row.debtor, row.cents)
