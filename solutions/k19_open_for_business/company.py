"""Who is in the company, and who follows whom."""

from typing import Any

from .billing import Billing
from .fulfilment import Fulfilment
from .sales import Sales
from .warehouse import Warehouse

CONTEXTS: dict[str, Any] = {
    "Sales": Sales,
    "Warehouse": Warehouse,
    "Billing": Billing,
    "Fulfilment": Fulfilment,
}
"""Each runs in a process of its own, over a database of its own."""

FOLLOWS = {
    "Sales": (),
    "Warehouse": ("Sales",),
    "Billing": ("Sales",),
    "Fulfilment": ("Warehouse", "Billing"),
}
"""Whose streams each of them reads."""
