"""Who is in the company, what they say in public, and who follows whom."""

from typing import Any

from katas.given.sales.public import SalesInPublic

from .billing import Billing, BillingInPublic
from .fulfilment import Fulfilment
from .sales import Sales
from .warehouse import Warehouse, WarehouseInPublic

CONTEXTS: dict[str, Any] = {
    "Sales": Sales,
    "Warehouse": Warehouse,
    "Billing": Billing,
    "Fulfilment": Fulfilment,
}
"""Each runs in a process of its own, over a database of its own."""

PUBLIC: dict[str, Any] = {
    "Sales": SalesInPublic,
    "Warehouse": WarehouseInPublic,
    "Billing": BillingInPublic,
}
"""Each makes public messages of a department's private events."""

FOLLOWS = {
    "Sales": (),
    "Warehouse": ("Sales",),
    "Billing": ("Sales",),
    "Fulfilment": ("Warehouse", "Billing"),
}
"""Whose public streams each of them reads."""
