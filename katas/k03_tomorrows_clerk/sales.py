"""Sales' application: what a clerk can ask for."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType

from katas.given.sales.errors import UnknownOrderError
from katas.given.sales.grind import Grind
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList

from .transcodings import GrindAsName, MoneyAsStr


class Sales(Application[UUID]):
    """Keeps orders in a store: each command reads an order, lets it decide, and saves it."""

    def __init__(self, prices: PriceList, env: EnvType | None = None) -> None:
        super().__init__(env)
        self.prices = prices

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Register how the values in Sales' events are written and read."""
        raise NotImplementedError("TODO 1: register the library's transcodings, then Sales' two")

    def start_order(self, customer: str) -> UUID:
        """Start an order, and return its id."""
        raise NotImplementedError("TODO 2: make a new Order, save it and return its id")

    def order(self, order_id: UUID) -> Order:
        """Read an order. Raises `UnknownOrderError`."""
        raise NotImplementedError("TODO 3: get the order from the repository, if it is there")

    def add_line(
        self, order_id: UUID, coffee: str, bags: int, grind: Grind = Grind.WHOLE_BEANS
    ) -> None:
        """Add `bags` (250 g each) of `coffee` at today's price."""
        raise NotImplementedError("TODO 4: read the order, let it add the line, and save it")

    def place(self, order_id: UUID) -> None:
        """Place the order: from now on it is a promise."""
        raise NotImplementedError("TODO 7: read the order, place it and save it")

    def cancel(self, order_id: UUID, reason: str) -> None:
        """Cancel the order, for a reason that will be asked for."""
        raise NotImplementedError("TODO 8: read the order, cancel it and save it")
