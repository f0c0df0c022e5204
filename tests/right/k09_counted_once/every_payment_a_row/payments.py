"""Asks the repository first, and records only what is not known."""

from eventsourcing.application import AggregateNotFoundError, Application

from katas.given.sales.transcodings import MoneyAsStr

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
        try:
            known = self.repository.get(payment.id)
        except AggregateNotFoundError:
            self.save(payment)
        else:
            if (known.customer, known.amount) != (customer, amount):
                raise ReferenceTakenError(reference)
        return payment.id
