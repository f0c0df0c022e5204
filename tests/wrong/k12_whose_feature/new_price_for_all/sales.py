"""An agreed price is set on the price list: from now on everybody pays it.

Fails: Jun and Sales have agreed on a price
"""

from typing import Any
from uuid import UUID

from katas.given.sales import application
from katas.given.sales.money import Money
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList


class SalesUnreachableError(Exception):
    """Raised to whoever calls Sales and gets no answer. Nobody knows whether Sales has heard."""


def start(order_id: UUID, customer: str) -> Order:
    """Start an order whose id is given. It is not stored yet."""
    order: Any = Order  # `@event` makes the class `Started`, where no type checker sees it
    started: Order = order._create(order.Started, id=order_id, customer=customer)  # noqa: SLF001 - as the library wants it
    return started


class Sales(application.Sales):
    """Sells to whoever calls, and does not ask him why.

    `take_order` is idempotent: the caller gives the order's id, so he may call as often as he likes
    (Hohpe and Woolf, Enterprise Integration Patterns, ch. 10).
    """

    def take_order(
        self, order_id: UUID, customer: str, coffee: str, bags: int, price: Money
    ) -> None:
        """Take an order and place it, at `price` a bag. An order that is here stays as it is."""
        if order_id in self.repository:
            return
        self.prices.set_price(coffee, price)
        order = start(order_id, customer)
        order.add_line(coffee, bags, self.prices)
        order.place()
        self.save(order)
