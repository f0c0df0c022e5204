"""Sales' order becomes a table, lines and all, with a column for the shelf: the order has one.

Fails: Grace wants two coffees, and Jun one of them
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import JSON, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.feed import Feed
from katas.given.sales.events import Cancelled, LineAdded, Placed
from katas.given.views import open_view
from katas.given.warehouse.shelves import Shelves


@dataclass(frozen=True)
class Pick:
    shelf: str
    coffee: str
    bags: int


class Base(DeclarativeBase):
    pass


class OrderRow(Base):
    __tablename__ = "orders"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lines: Mapped[list[Any]] = mapped_column(JSON)
    is_placed: Mapped[bool]
    cancelled: Mapped[bool]
    shelf: Mapped[str]


class PickList(SQLAlchemyTrackingRecorder):
    def create_table(self) -> None:
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def add(self, order_id: UUID, shelf: str, coffee: str, bags: int, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            order = session.get(OrderRow, order_id)
            if order is None:
                order = OrderRow(id=order_id, lines=[], is_placed=False, cancelled=False)
                session.add(order)
            order.lines = [*order.lines, {"coffee": coffee, "bags": bags}]
            order.shelf = shelf
            self._insert_tracking(session, tracking)

    def release(self, order_id: UUID, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            session.get_one(OrderRow, order_id).is_placed = True
            self._insert_tracking(session, tracking)

    def remove(self, order_id: UUID, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            if order := session.get(OrderRow, order_id):
                order.cancelled = True
            self._insert_tracking(session, tracking)

    def picks(self) -> list[Pick]:
        question = select(OrderRow).where(OrderRow.is_placed, ~OrderRow.cancelled)
        bags = Counter()
        with self.transaction(commit=False) as session:
            for order in session.scalars(question):
                for line in order.lines:
                    bags[order.shelf, line["coffee"]] += line["bags"]
        return [Pick(shelf, coffee, count) for (shelf, coffee), count in sorted(bags.items())]


class PickListProjection(Projection[PickList]):
    def __init__(self, view: PickList, shelves: Shelves) -> None:
        super().__init__(view)
        self._shelves = shelves

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)

    @process_event.register
    def _line_added(self, line: LineAdded, tracking: Tracking) -> None:
        shelf = self._shelves.shelf_of(line.coffee)
        self.view.add(line.originator_id, shelf, line.coffee, line.bags, tracking)

    @process_event.register
    def _placed(self, placed: Placed, tracking: Tracking) -> None:
        self.view.release(placed.originator_id, tracking)

    @process_event.register
    def _cancelled(self, cancelled: Cancelled, tracking: Tracking) -> None:
        self.view.remove(cancelled.originator_id, tracking)


class Warehouse:
    def __init__(self, sales: Application[UUID], shelves: Shelves, env: EnvType) -> None:
        self.pick_list = open_view(PickList, "Warehouse", env)
        self.feed = Feed(sales, PickListProjection(self.pick_list, shelves))
