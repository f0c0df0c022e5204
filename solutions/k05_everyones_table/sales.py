"""Sales' application: what was promised to whom."""

from uuid import UUID

from eventsourcing.application import Application

from .order import Order


class Sales(Application[UUID]):
    """Keeps promises, in Sales' own store: its settings begin with `SALES_`."""

    def promise(self, number: int, customer: str, coffee: str, bags: int) -> None:
        """Promise `bags` (250 g each) of `coffee` to a customer."""
        self.save(Order(number, customer, coffee, bags))

    def promised(self, number: int) -> int:
        """Tell how many bags were promised."""
        order: Order = self.repository.get(Order.create_id(number))
        return order.bags
