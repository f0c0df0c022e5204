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

    @classmethod
    def introduce(cls, percent: int) -> "TaxRule":
        """Return the rule, the first one. Raises `NoTaxError`."""
        cls._check(percent)
        return cls(percent)

    @event("Introduced")
    def __init__(self, percent: int) -> None:
        self.percent = percent

    def change(self, percent: int) -> None:
        """Tax with so many per cent from now on. Raises `NoTaxError`."""
        self._check(percent)
        self._change(percent)

    @event("Changed")
    def _change(self, percent: int) -> None:
        self.percent = percent

    @staticmethod
    def _check(percent: int) -> None:
        if percent < 0:
            raise NoTaxError(f"{percent} per cent are no tax")
