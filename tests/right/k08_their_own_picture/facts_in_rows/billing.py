"""Keeps a row for each event that matters to Billing, and draws the entries when asked."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from eventsourcing.projection import Projection
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.columns import Euros, Moment
from katas.given.feed import Feed
from katas.given.money import NOTHING, Money
from katas.given.sales.events import Cancelled, LineAdded, Placed, Started
from katas.given.views import ReadModel, open_view


@dataclass
class Entry:
    amount: Money
    promised_at: datetime | None = None
    cancelled_at: datetime | None = None


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "billing_customers"

    order_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Fact(Base):
    __tablename__ = "billing_facts"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[str]
    amount: Mapped[Money | None] = mapped_column(Euros)
    promised_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)


class Ledger(ReadModel):
    def create_table(self):
        self.tables.extend(Base.metadata.sorted_tables)
        super().create_table()

    def keep(self, tracking, *rows):
        with self.transaction(commit=True) as session:
            session.add_all(rows)
            self._insert_tracking(session, tracking)

    def entries(self, customer):
        question = (
            select(Fact)
            .join(Customer, Customer.order_id == Fact.order_id)
            .where(Customer.name == customer)
            .order_by(Fact.position)
        )
        entries = {}
        with self.transaction(commit=False) as session:
            for fact in session.scalars(question):
                entry = entries.setdefault(fact.order_id, Entry(NOTHING))
                entry.amount += fact.amount or NOTHING
                entry.promised_at = fact.promised_at or entry.promised_at
                entry.cancelled_at = fact.cancelled_at or entry.cancelled_at
        promises = [entry for entry in entries.values() if entry.promised_at]
        return sorted(promises, key=attrgetter("promised_at"))


class LedgerProjection(Projection[Ledger]):
    def process_event(self, domain_event, tracking):
        match domain_event:
            case Started(customer=name):
                rows = [Customer(order_id=str(domain_event.originator_id), name=name)]
            case LineAdded(price=price, bags=bags):
                rows = [self._fact(domain_event, tracking, amount=price * bags)]
            case Placed(timestamp=moment):
                rows = [self._fact(domain_event, tracking, promised_at=moment)]
            case Cancelled(timestamp=moment):
                rows = [self._fact(domain_event, tracking, cancelled_at=moment)]
            case _:
                rows = []
        self.view.keep(tracking, *rows)

    def _fact(self, event, tracking, **carried):
        order_id = str(event.originator_id)
        return Fact(position=tracking.notification_id, order_id=order_id, **carried)


class Billing:
    def __init__(self, sales, env):
        self.view = open_view(Ledger, "Billing", env)
        self.feed = Feed(sales, LedgerProjection(self.view))

    def catch_up(self):
        self.feed.pull()

    def entries(self, customer):
        return self.view.entries(customer)
