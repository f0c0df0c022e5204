"""What does no harm twice is stored before its position: if the power fails then, nobody knows which
fact the picture shows.

Fails: The power fails in both departments, again and again
"""

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
    shelf: str
    coffee: str
    bags: int


class Base(DeclarativeBase):
    pass


class PickRow(Base):
    __tablename__ = "warehouse_picks"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(index=True)
    shelf: Mapped[str]
    coffee: Mapped[str]
    bags: Mapped[int]
    is_placed: Mapped[bool]


class PickList(SQLAlchemyTrackingRecorder):
    def create_table(self) -> None:
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def add(self, order_id: UUID, shelf: str, coffee: str, bags: int, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            session.add(
                PickRow(order_id=order_id, shelf=shelf, coffee=coffee, bags=bags, is_placed=False)
            )
            self._insert_tracking(session, tracking)

    def release(self, order_id: UUID, tracking: Tracking) -> None:
        of_this_order = PickRow.order_id == order_id
        with self.transaction(commit=True) as session:
            session.execute(update(PickRow).where(of_this_order).values(is_placed=True))
        self.insert_tracking(tracking)

    def remove(self, order_id: UUID, tracking: Tracking) -> None:
        with self.transaction(commit=True) as session:
            session.execute(delete(PickRow).where(PickRow.order_id == order_id))
        self.insert_tracking(tracking)

    def picks(self) -> list[Pick]:
        question = (
            select(PickRow.shelf, PickRow.coffee, func.sum(PickRow.bags))
            .where(PickRow.is_placed)
            .group_by(PickRow.shelf, PickRow.coffee)
            .order_by(PickRow.shelf, PickRow.coffee)
        )
        with self.transaction(commit=False) as session:
            return [Pick(*row) for row in session.execute(question)]


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
