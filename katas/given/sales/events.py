"""The events of an order as others read them: what each carries is written in `order.py`.

Each carries its order's id (`originator_id`), too, and the moment when it happened (`timestamp`).
"""

from .order import Order

Started = Order.Started
LineAdded = Order.LineAdded
Placed = Order.Placed
Cancelled = Order.Cancelled
