"""Sales' copy of its orders: written each night, for everybody who wants to read it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from katas.given.sales.order import Order


@dataclass(frozen=True)
class CopiedLine:
    """A line of a promise, as it was when the copy was made. `order_id` is a UUID as text."""

    order_id: str
    coffee: str
    bags: int


def write_copy(orders: Iterable[Order], path: Path) -> None:
    """Write the lines of the orders that are promises now: placed, and not cancelled."""
    lines = [
        CopiedLine(str(order.id), line.coffee, line.bags)
        for order in orders
        if order.is_placed and order.cancellation_reason is None
        for line in order.lines
    ]
    path.write_text(json.dumps([asdict(line) for line in lines]), encoding="utf-8")


def read_copy(path: Path) -> dict[UUID, list[CopiedLine]]:
    """Read the lines of the copy, by order."""
    orders: dict[UUID, list[CopiedLine]] = {}
    for entry in json.loads(path.read_text(encoding="utf-8")):
        line = CopiedLine(**entry)
        orders.setdefault(UUID(line.order_id), []).append(line)
    return orders
