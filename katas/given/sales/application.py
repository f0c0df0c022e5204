"""Sales' application: what a clerk can ask for."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType

from .errors import UnknownOrderError
from .grind import Grind
from .order import Order
from .prices import PriceList
from .transcodings import GrindAsName, MoneyAsStr


class Sales(Application[UUID]):
    """Keeps orders in a store: each command reads an order, lets it decide, and saves it.

    An application service (Evans, Domain-Driven Design, ch. 5). `env` says which store. Each
    command raises `UnknownOrderError` for an id that is not in it.
    """

    def __init__(self, prices: PriceList, env: EnvType | None = None) -> None:
        super().__init__(env)
        self.prices = prices

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read the values in Sales' facts."""
        super().register_transcodings(transcoder)
        transcoder.register(GrindAsName())
        transcoder.register(MoneyAsStr())

    def start_order(self, customer: str) -> UUID:
        """Start an order, and return its id."""
        order = Order(customer)
        self.save(order)
        return order.id

    def order(self, order_id: UUID) -> Order:
        """Read an order. Raises `UnknownOrderError`."""
        try:
            order: Order = self.repository.get(order_id)
        except AggregateNotFoundError as error:
            raise UnknownOrderError(order_id) from error
        return order

    def add_line(
        self, order_id: UUID, coffee: str, bags: int, grind: Grind = Grind.WHOLE_BEANS
    ) -> None:
        """Add `bags` (250 g each) of `coffee` at today's price."""
        order = self.order(order_id)
        order.add_line(coffee, bags, self.prices, grind)
        self.save(order)

    def place(self, order_id: UUID) -> None:
        """Place the order: from now on it is a promise."""
        order = self.order(order_id)
        order.place()
        self.save(order)

    def cancel(self, order_id: UUID, reason: str) -> None:
        """Cancel the order, for a reason that will be asked for."""
        order = self.order(order_id)
        order.cancel(reason)
        self.save(order)
