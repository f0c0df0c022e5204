"""Sales' application: what was promised to whom."""

from eventsourcing.application import NotificationLog
from eventsourcing.utils import EnvType

from .everyones_table import EveryonesTable


class Sales:
    """Keeps promises, in everyone's table."""

    def __init__(self, env: EnvType) -> None:
        self._table = EveryonesTable(env)

    @property
    def notification_log(self) -> NotificationLog:
        """Sales' events, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 1: make Sales an Application[UUID], and take out this property"
        )

    def promise(self, number: int, customer: str, coffee: str, bags: int) -> None:
        """Promise `bags` (250 g each) of `coffee` to a customer."""
        with self._table.row(number) as row:
            row.customer = customer
            row.coffee = coffee
            row.bags = bags

    def promised(self, number: int) -> int:
        """Return how many bags were promised."""
        with self._table.row(number) as row:
            return row.bags
