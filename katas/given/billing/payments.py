"""The payments, as the bank tells them."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder

from katas.given.money import Money
from katas.given.sales.transcodings import MoneyAsStr

from .payment import Payment


class Payments(Application[UUID]):
    """Keeps what the bank has received, payment by payment."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read amounts."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def receive(self, customer: str, amount: Money) -> UUID:
        """Record that `customer` has paid `amount`, and tell the payment's id."""
        payment = Payment(customer, amount)
        self.save(payment)
        return payment.id
