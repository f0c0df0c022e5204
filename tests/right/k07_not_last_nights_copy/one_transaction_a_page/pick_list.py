"""An order has a row with a state in two words, and its lines have rows of their own."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from katas.given.views import ReadModel


@dataclass(frozen=True)
class Pick:
    order_id: UUID
    coffee: str
    bags: int


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    promise: Mapped[str] = mapped_column(default="none")
    is_picked: Mapped[bool] = mapped_column(default=False)


class Line(Base):
    __tablename__ = "lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    coffee: Mapped[str]
    bags: Mapped[int]


class PickList(ReadModel):
    def create_table(self):
        super().create_table()
        Base.metadata.create_all(self.datastore.engine)

    def learn(self, events, tracking):
        with self.transaction(commit=True) as session:
            for event in events:
                name = type(event).__name__
                order_id = event.order_id if name == "Picked" else event.originator_id
                order = session.merge(Order(order_id=order_id))
                if name == "LineAdded":
                    session.add(Line(order_id=order_id, coffee=event.coffee, bags=event.bags))
                elif name in ("Placed", "Cancelled"):
                    order.promise = name
                elif name == "Picked":
                    order.is_picked = True
            self._insert_tracking(session, tracking)

    def picks(self):
        question = (
            select(Line)
            .join(Order, Order.order_id == Line.order_id)
            .where(Order.promise == "Placed", ~Order.is_picked)
            .order_by(Line.id)
        )
        with self.transaction(commit=False) as session:
            return [
                Pick(line.order_id, line.coffee, line.bags) for line in session.scalars(question)
            ]
