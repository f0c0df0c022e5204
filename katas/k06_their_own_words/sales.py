"""Sales' application: which coffees are offered, at which price."""

from eventsourcing.application import NotificationLog
from eventsourcing.utils import EnvType

from .coffee import Coffees
from .pricing import price


class Sales:
    """Offers coffees, with the coffee for all and the pricing engine."""

    def __init__(self, env: EnvType) -> None:
        self._coffees = Coffees(env)

    @property
    def notification_log(self) -> NotificationLog:
        """Sales' events, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 3: make Sales an Application[UUID], and take out this property"
        )

    def offer(self, coffee: str, cents_a_bag: int) -> None:
        """Put a coffee on the price list."""
        self.reprice(coffee, cents_a_bag)

    def reprice(self, coffee: str, cents_a_bag: int) -> None:
        """Let a coffee cost something else from now on."""
        with self._coffees.coffee(coffee) as row:
            row.cents_a_bag = cents_a_bag

    def price(self, coffee: str) -> int:
        """Return what a bag of 250 g costs today, in cents."""
        with self._coffees.coffee(coffee) as row:
            return price(row)
