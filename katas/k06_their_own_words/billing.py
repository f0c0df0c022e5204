"""Billing's application: who owes what, with the tax."""

from eventsourcing.application import NotificationLog
from eventsourcing.utils import EnvType

from .coffee import Coffees
from .pricing import amount


class Billing:
    """Sends invoices, with the coffee for all and the pricing engine."""

    def __init__(self, env: EnvType) -> None:
        self._coffees = Coffees(env)

    @property
    def notification_log(self) -> NotificationLog:
        """Billing's events, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 4: make Billing an Application[UUID], and take out this property"
        )

    def introduce_tax(self, percent: int) -> None:
        """Tax coffee, with so many per cent."""
        self._coffees.tax(percent)

    def change_tax(self, percent: int) -> None:
        """Tax coffee with so many per cent from now on."""
        self._coffees.tax(percent)

    def invoice(self, number: int, coffee: str, bags: int, cents_a_bag: int) -> None:
        """Send an invoice for some bags."""
        self._coffees.sell(number, coffee, bags, cents_a_bag)

    def owed(self, number: int) -> int:
        """Return what is owed for an order, in cents."""
        return amount(self._coffees, number)
