"""The replica of Sales' tables, which Sales changes. No steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from tests.steps.office import Office
from tests.support.faults import before_each_statement


class SalesReplica:
    """A replica of Sales' tables. It is always up to date, and is lost with Sales' store."""

    def __init__(self, url: str, office: Office) -> None:
        self.url = url
        self.is_split = False
        """Does Sales keep first and last names apart?"""
        self._office = office
        self._get = office.sales.repository.get  # even if a step blocks Sales' own repository
        self._shown: int | None = None

    @contextmanager
    def readers_noted(self) -> Iterator[list[str]]:
        """Yield the statements by which somebody reads Sales' tables in the meantime."""
        noted: list[str] = []

        def note(statement: str) -> None:
            if "sales_orders" in statement or "sales_lines" in statement:
                noted.append(statement)

        with before_each_statement(note):
            yield noted

    def refresh(self) -> None:
        """Let the replica show Sales' orders as they are now."""
        from sqlalchemy import create_engine  # noqa: PLC0415 - costs half a second

        last = None if self._office.is_lost else self._office.last_fact
        if last == self._shown:
            return
        orders, lines = self._tables()
        engine = create_engine(self.url)
        with engine.begin() as connection:
            orders.metadata.drop_all(connection)
            if last is not None:
                orders.metadata.create_all(connection)
                for order_id in self._order_ids():
                    order: Any = self._get(order_id)
                    connection.execute(orders.insert().values(**self._row(order)))
                    for line in order.lines:
                        row = {"order_id": order.id, "coffee": line.coffee, "bags": line.bags}
                        cents = int(line.price.amount * 100)
                        connection.execute(lines.insert().values(**row, price=cents))
        engine.dispose()
        self._shown = last

    def _order_ids(self) -> Iterator[Any]:
        for each in self._office.notifications():
            if each.topic.endswith("Order.Started"):
                yield each.originator_id

    def _row(self, order: Any) -> dict[str, Any]:
        is_cancelled = order.cancellation_reason is not None
        name = {"first_name": order.customer, "last_name": ""}
        return {
            "order_id": order.id,
            **(name if self.is_split else {"customer": order.customer}),
            "state": "cancelled" if is_cancelled else "placed" if order.is_placed else "open",
            "changed_at": order.modified_on.astimezone(UTC).replace(tzinfo=None),
        }

    def _tables(self) -> Any:
        from sqlalchemy import (  # noqa: PLC0415 - costs half a second
            Column,
            DateTime,
            Integer,
            MetaData,
            String,
            Table,
            Uuid,
        )

        metadata = MetaData()
        orders = Table(
            "sales_orders",
            metadata,
            Column("order_id", Uuid, primary_key=True),
            *(
                Column(name, String)
                for name in (["first_name", "last_name"] if self.is_split else ["customer"])
            ),
            Column("state", String),
            Column("changed_at", DateTime),
        )
        lines = Table(
            "sales_lines",
            metadata,
            Column("id", Integer, primary_key=True),
            Column("order_id", Uuid),
            Column("coffee", String),
            Column("bags", Integer),
            Column("price", Integer),
        )
        return orders, lines
