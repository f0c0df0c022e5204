"""The payments, as the bank tells them."""

from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, JSONTranscoder

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

        The bank may tell of a payment again: then it is recorded already, and the receipt is the
        same. Raises `ReferenceTakenError` if `reference` is that of a payment of another customer
        or another amount.
        """
        payment = Payment(reference, customer, amount)
        try:
            self.save(payment)
        except IntegrityError:
            if payment.id not in self.repository:
                raise  # the store refuses it for another reason
            known: Payment = self.repository.get(payment.id)
            if (known.customer, known.amount) != (customer, amount):
                raise ReferenceTakenError(reference) from None
        return payment.id
