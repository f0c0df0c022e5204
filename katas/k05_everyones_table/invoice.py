"""An invoice, as Billing understands it: who owes what for an order."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class UnknownInvoiceError(Exception):
    """Raised when Billing has sent no invoice under this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Billing has sent no invoice for the order {number}")


class EmptyInvoiceError(Exception):
    """Raised when less than one bag, or less than a cent a bag, is to be invoiced."""


class CreditRefusedError(Exception):
    """Raised when a credit is below one bag, or above the bags that are still to be paid."""


class Invoice(Aggregate):
    """What a customer owes for some bags."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Return the id of the invoice for the order `number`."""
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    def __init__(self, number: int, customer: str, bags: int, cents_a_bag: int) -> None:
        raise NotImplementedError("TODO 3: record the event Sent, and keep what is asked for")

    @property
    def owed(self) -> int:
        """What is owed, in cents."""
        raise NotImplementedError("TODO 3: work out what the bags come to")

    def credit(self, bags: int) -> None:
        """Take `bags` off the invoice. Raises `CreditRefusedError`."""
        raise NotImplementedError("TODO 3: decide, and record the event Credited")
