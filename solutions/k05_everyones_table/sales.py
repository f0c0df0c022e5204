"""Sales' application: what was promised to whom."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application

from .order import Order, UnknownOrderError


class Sales(Application[UUID]):
    """Keeps promises, in Sales' own store: its settings begin with `SALES_`."""

    def promise(self, number: int, customer: str, coffee: str, bags: int) -> None:
        """Promise `bags` (250 g each) of `coffee` to a customer. Raises `OrderRefusedError`."""
        self.save(Order.promise(number, customer, coffee, bags))

    def promised(self, number: int) -> int:
        """Return how many bags were promised. Raises `UnknownOrderError`."""
        try:
            order: Order = self.repository.get(Order.create_id(number))
        except AggregateNotFoundError as error:
            raise UnknownOrderError(number) from error
        return order.bags
