"""A coffee, as Billing understands it: something that is taxed."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class NoTaxError(Exception):
    """Raised when a tax is to be below zero."""


class NotTaxedError(Exception):
    """Raised when something is to be invoiced, or a tax to be changed, before there is one."""


class TaxRule(Aggregate):
    """How coffee is taxed today."""

    @staticmethod
    def create_id() -> UUID:
        """Return the id of the rule: there is only one."""
        return uuid5(NAMESPACE_URL, "/billing/tax-rules/coffee")

    def __init__(self, percent: int) -> None:
        raise NotImplementedError("TODO 4: record the event Introduced, and keep the per cent")

    def change(self, percent: int) -> None:
        """Tax with so many per cent from now on. Raises `NoTaxError`."""
        raise NotImplementedError("TODO 4: decide, and record the event Changed")
