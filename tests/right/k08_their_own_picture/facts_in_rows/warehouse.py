"""Two tables: what was noted, and which orders may be picked."""

from dataclasses import dataclass
from uuid import UUID

from eventsourcing.projection import Projection
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.feed import Feed
from katas.given.sales.events import Cancelled, LineAdded, Placed
from katas.given.views import open_view


@dataclass
class Pick:
    shelf: str
    coffee: str
    bags: int


class Base(DeclarativeBase):
    pass


class Wish(Base):
    __tablename__ = "wishes"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[UUID]
    shelf: Mapped[str]
    coffee: Mapped[str]
    bags: Mapped[int]


class Released(Base):
    __tablename__ = "released"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)


class PickList(SQLAlchemyTrackingRecorder):
    def create_table(self):
        self.tables.extend(Base.metadata.sorted_tables)
        super().create_table()

    def picks(self):
        place = (Wish.shelf, Wish.coffee)
        question = (
            select(*place, func.sum(Wish.bags))
            .join(Released, Released.order_id == Wish.order_id)
            .group_by(*place)
            .order_by(*place)
        )
        with self.transaction(commit=False) as session:
            return [Pick(*row) for row in session.execute(question)]


class PickListProjection(Projection[PickList]):
    def __init__(self, view, shelves):
        super().__init__(view)
        self.shelf_of = shelves.shelf_of

    def process_event(self, domain_event, tracking):
        with self.view.transaction(commit=True) as session:
            self._draw(session, domain_event, tracking.notification_id)
            self.view._insert_tracking(session, tracking)  # noqa: SLF001 - the library's hook

    def _draw(self, session, fact, position):
        if isinstance(fact, LineAdded):
            shelf, order_id = self.shelf_of(fact.coffee), fact.originator_id
            session.add(
                Wish(
                    position=position,
                    order_id=order_id,
                    shelf=shelf,
                    coffee=fact.coffee,
                    bags=fact.bags,
                )
            )
        elif isinstance(fact, Placed):
            session.add(Released(order_id=fact.originator_id))
        elif isinstance(fact, Cancelled) and (
            released := session.get(Released, fact.originator_id)
        ):
            session.delete(released)


class Warehouse:
    def __init__(self, sales, shelves, env):
        self.pick_list = open_view(PickList, "Warehouse", env)
        self.feed = Feed(sales, PickListProjection(self.pick_list, shelves))
