"""Sales' application: it takes in customers and orders, and forgets whoever asks for it."""

from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType

from katas.given.money import Money
from katas.given.transcodings import MoneyAsStr

from .keys import Keys
from .order import Order
from .sealed import Sealed, SealedAsDict


class Sales(Application[UUID]):
    """Seals a customer's name where it comes in. No other code ever sees the name."""

    def __init__(self, keys: Keys, env: EnvType | None = None) -> None:
        super().__init__(env)
        self._keys = keys

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Say how the store writes and reads the values in Sales' events."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())
        transcoder.register(SealedAsDict())

    def register(self, name: str) -> Sealed:
        """Take in a new customer, and return their card: an id, and the name, sealed."""
        customer_id = uuid4()
        self._keys.make(customer_id)
        return self._keys.seal(customer_id, name)

    def place_order(self, customer: Sealed, amount: Money) -> UUID:
        """Place an order for whoever shows this card, and return its id."""
        order = Order(customer, amount)
        self.save(order)
        return order.id

    def customer_of(self, order_id: UUID) -> str:
        """Return the name of the customer, or `FORGOTTEN`."""
        order: Order = self.repository.get(order_id)
        return self._keys.open(order.customer)

    def forget(self, customer_id: UUID) -> None:
        """Make all that was ever stored about this customer unreadable, for everybody."""
        self._keys.throw_away(customer_id)
