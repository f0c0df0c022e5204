"""The payments, as the bank tells them."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder

from katas.given.money import Money
from katas.given.transcodings import MoneyAsStr

from .payment import Payment


class ReferenceTakenError(Exception):
    """Raised when the bank gives a payment the reference of another one."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"The reference {reference} is that of another payment")


class Payments(Application[UUID]):
    """Keeps what the bank has received, payment by payment."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read amounts."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def receive(self, reference: str, customer: str, amount: Money) -> UUID:
        """Record that `customer` has paid `amount`, and return the payment's id: the receipt.

        Raises `ReferenceTakenError` if `reference` is that of a payment of another customer or
        another amount.
        """
        # TODO 2: the bank may tell of a payment again.
        payment = Payment(reference, customer, amount)
        self.save(payment)
        return payment.id
