"""Keeps what is promised. What is picked is no business of this table."""

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


class PromisedOrder(Base):
    __tablename__ = "promised_orders"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    is_placed: Mapped[bool] = mapped_column(default=False)


class PromisedBags(Base):
    __tablename__ = "promised_bags"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[UUID] = mapped_column(index=True)
    coffee: Mapped[str]
    bags: Mapped[int]


class PickList(ReadModel):
    def create_table(self):
        self.tables += Base.metadata.sorted_tables
        super().create_table()

    def learn(self, event, tracking):
        with self.transaction(commit=True) as session:
            order_id = event.originator_id
            match type(event).__name__:
                case "Started":
                    session.add(PromisedOrder(order_id=order_id))
                case "LineAdded":
                    session.add(
                        PromisedBags(
                            position=tracking.notification_id,
                            order_id=order_id,
                            coffee=event.coffee,
                            bags=event.bags,
                        )
                    )
                case "Placed":
                    session.get_one(PromisedOrder, order_id).is_placed = True
                case "Cancelled":
                    session.delete(session.get_one(PromisedOrder, order_id))
            self._insert_tracking(session, tracking)

    def promised(self):
        question = (
            select(PromisedBags)
            .join(PromisedOrder, PromisedOrder.order_id == PromisedBags.order_id)
            .where(PromisedOrder.is_placed)
            .order_by(PromisedBags.position)
        )
        with self.transaction(commit=False) as session:
            return [
                Pick(line.order_id, line.coffee, line.bags) for line in session.scalars(question)
            ]
