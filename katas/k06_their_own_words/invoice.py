"""An invoice: what is owed for some bags, with the tax of the day on which it was sent."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class UnknownInvoiceError(Exception):
    """Raised when Billing has sent no invoice under this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Billing has sent no invoice for the order {number}")


class EmptyInvoiceError(Exception):
    """Raised when less than one bag, or less than a cent a bag, is to be invoiced."""


class Invoice(Aggregate):
    """What somebody owes."""

    @staticmethod
    def create_id(number: int) -> UUID:
        """Return the id of the invoice for the order `number`."""
        return uuid5(NAMESPACE_URL, f"/billing/invoices/{number}")

    def __init__(self, number: int, coffee: str, bags: int, cents_a_bag: int, percent: int) -> None:
        raise NotImplementedError("TODO 4: record the event Sent, and keep what is asked for")

    @property
    def owed(self) -> int:
        """What is owed, in cents, with the tax."""
        raise NotImplementedError("TODO 4: work out what the bags come to, with this tax")
