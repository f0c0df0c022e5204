"""Billing on the telephone: it writes invoices for whoever calls."""

from uuid import UUID

from katas.given.money import Money
from katas.given.telephone import RefusedError


class BillingDesk:
    """Keeps the invoices by the key that the caller gives with each request.

    An idempotent receiver, as the Warehouse's desk is.
    """

    def __init__(self) -> None:
        self._invoices: dict[UUID, tuple[str, Money]] = {}
        self._withdrawn: set[UUID] = set()
        self.without_credit: set[str] = set()
        """Customers who get no invoice before they have paid the last one."""

    def invoice(self, key: UUID, customer: str, amount: Money) -> None:
        """Write an invoice.

        Raises `RefusedError` if the customer has no credit, if this key was withdrawn before, or
        if it stands for another invoice.
        """
        if key in self._withdrawn:
            raise RefusedError("Billing was told to forget this order")
        if customer in self.without_credit:
            raise RefusedError(f"Billing gives {customer} no credit")
        if self._invoices.setdefault(key, (customer, amount)) != (customer, amount):
            raise RefusedError("Billing has written another invoice for this order")

    def withdraw(self, key: UUID) -> None:
        """Take back the request with this key, also if it has not come yet."""
        self._withdrawn.add(key)
        self._invoices.pop(key, None)

    def invoices(self, customer: str) -> list[Money]:
        """Return the amounts of a customer's invoices, the oldest first."""
        return [amount for name, amount in self._invoices.values() if name == customer]
