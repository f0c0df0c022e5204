"""What Subscriptions knows of Sales' prices: a copy, made every 30 minutes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from eventsourcing.utils import EnvType
from sqlalchemy import create_engine, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool

from katas.given.columns import Euros, Moment
from katas.given.money import Money
from katas.given.sales.prices import PriceList

MOST_MINUTES = 30
"""How old a copy may be, in minutes. The next one is made after as many."""


class StaleCopyError(Exception):
    """Raised when the prices were not copied for too long, or never."""


class Base(DeclarativeBase):
    """Subscriptions' tables."""


class CopiedPriceRow(Base):
    """What a bag of a coffee cost when the price list was copied."""

    __tablename__ = "subscriptions_copied_prices"

    coffee: Mapped[str] = mapped_column(primary_key=True)
    price: Mapped[Money] = mapped_column(Euros)
    copied_at: Mapped[datetime] = mapped_column(Moment)


class PriceCopy:
    """The prices on Subscriptions' form, in a table of its own."""

    def __init__(self, env: EnvType) -> None:
        self._engine = create_engine(env["SQLALCHEMY_URL"], poolclass=NullPool)
        Base.metadata.create_all(self._engine)

    def copy(self, prices: PriceList, coffees: Iterable[str], now: datetime) -> None:
        """Copy the prices of these coffees. A job calls it every 30 minutes."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(CopiedPriceRow))
            for coffee in coffees:
                price = prices.price_of(coffee)
                session.add(CopiedPriceRow(coffee=coffee, price=price, copied_at=now))

    def price_of(self, coffee: str, now: datetime) -> Money:
        """Return what the form says that a bag of `coffee` costs.

        Raise `StaleCopyError`, and `KeyError` for a coffee that is not in the copy.
        """
        raise NotImplementedError("TODO 5: return the copied price, unless the copy is too old")

    def minutes_old(self, now: datetime) -> int:
        """Return how many minutes ago the prices were copied. Raise `StaleCopyError` if never."""
        with Session(self._engine) as session:
            copied_at = session.scalars(select(CopiedPriceRow.copied_at).limit(1)).first()
        if copied_at is None:
            raise StaleCopyError("the prices were never copied")
        return (now - copied_at) // timedelta(minutes=1)

    def _copied(self, coffee: str) -> Money:
        """Return the copied price, however old. Raise `KeyError` if there is none."""
        with Session(self._engine) as session:
            row = session.get(CopiedPriceRow, coffee)
        if row is None:
            raise KeyError(coffee)
        return row.price
