"""The messages that Fulfilment gets. Each is about one order."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OrderPlaced:
    """Sales has promised an order."""

    order_id: UUID


@dataclass(frozen=True)
class BeansReserved:
    """The Warehouse keeps the beans of an order: they can be sold to nobody else."""

    order_id: UUID
    reservation_id: UUID


@dataclass(frozen=True)
class PaymentReceived:
    """Billing has the money for an order."""

    order_id: UUID


@dataclass(frozen=True)
class PaymentDeclined:
    """Billing will not get the money for an order. The bank may say so more than once."""

    order_id: UUID


@dataclass(frozen=True)
class DeadlinePassed:
    """The calendar says that the customer should have paid by now. It does not know who has."""

    order_id: UUID
