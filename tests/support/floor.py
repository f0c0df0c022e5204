"""The Warehouse, where orders are picked. No steps."""

from collections.abc import Callable
from typing import Any

from eventsourcing.persistence import IntegrityError

from tests.steps.line import LineToSales
from tests.steps.office import Office
from tests.stores import Store
from tests.support.source_line import unplaced
from tests.support.tables import lose_read_models

Bags = tuple[str, int, str]
"""What is picked: the customer, the number of bags, and the coffee."""


class PickingFloor:
    """The Warehouse, and what it has picked: in all, and the last time."""

    def __init__(
        self,
        warehouse_class: Any,
        env: Store,
        office: Office,
        line: LineToSales,
        close_stores: Callable[[], None],
    ) -> None:
        self.line = line
        self.picked: list[Bags] = []
        self.latest: list[Bags] = []
        self.pulls = 0
        """How often the Warehouse has pulled."""
        self._warehouse_class = warehouse_class
        self._env = env
        self._office = office
        self._close_stores = close_stores
        self._warehouse: Any = None

    def pull(self) -> None:
        """Let the Warehouse find out what there is to pick."""
        if self._warehouse is None:
            self._warehouse = self._warehouse_class(self._env)
        self.pulls += 1
        try:
            self._warehouse.pull(self._office.sales)
        except IntegrityError as error:
            if error.args or not self.line.again:  # the position refuses without a reason
                raise
            message = (
                "Sales should hand out what comes after the position, but it has handed out"
                f" {self.line.event(self.line.again[0])} again. The pick list has processed that"
                " already, and refuses it with an IntegrityError."
            )
            raise unplaced(AssertionError(message)) from error

    def pick(self) -> None:
        """Let the Warehouse find out what there is to pick, and pick it."""
        self.pull()
        self.latest = self._told(self._warehouse.pick(), "pick()")
        self.picked += self.latest

    def to_pick(self) -> list[Bags]:
        """Return what there is to pick, according to a newly opened Warehouse."""
        return self._told(self._warehouse_class(self._env).to_pick(), "to_pick()")

    def lose_read_models(self) -> None:
        """Drop all tables except that of the events, and ask what there is to pick."""
        self.close()
        lose_read_models(self._env)
        self.to_pick()

    def close(self) -> None:
        """Close the Warehouse, so that it forgets what is not in its store."""
        self._warehouse = None
        self._close_stores()

    def _told(self, picks: Any, source: str) -> list[Bags]:
        customers = {order_id: customer for customer, order_id in self._office.orders.items()}
        assert isinstance(picks, list), f"{source} should return a list of Pick, not {picks!r}."
        for pick in picks:
            assert getattr(pick, "order_id", None) in customers, (
                f"Each Pick should have the id of one of Sales' orders, but it has {pick!r}."
            )
        return [(customers[pick.order_id], pick.bags, pick.coffee) for pick in picks]
