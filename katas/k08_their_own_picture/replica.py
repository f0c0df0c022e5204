"""The replica of Sales' tables, which Sales gives to every department that wants to look."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, NullPool, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from katas.given.columns import Euros, Moment
from katas.given.sales.money import Money


class Base(DeclarativeBase):
    """Sales' tables."""


class SalesLineRow(Base):
    """A line of an order: bags (250 g each) of one coffee, at a price a bag."""

    __tablename__ = "sales_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("sales_orders.order_id"))
    coffee: Mapped[str]
    bags: Mapped[int]
    price: Mapped[Money] = mapped_column(Euros)


class SalesOrderRow(Base):
    """An order as Sales' screens show it: as it is now, and since when."""

    __tablename__ = "sales_orders"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer: Mapped[str]
    state: Mapped[str]
    """"open", "placed" or "cancelled"."""
    changed_at: Mapped[datetime] = mapped_column(Moment)
    lines: Mapped[list[SalesLineRow]] = relationship(lazy="selectin", order_by=SalesLineRow.id)


class Replica:
    """Sales' tables, for reading. The database keeps them up to date. `url` says where it is."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)

    def orders(self) -> list[SalesOrderRow]:
        """Return all orders, with their lines."""
        with Session(self._engine) as session:
            return list(session.scalars(select(SalesOrderRow)))
