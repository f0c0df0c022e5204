"""A coffee, as Billing understands it: something that is taxed."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class TaxRule(Aggregate):
    """How coffee is taxed today."""

    @staticmethod
    def create_id() -> UUID:
        """Give the id of the rule: there is only one."""
        return uuid5(NAMESPACE_URL, "/billing/tax-rules/coffee")

    def __init__(self, percent: int) -> None:
        raise NotImplementedError("TODO 3: record the fact Introduced, and keep the per cent")

    def change(self, percent: int) -> None:
        """Tax with so many per cent from now on."""
        raise NotImplementedError("TODO 3: record the fact Changed, and keep the per cent")
