"""What names the customer is deleted from Sales' store: her orders were never placed.

Fails: Billing draws its accounts again
"""

from uuid import UUID, uuid4

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.utils import EnvType

from sqlalchemy import delete

from katas.given.sales.money import Money
from katas.given.sales.transcodings import MoneyAsStr

from .keys import Keys
from .order import Order
from .sealed import FORGOTTEN, Sealed, SealedAsDict


class Sales(Application[UUID]):
    """Seals a customer's name at the door. Whatever lies behind it never sees the name."""

    def __init__(self, keys: Keys, env: EnvType | None = None) -> None:
        super().__init__(env)
        self._keys = keys

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read the values in Sales' facts."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())
        transcoder.register(SealedAsDict())

    def register(self, name: str) -> Sealed:
        """Take in a new customer, and give a card to order with: id and name, the name sealed."""
        customer_id = uuid4()
        self._keys.make(customer_id)
        return self._keys.seal(customer_id, name)

    def place_order(self, customer: Sealed, amount: Money) -> UUID:
        """Place an order for whoever shows this card, and tell its id."""
        order = Order(customer, amount)
        self.save(order)
        return order.id

    def customer_of(self, order_id: UUID) -> str:
        """Tell the name of the customer, or `FORGOTTEN`."""
        try:
            order: Order = self.repository.get(order_id)
        except AggregateNotFoundError:
            return FORGOTTEN
        return self._keys.open(order.customer)

    def forget(self, customer_id: UUID) -> None:
        """Let nobody read any more what was ever stored about this customer."""
        self._keys.throw_away(customer_id)
        record = self.recorder.events_record_cls
        for notification in self.recorder.select_notifications(start=1, limit=1000):
            event = self.mapper.to_domain_event(notification)
            if event.customer.customer_id == customer_id:
                with self.recorder.transaction(commit=True) as session:
                    session.execute(
                        delete(record).where(record.originator_id == event.originator_id)
                    )
