"""Sales' application, which tells everybody that an order is placed."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from eventsourcing.utils import EnvType

from katas.given.sales import application
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList
from katas.given.telephone import Clock, Telephone

TIMEOUT = timedelta(seconds=5)
"""How long Sales waits for an answer."""


class Sales(application.Sales):
    """Places an order, and publishes that it is placed. Handlers do the rest."""

    def __init__(
        self,
        prices: PriceList,
        telephones: Mapping[str, Telephone],
        clock: Clock,
        env: EnvType | None = None,
    ) -> None:
        super().__init__(prices, env)
        self._telephones = telephones
        self._clock = clock
        self._handlers = [self._on_placed_reserve, self._on_placed_invoice]

    def place(self, order_id: UUID) -> None:
        """Place the order: from now on it is a promise."""
        super().place(order_id)
        # TODO 1: let others read that it is placed, and telephone nobody
        order = self.order(order_id)
        for handler in self._handlers:
            handler(order)

    def _on_placed_reserve(self, order: Order) -> None:
        bags = Counter[str]()
        for line in order.lines:
            bags[line.coffee] += line.bags
        self._call("Warehouse", "reserve", order.id, bags)

    def _on_placed_invoice(self, order: Order) -> None:
        self._call("Billing", "invoice", order.id, order.customer, order.total)
        if "Loyalty" in self._telephones:
            self._call("Loyalty", "credit", order.id, order.customer, order.total)

    def _call(self, name: str, request: str, *args: Any) -> Any:  # noqa: ANN401 - as Telephone.call
        return self._telephones[name].call(request, *args, deadline=self._clock.now + TIMEOUT)
