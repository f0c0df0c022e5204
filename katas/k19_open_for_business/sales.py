"""Sales: it promises, and waits for nobody."""

from decimal import Decimal

from eventsourcing.utils import EnvType

from katas.given.sales import application
from katas.given.sales.money import Money
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList

PRICES = {"Sidamo": Money(Decimal("8.90")), "Huila": Money(Decimal("9.50"))}
"""What a bag of 250 g costs."""


class Sales(application.Sales):
    """Keeps orders. What others may know of them is said in `katas/given/sales/public.py`."""

    def __init__(self, env: EnvType | None = None) -> None:
        prices = PriceList()
        for coffee, price in PRICES.items():
            prices.set_price(coffee, price)
        super().__init__(prices, env)

    def sell(self, customer: str, coffee: str, bags: int) -> None:
        """Promise `bags` (250 g each) of `coffee`."""
        order = Order(customer)
        order.add_line(coffee, bags, self.prices)
        order.place()
        self.save(order)
