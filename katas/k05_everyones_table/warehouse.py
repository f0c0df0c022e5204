"""The Warehouse's application: what is to be picked from the shelf."""

from eventsourcing.application import NotificationLog
from eventsourcing.utils import EnvType

from .everyones_table import EveryonesTable


class Warehouse:
    """Keeps picks, in everyone's table."""

    def __init__(self, env: EnvType) -> None:
        self._table = EveryonesTable(env)

    @property
    def notification_log(self) -> NotificationLog:
        """The Warehouse's events, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 2: make Warehouse an Application[UUID], and take out this property"
        )

    def reserve(self, number: int, coffee: str, bags: int) -> None:
        """Reserve `bags` (250 g each) of `coffee` for an order."""
        with self._table.row(number) as row:
            row.coffee = coffee
            row.bags = bags

    def recount(self, number: int, bags: int) -> None:
        """Correct the bags that lie on the shelf for an order."""
        with self._table.row(number) as row:
            row.bags = bags

    def to_pick(self, number: int) -> int:
        """Return how many bags are to be picked."""
        with self._table.row(number) as row:
            return row.bags
