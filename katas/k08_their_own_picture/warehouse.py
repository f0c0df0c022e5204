"""The Warehouse's picture of the orders: what is to be picked, shelf by shelf."""

from dataclasses import dataclass
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.feed import Feed
from katas.given.sales.events import Cancelled, LineAdded, Placed
from katas.given.views import open_view
from katas.given.warehouse.shelves import Shelves


@dataclass(frozen=True)
class Pick:
    """What is to be taken from one shelf: all the bags (250 g each) of one coffee."""

    shelf: str
    coffee: str
    bags: int


class Base(DeclarativeBase):
    """The Warehouse's own tables."""


class PickRow(Base):
    """A row of the pick list. TODO 2: the columns that the Warehouse needs."""

    __tablename__ = "warehouse_picks"

    id: Mapped[int] = mapped_column(primary_key=True)


class PickList(SQLAlchemyTrackingRecorder):
    """The view: each change is stored in one transaction with the position of its event."""

    def create_table(self) -> None:
        """Create the table of the position, and the Warehouse's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def add(self, order_id: UUID, shelf: str, coffee: str, bags: int, tracking: Tracking) -> None:
        """Note bags of an order that may still be placed."""
        raise NotImplementedError("TODO 2: store a row, and the position of its event with it")

    def release(self, order_id: UUID, tracking: Tracking) -> None:
        """Let the picker take the bags of an order."""
        raise NotImplementedError("TODO 4: let the rows of the order be picked from now on")

    def remove(self, order_id: UUID, tracking: Tracking) -> None:
        """Forget the bags of an order."""
        raise NotImplementedError("TODO 5: delete the rows of the order")

    def picks(self) -> list[Pick]:
        """What is to be picked, in the order of the shelves."""
        raise NotImplementedError("TODO 3: add up the bags by shelf and coffee, for placed orders")


class PickListProjection(Projection[PickList]):
    """Draws the pick list from Sales' facts, and from what the Warehouse knows itself."""

    def __init__(self, view: PickList, shelves: Shelves) -> None:
        super().__init__(view)
        self._shelves = shelves

    @singledispatchmethod
    def process_event(self, _: object, tracking: Tracking) -> None:
        """Process any fact that has no method of its own below."""
        raise NotImplementedError("TODO 1: move the position, and nothing else")

    @process_event.register
    def _line_added(self, line: LineAdded, tracking: Tracking) -> None:
        raise NotImplementedError("TODO 2: find the shelf, and add the bags to the view")

    @process_event.register
    def _placed(self, placed: Placed, tracking: Tracking) -> None:
        raise NotImplementedError("TODO 4: release the order in the view")

    @process_event.register
    def _cancelled(self, cancelled: Cancelled, tracking: Tracking) -> None:
        raise NotImplementedError("TODO 5: remove the order from the view")


class Warehouse:
    """Follows Sales, and answers from its own pick list, in its own store."""

    def __init__(self, sales: Application[UUID], shelves: Shelves, env: EnvType) -> None:
        self.pick_list = open_view(PickList, "Warehouse", env)
        self.feed = Feed(sales, PickListProjection(self.pick_list, shelves))
