"""Sales gets a flag for orders that come out of a subscription: it might want to know some day.

Fails: A clerk reads Sales' book
"""

from typing import Any
from uuid import UUID

from eventsourcing.domain import event

from katas.given.sales import application
from katas.given.sales.money import Money
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList


class MarkedOrder(Order):
    """An order that knows whether it is a subscription."""

    is_subscription = False

    @event("Marked")
    def mark(self, is_subscription: bool) -> None:
        """Note where the order comes from."""
        self.is_subscription = is_subscription


class SalesUnreachableError(Exception):
    """Raised to whoever calls Sales and gets no answer. Nobody knows whether Sales has heard."""


def start(order_id: UUID, customer: str) -> MarkedOrder:
    """Start an order whose id is given. It is not stored yet."""
    order: Any = MarkedOrder  # `@event` makes the class `Started`, where no type checker sees it
    started: MarkedOrder = order._create(order.Started, id=order_id, customer=customer)  # noqa: SLF001 - as the library wants it
    return started


class Sales(application.Sales):
    """Sells to whoever calls, and does not ask him why.

    `take_order` is idempotent: the caller gives the order's id, so he may call as often as he likes
    (Hohpe and Woolf, Enterprise Integration Patterns, ch. 10).
    """

    def take_order(
        self,
        order_id: UUID,
        customer: str,
        coffee: str,
        bags: int,
        price: Money,
        is_subscription: bool = True,
    ) -> None:
        """Take an order and place it, at `price` a bag. An order that is here stays as it is."""
        if order_id in self.repository:
            return
        agreed = PriceList()
        agreed.set_price(coffee, price)
        order = start(order_id, customer)
        order.add_line(coffee, bags, agreed)
        order.place()
        order.mark(is_subscription)
        self.save(order)
