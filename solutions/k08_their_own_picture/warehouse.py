"""The Warehouse's picture of the orders: what is to be picked, shelf by shelf."""

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


@dataclass(frozen=True, order=True)
class Pick:
    """What is to be taken from one shelf: all the bags (250 g each) of one coffee."""

    shelf: str
    coffee: str
    bags: int


class Base(DeclarativeBase):
    """The Warehouse's own tables."""


class PickRow(Base):
    """Bags of one coffee that one order needs. The picker may take them once it is placed."""

    __tablename__ = "warehouse_picks"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(index=True)
    coffee: Mapped[str]
    bags: Mapped[int]
    is_placed: Mapped[bool]


class PickList(ReadModel):
    """The view: each change is stored in one transaction with the position of its event."""

    def create_table(self) -> None:
        """Create the table of the position, and the Warehouse's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def bags(self) -> dict[str, int]:
        """Return how many bags of each coffee are to be picked."""
        question = (
            select(PickRow.coffee, func.sum(PickRow.bags))
            .where(PickRow.is_placed)
            .group_by(PickRow.coffee)
        )
        with self.transaction(commit=False) as session:
            return dict(session.execute(question).tuples().all())

    def add(self, order_id: UUID, coffee: str, bags: int, tracking: Tracking) -> None:
        """Note bags of an order that may still be placed."""
        with self.transaction(commit=True) as session:
            session.add(PickRow(order_id=order_id, coffee=coffee, bags=bags, is_placed=False))
            self._insert_tracking(session, tracking)

    def release(self, order_id: UUID, tracking: Tracking) -> None:
        """Let the picker take the bags of an order."""
        of_this_order = PickRow.order_id == order_id
        with self.transaction(commit=True) as session:
            session.execute(update(PickRow).where(of_this_order).values(is_placed=True))
            self._insert_tracking(session, tracking)

    def remove(self, order_id: UUID, tracking: Tracking) -> None:
        """Forget the bags of an order."""
        with self.transaction(commit=True) as session:
            session.execute(delete(PickRow).where(PickRow.order_id == order_id))
            self._insert_tracking(session, tracking)


class PickListProjection(Projection[PickList]):
    """Draws the pick list from Sales' events."""

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Move on: any other event changes nothing on the pick list."""
        self.view.insert_tracking(tracking)

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
    """Follows Sales, and answers from its own pick list, in its own store.

    Where a coffee lies is asked when somebody wants to know: that is no event, and cannot be read
    again.
    """

    def __init__(self, sales: Application[UUID], shelves: Shelves, env: EnvType) -> None:
        self._shelves = shelves
        self.pick_list = open_view(PickList, "Warehouse", env)
        self.feed = Feed(sales, PickListProjection(self.pick_list))

    def catch_up(self) -> None:
        """Learn what is new."""
        self.feed.pull()

    def picks(self) -> list[Pick]:
        """Return what is to be picked, in the order of the shelves, and of the coffees on each."""
        bags = self.pick_list.bags()
        return sorted(
            Pick(self._shelves.shelf_of(coffee), coffee, count) for coffee, count in bags.items()
        )
