"""The facts of an order as others read them: what each is called, and what it carries.

Each carries its order's id (`originator_id`), too, and the moment when it happened (`timestamp`).
"""

from typing import TYPE_CHECKING

from .order import Order

if TYPE_CHECKING:  # `@event` makes these classes at run time, where no type checker sees them
    from eventsourcing.domain import Aggregate

    from .grind import Grind
    from .money import Money

    class Started(Aggregate.Event):
        """An order was started for a customer."""

        customer: str

    class LineAdded(Aggregate.Event):
        """Bags (250 g each) of a coffee were added, at a price a bag."""

        coffee: str
        bags: int
        grind: Grind
        price: Money

    class Placed(Aggregate.Event):
        """The order was placed: from now on it is a promise."""

    class Cancelled(Aggregate.Event):
        """The order was cancelled, placed or not."""

        reason: str

else:
    Started = Order.Started
    LineAdded = Order.LineAdded
    Placed = Order.Placed
    Cancelled = Order.Cancelled
