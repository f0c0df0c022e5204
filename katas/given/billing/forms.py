"""Billing on the telephone, with two forms for an invoice: two versions of one interface."""

from uuid import UUID

from katas.given.money import Money
from katas.given.telephone import RefusedError

from .desk import BillingDesk

OLD, NEW = "the old form", "the new form"

COFFEE = "coffee"
"""What was sold if the old form is filled in: when it was printed, there was nothing else."""


class TwoFormsDesk(BillingDesk):
    """Writes invoices for callers who fill in one of the `forms` that it takes at the moment.

    To take both for a while is a *parallel change* (Sato, martinfowler.com, 2014). First whoever is
    called takes both forms. Then each caller changes to the new one. Only then the old one goes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forms = {OLD}
        self._goods: dict[UUID, str] = {}

    def invoice(self, key: UUID, customer: str, amount: Money) -> None:
        """Take the old form (version 1). Raises `RefusedError`, also if it is not taken."""
        self._check(OLD)
        self._write(key, customer, amount, COFFEE)

    def invoice_goods(self, key: UUID, customer: str, amount: Money, goods: str) -> None:
        """Take the new form (version 2), which asks for the goods as well. Raises as `invoice`."""
        self._check(NEW)
        self._write(key, customer, amount, goods)

    def _check(self, form: str) -> None:
        if form not in self.forms:
            raise RefusedError(f"Billing does not take {form}")

    def _write(self, key: UUID, customer: str, amount: Money, goods: str) -> None:
        super().invoice(key, customer, amount)
        self._goods[key] = goods
