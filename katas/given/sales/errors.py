"""What Sales refuses, each rule by its own name."""

from uuid import UUID


class OrderRefusedError(Exception):
    """Raised when a command would break one of Sales' rules. The order is as it was before."""


class EmptyOrderError(OrderRefusedError):
    """Raised when an order without lines is to be placed."""


class OrderClosedError(OrderRefusedError):
    """Raised when a placed order is to be changed or placed again, or a cancelled one changed."""


class TooFewBagsError(OrderRefusedError):
    """Raised when less than one bag is to be added."""


class TooManyBagsError(OrderRefusedError):
    """Raised when an order would grow beyond the bags that one order may hold."""


class UnknownCoffeeError(OrderRefusedError, KeyError):
    """Raised when a coffee is not on Sales' price list, and so cannot be promised."""

    def __init__(self, coffee: str) -> None:
        super().__init__(f"Sales has no price for {coffee!r}")

    def __str__(self) -> str:
        return Exception.__str__(self)  # that of KeyError puts the message into quotes


class UnknownOrderError(Exception):
    """Raised when Sales has no order of this id."""

    def __init__(self, order_id: UUID) -> None:
        super().__init__(f"Sales has no order {order_id}")


class StaleOrderError(Exception):
    """Raised when somebody else has changed the order since it was read."""

    def __init__(self, order_id: UUID) -> None:
        super().__init__(f"Somebody else has changed the order {order_id} since it was read")


class TooManyConflictsError(Exception):
    """Raised when an order was stale at each of `tries` tries. Nothing has been recorded."""

    def __init__(self, order_id: UUID, tries: int) -> None:
        super().__init__(f"The order {order_id} was stale at each of {tries} tries")
        self.tries = tries
