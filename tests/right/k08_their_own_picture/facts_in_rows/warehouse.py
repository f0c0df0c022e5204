"""Two tables: what was noted, and which orders may be picked."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from eventsourcing.projection import Projection
from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.feed import Feed
from katas.given.sales.events import Cancelled, LineAdded, Placed
from katas.given.views import ReadModel, open_view


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
    coffee: Mapped[str]
    bags: Mapped[int]


class Released(Base):
    __tablename__ = "released"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)


class PickList(ReadModel):
    def create_table(self):
        self.tables.extend(Base.metadata.sorted_tables)
        super().create_table()

    def wishes(self):
        question = select(Wish.coffee, Wish.bags).join(Released, Released.order_id == Wish.order_id)
        with self.transaction(commit=False) as session:
            return list(session.execute(question))


class PickListProjection(Projection[PickList]):
    def process_event(self, domain_event, tracking):
        with self.view.transaction(commit=True) as session:
            self._draw(session, domain_event, tracking.notification_id)
            self.view._insert_tracking(session, tracking)  # noqa: SLF001 - the library's hook

    def _draw(self, session, event, position):
        order_id = event.originator_id
        if isinstance(event, LineAdded):
            session.add(
                Wish(position=position, order_id=order_id, coffee=event.coffee, bags=event.bags)
            )
        elif isinstance(event, Placed):
            session.add(Released(order_id=order_id))
        elif isinstance(event, Cancelled):
            for table in (Wish, Released):
                session.execute(delete(table).where(table.order_id == order_id))


class Warehouse:
    def __init__(self, sales, shelves, env):
        self.shelf_of = shelves.shelf_of
        self.view = open_view(PickList, "Warehouse", env)
        self.feed = Feed(sales, PickListProjection(self.view))

    def catch_up(self):
        self.feed.pull()

    def picks(self):
        bags = Counter()
        for coffee, count in self.view.wishes():
            bags[self.shelf_of(coffee), coffee] += count
        return [Pick(*place, count) for place, count in sorted(bags.items())]
