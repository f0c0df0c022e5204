"""The Warehouse's application: which lots lie on the shelf."""

from eventsourcing.application import NotificationLog
from eventsourcing.utils import EnvType
from sqlalchemy.orm import Session

from .coffee import Coffee, Coffees
from .validation import is_valid


class Warehouse:
    """Looks after lots, with the coffee for all and the validation library."""

    def __init__(self, env: EnvType) -> None:
        self._coffees = Coffees(env)

    @property
    def notification_log(self) -> NotificationLog:
        """The Warehouse's events, in their order. An `Application` has this log already."""
        raise NotImplementedError(
            "TODO 2: make Warehouse an Application[UUID], and take out this property"
        )

    def receive(self, lot: str, coffee: str, bags: int) -> None:
        """Put a lot on the shelf."""
        with self._coffees.coffee(coffee) as row:
            row.lots += f"{lot};"
            row.bags += bags

    def spoil(self, lot: str) -> None:
        """Take a spoiled lot from the shelf."""
        with self._coffees.session() as session:
            self._find(session, lot).is_spoiled = True

    def on_shelf(self, lot: str) -> int:
        """Return how many bags of a lot lie on the shelf."""
        with self._coffees.session() as session:
            coffee = self._find(session, lot)
            return coffee.bags if is_valid(coffee) else 0

    @staticmethod
    def _find(session: Session, lot: str) -> Coffee:
        return session.query(Coffee).filter(Coffee.lots.contains(f"{lot};")).one()
