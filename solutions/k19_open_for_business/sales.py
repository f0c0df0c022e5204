"""Sales: it promises, and waits for nobody."""

from decimal import Decimal
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder

from katas.given.sales.money import Money
from katas.given.sales.transcodings import MoneyAsStr

from .order import Order

PRICES = {"Sidamo": Money(Decimal("8.90")), "Huila": Money(Decimal("9.50"))}
"""What a bag of 250 g costs."""


class Sales(Application[UUID]):
    """Keeps orders."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read money."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def sell(self, customer: str, coffee: str, bags: int) -> int:
        """Promise `bags` (250 g each) of `coffee`, and tell the position of that fact."""
        order = Order(customer, coffee, bags, PRICES[coffee] * bags)
        recordings = self.save(order)
        return recordings[-1].notification.id
