"""A row has a state in one word, and rows stay when an order is cancelled."""

from dataclasses import dataclass
from uuid import UUID

from eventsourcing_sqlalchemy.recorders import SQLAlchemyTrackingRecorder
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


@dataclass(frozen=True)
class Pick:
    order_id: UUID
    coffee: str
    bags: int


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    coffee: Mapped[str]
    bags: Mapped[int]
    state: Mapped[str] = mapped_column(default="waiting")


class PickList(SQLAlchemyTrackingRecorder):
    def create_table(self):
        super().create_table()
        Base.metadata.create_all(self.datastore.engine)

    def learn(self, facts, tracking):
        with self.transaction(commit=True) as session:
            for fact in facts:
                order_id = fact.originator_id
                name = type(fact).__name__
                if name == "LineAdded":
                    session.add(Line(order_id=order_id, coffee=fact.coffee, bags=fact.bags))
                elif name == "Placed":
                    self._turn(session, order_id, "waiting", "placed")
                elif name == "Cancelled":
                    self._turn(session, order_id, "waiting", "cancelled")
                    self._turn(session, order_id, "placed", "cancelled")
            self._insert_tracking(session, tracking)

    def picks(self):
        with self.transaction(commit=False) as session:
            lines = session.scalars(select(Line).where(Line.state == "placed").order_by(Line.id))
            return [Pick(line.order_id, line.coffee, line.bags) for line in lines]

    def mark_as_picked(self, picks):
        with self.transaction(commit=True) as session:
            for pick in picks:
                self._turn(session, pick.order_id, "placed", "picked")

    def _turn(self, session, order_id, before, after):
        session.execute(
            update(Line).where(Line.order_id == order_id, Line.state == before).values(state=after)
        )
