"""What Sales refuses, each rule by its own name."""


class OrderRefusedError(Exception):
    """Raised when a command would break one of Sales' rules. The order is as it was before."""


class EmptyOrderError(OrderRefusedError):
    """Raised when an order without lines is to be placed."""


class OrderClosedError(OrderRefusedError):
    """Raised when a placed order is to be changed or placed again, or a cancelled one changed."""


class TooManyBagsError(OrderRefusedError):
    """Raised when an order would grow beyond the bags that one order may hold."""
