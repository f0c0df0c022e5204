"""Lets clerks serve a line of customers, and call departments that have queues."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from katas.given.sales.order import Order
from tests.steps.clock import Clock
from tests.steps.desks import Desks
from tests.stores import close

from .morning import Morning, Turns
from .telephones import CountingTelephone
from .trade import Trade


class QueueingTelephone(CountingTelephone):
    """A telephone on which callers wait for their turn.

    The turn of a caller who hangs up is used all the same: the department works for nobody. Only a
    withdrawal takes no time.
    """

    def __init__(self, department: str, desk: object, desks: Desks, turns: Turns) -> None:
        super().__init__(department, desk, desks.clock, desks.hook, desks.calls)
        self._turns = turns

    def call(self, request: str, *args: Any, deadline: datetime | None = None) -> Any:
        """Wait for a turn, and then for the answer."""
        now = self._clock.now
        self.takes = timedelta() if request == "withdraw" else self._turns.take(now) - now
        return super().call(request, *args, deadline=deadline)


def serve(trade: Trade, clock: Clock, morning: Morning, writing: timedelta) -> None:
    """Let clerks serve a line of customers. Each of them takes some time to write an order down.

    A clerk's next customer begins when the last one has left, so the clock is set to that moment:
    it goes back and forth between the clerks. Whoever is called keeps the turns apart.
    """
    orders = [Order(customer) for customer in morning.customers]
    free = [clock.now] * morning.staff["clerks"]
    sales = trade.open_sales()
    try:
        for order in orders:
            order.add_line("Sidamo", 1, sales.prices)
        sales.save(*orders)  # all at once, which is faster
        for order in orders:
            clerk = free.index(min(free))
            clock.now = free[clerk] + writing
            trade.desks.hang_up()
            refusal = trade.place(sales, order.id)
            left = morning.accepted if refusal is None else morning.refused
            left.append((clock.now - morning.begin).total_seconds())
            free[clerk] = clock.now
    finally:
        close(sales)
    clock.now = max(free)


def install(desks: Desks, turns: Mapping[str, Turns]) -> None:
    """Give departments telephones on which callers wait for their turn."""
    by_name = {"Billing": desks.billing, "Warehouse": desks.warehouse}
    for name, each in turns.items():
        desks.telephones[name] = QueueingTelephone(name, by_name[name], desks, each)
