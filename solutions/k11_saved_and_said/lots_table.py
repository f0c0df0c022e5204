"""The Warehouse's table, as it has been for years: a row for each lot, as it is now."""

from eventsourcing.utils import EnvType
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import NullPool


class Base(DeclarativeBase):
    """The Warehouse's tables."""


class LotRow(Base):
    """A lot: bags (250 g each) of one coffee that were roasted together, and lie on one shelf.

    `roasted` is the week of roasting, such as "2026-W08".
    """

    __tablename__ = "lots"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    coffee: Mapped[str]
    roasted: Mapped[str]
    shelf: Mapped[str]
    bags: Mapped[int]


def open_table(env: EnvType) -> Engine:
    """Return the database that `env` names. The table is created if it is missing."""
    engine = create_engine(env["SQLALCHEMY_URL"], poolclass=NullPool)
    Base.metadata.create_all(engine)
    return engine
