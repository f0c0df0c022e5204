"""The programs that have read the table for years. Other teams own them, and change nothing."""

from dataclasses import dataclass

from eventsourcing.utils import EnvType
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .lots_table import LotRow, open_table


@dataclass(frozen=True)
class Place:
    """Where a picker finds a lot, and how many bags of it."""

    shelf: str
    number: int
    coffee: str
    bags: int


def pickers_list(env: EnvType) -> list[Place]:
    """Return which lots lie where, in the order of the shelves. What is used up is left out."""
    places = (LotRow.shelf, LotRow.number, LotRow.coffee, LotRow.bags)
    question = select(*places).where(LotRow.bags > 0).order_by(LotRow.shelf, LotRow.number)
    with Session(open_table(env)) as session:
        return [Place(*row) for row in session.execute(question)]


def bags_in_stock(env: EnvType, coffee: str) -> int:
    """Return how many bags of a coffee the web page shows."""
    question = select(func.coalesce(func.sum(LotRow.bags), 0)).where(LotRow.coffee == coffee)
    with Session(open_table(env)) as session:
        return session.scalars(question).one()
