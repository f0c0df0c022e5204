"""The coffee for all: whatever anybody may want to know of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from eventsourcing.utils import EnvType
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool


class Base(DeclarativeBase):
    """What the database department looks after."""


class Coffee(Base):
    """A coffee, as nobody in particular sees it."""

    __tablename__ = "coffees"

    name: Mapped[str] = mapped_column(primary_key=True)
    cents_a_bag: Mapped[int] = mapped_column(default=0)
    lots: Mapped[str] = mapped_column(default="")
    bags: Mapped[int] = mapped_column(default=0)
    is_spoiled: Mapped[bool] = mapped_column(default=False)
    tax_percent: Mapped[int] = mapped_column(default=7)


class Sale(Base):
    """Bags of a coffee that were invoiced."""

    __tablename__ = "sales"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    coffee: Mapped[str]
    bags: Mapped[int]
    # TODO 1: keep the tax of the day, too


class Coffees:
    """Opens the database department's counter."""

    def __init__(self, env: EnvType) -> None:
        self._engine = create_engine(env["SQLALCHEMY_URL"], poolclass=NullPool)
        Base.metadata.create_all(self._engine)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session, and commit what is changed in it."""
        with Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def coffee(self, name: str) -> Iterator[Coffee]:
        """Give a coffee, new or not, and commit what is changed in it."""
        with self.session() as session:
            coffee = session.get(Coffee, name)
            if coffee is None:
                coffee = Coffee(name=name)
                session.add(coffee)
                session.flush()
            yield coffee

    def tax(self, percent: int) -> None:
        """Tax each coffee with so many per cent."""
        with self.session() as session:
            for coffee in session.query(Coffee):
                coffee.tax_percent = percent

    def sell(self, number: int, coffee: str, bags: int, cents_a_bag: int) -> None:
        """Keep what was sold, and at which price."""
        # TODO 1: keep the tax that the coffee has today. Read it of `row`, inside of its `with`
        with self.coffee(coffee) as row:
            row.cents_a_bag = cents_a_bag
        with self.session() as session:
            session.add(Sale(number=number, coffee=coffee, bags=bags))
