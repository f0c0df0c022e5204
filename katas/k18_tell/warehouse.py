"""The Warehouse: it reads what Sales has promised, and puts the bags aside."""

from collections.abc import Mapping
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from eventsourcing.utils import EnvType
from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from katas.given.feed import Feed
from katas.given.sales.events import LineAdded, Placed
from katas.given.views import open_view

NOTED, RESERVED, MISSING = "noted", "reserved", "missing"
"""A line is noted until its order is placed. Then its bags are put aside, if they are there."""


class Base(DeclarativeBase):
    """The Warehouse's own tables."""


class LineRow(Base):
    """Bags (250 g each) of one coffee that an order asks for."""

    __tablename__ = "warehouse_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(index=True)
    coffee: Mapped[str]
    bags: Mapped[int]
    state: Mapped[str] = mapped_column(default=NOTED)


class Reservations(SQLAlchemyTrackingRecorder):
    """The view: the bags that are put aside, and those that are missing."""

    def create_table(self) -> None:
        """Create the table of the position, and the Warehouse's own."""
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, fact: object, stock: Mapping[str, int], tracking: Tracking) -> None:
        """Take in a fact of Sales, once: what it changes is stored with its position."""
        with self.transaction(commit=True) as session:
            if self.has_tracking_id(tracking.application_name, tracking.notification_id):
                return
            match fact:
                case LineAdded():
                    session.add(
                        LineRow(order_id=fact.originator_id, coffee=fact.coffee, bags=fact.bags)
                    )
                case Placed():
                    self._reserve(session, fact.originator_id, stock)
            self._insert_tracking(session, tracking)

    def reserved(self) -> dict[str, int]:
        """How many bags of each coffee are put aside."""
        with self.transaction(commit=False) as session:
            return self._bags(session, RESERVED)

    def missing(self) -> dict[str, int]:
        """How many bags of each coffee are promised, and not there."""
        with self.transaction(commit=False) as session:
            return self._bags(session, MISSING)

    def _reserve(self, session: Session, order_id: UUID, stock: Mapping[str, int]) -> None:
        for line in session.scalars(select(LineRow).where(LineRow.order_id == order_id)).all():
            left = stock.get(line.coffee, 0) - self._bags(session, RESERVED).get(line.coffee, 0)
            line.state = RESERVED if line.bags <= left else MISSING

    def _bags(self, session: Session, state: str) -> dict[str, int]:
        question = (
            select(LineRow.coffee, func.sum(LineRow.bags))
            .where(LineRow.state == state)
            .group_by(LineRow.coffee)
        )
        return dict(session.execute(question).tuples().all())


class ReservationsProjection(Projection[Reservations]):
    """Gives each fact of Sales to the reservations, with what lies on the shelves."""

    def __init__(self, view: Reservations, stock: Mapping[str, int]) -> None:
        super().__init__(view)
        self._stock = stock

    def process_event(self, event: object, tracking: Tracking) -> None:
        """Take in a fact."""
        self.view.learn(event, self._stock, tracking)


class Warehouse:
    """Follows Sales in its own time, and answers from its own store. `stock` is bags by coffee."""

    def __init__(self, sales: Application[UUID], stock: Mapping[str, int], env: EnvType) -> None:
        self.reservations = open_view(Reservations, "Warehouse", env)
        self.projection = ReservationsProjection(self.reservations, stock)
        self.feed = Feed(sales, self.projection)
