"""The table that everyone writes: a row for each order, whoever reads it."""

from collections.abc import Iterator
from contextlib import contextmanager

from eventsourcing.utils import EnvType
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool


class Base(DeclarativeBase):
    """The company's tables."""


class Row(Base):
    """An order, as everyone sees it."""

    __tablename__ = "orders"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer: Mapped[str] = mapped_column(default="")
    coffee: Mapped[str] = mapped_column(default="")
    bags: Mapped[int] = mapped_column(default=0)
    cents_a_bag: Mapped[int] = mapped_column(default=0)


class EveryonesTable:
    """Gives the rows of the table to whoever asks."""

    def __init__(self, env: EnvType) -> None:
        self._engine = create_engine(env["SQLALCHEMY_URL"], poolclass=NullPool)
        Base.metadata.create_all(self._engine)

    @contextmanager
    def row(self, number: int) -> Iterator[Row]:
        """Give the row of the order `number`, and commit what is written in it."""
        with Session(self._engine) as session, session.begin():
            row = session.get(Row, number)
            if row is None:
                row = Row(number=number)
                session.add(row)
                session.flush()
            yield row
