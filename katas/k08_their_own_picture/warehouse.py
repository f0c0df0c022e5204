"""The Warehouse's picture of the orders: what is to be picked, shelf by shelf."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.feed import Feed
from katas.given.sales.events import Cancelled, LineAdded, Placed
from katas.given.views import ReadModel, open_view
from katas.given.warehouse.shelves import Shelves

from .replica import Replica


@dataclass(frozen=True, order=True)
class Pick:
    """What is to be taken from one shelf: all the bags (250 g each) of one coffee."""

    shelf: str
    coffee: str
    bags: int


class Base(DeclarativeBase):
    """The Warehouse's own tables."""


class PickRow(Base):
    """A row of the pick list. TODO 1: the columns that the Warehouse needs."""

    __tablename__ = "warehouse_picks"

    id: Mapped[int] = mapped_column(primary_key=True)


class PickList(ReadModel):
    """The view: each change is stored in one transaction with the position of its event."""

    def create_table(self) -> None:
        """Create the table of the position, and the Warehouse's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def bags(self) -> dict[str, int]:
        """Return how many bags of each coffee are to be picked."""
        raise NotImplementedError("TODO 1: add up the bags by coffee, of placed orders only")

    def add(self, order_id: UUID, coffee: str, bags: int, tracking: Tracking) -> None:
        """Note bags of an order that may still be placed."""
        raise NotImplementedError("TODO 3: store a row, and the position of its event with it")

    def release(self, order_id: UUID, tracking: Tracking) -> None:
        """Let the picker take the bags of an order."""
        raise NotImplementedError("TODO 4: let the rows of the order be picked from now on")

    def remove(self, order_id: UUID, tracking: Tracking) -> None:
        """Forget the bags of an order."""
        raise NotImplementedError("TODO 5: delete the rows of the order")


class PickListProjection(Projection[PickList]):
    """Draws the pick list from Sales' events."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Process any event that has no method of its own below."""
        raise NotImplementedError("TODO 2: move the position, and nothing else")

    @process_event.register
    def _line_added(self, line: LineAdded, tracking: Tracking) -> None:
        self.view.add(line.originator_id, line.coffee, line.bags, tracking)

    @process_event.register
    def _placed(self, placed: Placed, tracking: Tracking) -> None:
        self.view.release(placed.originator_id, tracking)

    @process_event.register
    def _cancelled(self, cancelled: Cancelled, tracking: Tracking) -> None:
        self.view.remove(cancelled.originator_id, tracking)


class Warehouse:
    """Looks into a replica of Sales' tables, and knows itself where the coffees lie."""

    def __init__(self, sales: Application[UUID], shelves: Shelves, env: EnvType) -> None:
        self._shelves = shelves
        self._replica = Replica(env["SALES_REPLICA"])
        self.pick_list = open_view(PickList, "Warehouse", env)
        self.feed = Feed(sales, PickListProjection(self.pick_list))

    def catch_up(self) -> None:
        """Learn what is new."""
        # TODO 2: the replica was always up to date, a pick list is not. Pull the feed.

    def picks(self) -> list[Pick]:
        """Return what is to be picked, in the order of the shelves, and of the coffees on each."""
        # TODO 1: these are Sales' tables. Ask the pick list for the bags of each coffee instead.
        bags = Counter[str]()
        for order in self._replica.orders():
            for line in order.lines if order.state == "placed" else ():
                bags[line.coffee] += line.bags
        return sorted(
            Pick(self._shelves.shelf_of(coffee), coffee, count) for coffee, count in bags.items()
        )
