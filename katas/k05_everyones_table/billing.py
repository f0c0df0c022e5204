"""Billing's application: who owes what."""

from eventsourcing.application import NotificationLog
from eventsourcing.utils import EnvType

from .everyones_table import EveryonesTable


class Billing:
    """Keeps invoices, in everyone's table."""

    def __init__(self, env: EnvType) -> None:
        self._table = EveryonesTable(env)

    @property
    def notification_log(self) -> NotificationLog:
        """Billing's events, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 3: make Billing an Application[UUID], and take out this property"
        )

    def invoice(self, number: int, customer: str, bags: int, cents_a_bag: int) -> None:
        """Send an invoice for the bags of an order."""
        with self._table.row(number) as row:
            row.customer = customer
            row.bags = bags
            row.cents_a_bag = cents_a_bag

    def credit(self, number: int, bags: int) -> None:
        """Take `bags` off the invoice."""
        with self._table.row(number) as row:
            row.bags -= bags

    def owed(self, number: int) -> int:
        """Return what is owed for an order, in cents."""
        with self._table.row(number) as row:
            return row.bags * row.cents_a_bag
