"""Sales' application, which also takes whole orders, at a price that was agreed."""

from typing import Any
from uuid import UUID

from katas.given.sales import application
from katas.given.sales.money import Money
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList


class SalesUnreachableError(Exception):
    """Raised to whoever calls Sales and gets no answer. Nobody knows whether Sales has heard."""


class OrderIdTakenError(Exception):
    """Raised when Sales has an order of this id, and what is to be ordered is something else."""


def start(order_id: UUID, customer: str) -> Order:
    """Return an order that has this id, and is not stored yet."""
    order: Any = Order  # `_create` is the library's, where no type checker sees it
    started: Order = order._create(order.Started, id=order_id, customer=customer)  # noqa: SLF001 - as the library wants it
    return started


class Sales(application.Sales):
    """Sells to whoever calls, and does not ask why.

    `take_order` is an idempotent receiver: the caller gives the order's id, so whoever hears no
    answer may call again (Hohpe and Woolf, Enterprise Integration Patterns, ch. 10). If two call at
    the same moment, one gets the store's `IntegrityError`. Their next call finds the order here.
    """

    def take_order(
        self, order_id: UUID, customer: str, coffee: str, bags: int, price: Money
    ) -> None:
        """Take an order and place it, at `price` a bag. If it is here already, do nothing.

        Raise an `OrderRefusedError` if it breaks a rule of Sales, and `OrderIdTakenError`.
        """
        if order_id in self.repository:
            self._compare(order_id, (customer, coffee, bags, price))
            return
        agreed = PriceList()
        agreed.set_price(coffee, price)
        order = start(order_id, customer)
        order.add_line(coffee, bags, agreed)
        order.place()
        self.save(order)

    def _compare(self, order_id: UUID, wish: tuple[str, str, int, Money]) -> None:
        order = self.order(order_id)
        taken = [(order.customer, line.coffee, line.bags, line.price) for line in order.lines]
        if taken != [wish]:
            raise OrderIdTakenError(f"Sales has another order {order_id}")
