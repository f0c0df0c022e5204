"""What is counted when the shop closes."""

from typing import NamedTuple

from sqlalchemy import text

from .databases import Databases, connected

_COUNT = """
SELECT count(*), count(DISTINCT originator_id) FROM {}_events WHERE topic LIKE '%.{}'
"""
"""How many events of a name there are, and of how many aggregates."""

_COUNT_BY_ORDER = """
SELECT count(*), count(DISTINCT convert_from(state, 'UTF8')::json ->> 'order')
FROM {}_events WHERE topic LIKE '%.{}'
"""
"""How many events of a name there are, and about how many orders."""


class Counts(NamedTuple):
    """How many orders, invoices and parcels there are, and how many of the two last are doubled."""

    orders: int
    invoices: int
    parcels: int
    doubled: int


def count(databases: Databases) -> Counts:
    """Ask each department's own database."""
    (orders, _), (invoices, invoiced), (parcels, dispatched) = (
        _ask(databases, context, statement.format(context.lower(), name))
        for context, statement, name in (
            ("Sales", _COUNT, "Placed"),
            ("Billing", _COUNT_BY_ORDER, "Sent"),
            ("Fulfilment", _COUNT, "Dispatched"),
        )
    )
    return Counts(orders, invoices, parcels, invoices - invoiced + parcels - dispatched)


def _ask(databases: Databases, context: str, statement: str) -> tuple[int, int]:
    with connected(databases.address(context, context)) as database:
        events, different = database.execute(text(statement)).one()
    return events, different
