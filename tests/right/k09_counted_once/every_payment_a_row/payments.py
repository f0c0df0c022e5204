"""Asks the repository first, and once more if somebody else has been quicker."""

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError

from katas.given.transcodings import MoneyAsStr

from .payment import Payment


class ReferenceTakenError(Exception):
    def __init__(self, reference):
        super().__init__(f"The reference {reference} is that of another payment")


class Payments(Application):
    def register_transcodings(self, transcoder):
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    def receive(self, reference, customer, amount):
        payment = Payment(reference, customer, amount)
        if not self._knows(payment):
            try:
                self.save(payment)
            except IntegrityError:
                if not self._knows(payment):
                    raise
        return payment.id

    def _knows(self, payment):
        try:
            known = self.repository.get(payment.id)
        except AggregateNotFoundError:
            return False
        if (known.customer, known.amount) != (payment.customer, payment.amount):
            raise ReferenceTakenError(payment.reference)
        return True
