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

    @classmethod
    def send(cls, number: int, coffee: str, bags: int, cents_a_bag: int, percent: int) -> "Invoice":
        """Return a new invoice. Raises `EmptyInvoiceError`."""
        if bags < 1 or cents_a_bag < 1:
            raise EmptyInvoiceError(f"{bags} bags at {cents_a_bag} cents are nothing to pay")
        return cls(number, coffee, bags, cents_a_bag, percent)

    @event("Sent")
    def __init__(self, number: int, coffee: str, bags: int, cents_a_bag: int, percent: int) -> None:
        self.bags = bags
        self.cents_a_bag = cents_a_bag
        self.percent = percent

    @property
    def owed(self) -> int:
        """What is owed, in cents, with the tax."""
        return self.bags * self.cents_a_bag * (100 + self.percent) // 100
