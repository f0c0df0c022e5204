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

    @classmethod
    def send(cls, number: int, customer: str, bags: int, cents_a_bag: int) -> "Invoice":
        """Return a new invoice. Raises `EmptyInvoiceError`."""
        if bags < 1 or cents_a_bag < 1:
            raise EmptyInvoiceError(f"{bags} bags at {cents_a_bag} cents are nothing to pay")
        return cls(number, customer, bags, cents_a_bag)

    @event("Sent")
    def __init__(self, number: int, customer: str, bags: int, cents_a_bag: int) -> None:
        self.bags = bags
        self.cents_a_bag = cents_a_bag

    @property
    def owed(self) -> int:
        """What is owed, in cents."""
        return self.bags * self.cents_a_bag

    def credit(self, bags: int) -> None:
        """Take `bags` off the invoice. Raises `CreditRefusedError`."""
        if not 1 <= bags <= self.bags:
            raise CreditRefusedError(f"{bags} bags cannot be credited: {self.bags} are to be paid")
        self._credit(bags)

    @event("Credited")
    def _credit(self, bags: int) -> None:
        self.bags -= bags
