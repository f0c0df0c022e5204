"""Notes before each call how it is taken back; the key is worked out from the order."""

import logging
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from eventsourcing.utils import EnvType

from katas.given.sales import application
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList
from katas.given.telephone import (
    CallError,
    Clock,
    LineDroppedError,
    NoAnswerError,
    NobodyThereError,
    Telephone,
    pause,
)

TIMEOUT = timedelta(seconds=5)
"""How long Sales waits for the answers of all, and then how long to take back what it asked."""

log = logging.getLogger(__name__)


class OrderNotAcceptedError(Exception):
    """Raised when somebody who has to say yes did not. The order is cancelled, with the reason."""


class Sales(application.Sales):
    """Places an order by calling those whom it concerns: `telephones` holds each by its name."""

    def __init__(
        self,
        prices: PriceList,
        telephones: Mapping[str, Telephone],
        clock: Clock,
        env: EnvType | None = None,
    ) -> None:
        super().__init__(prices, env)
        self._telephones = telephones
        self._clock = clock

    def place(self, order_id: UUID) -> None:
        """Place the order if all say yes in time. Else nothing stays of it but its cancellation.

        Raises `OrderNotAcceptedError`, and `OrderRefusedError` before anybody is called.
        """
        order = self.order(order_id)
        order.place()
        key = uuid5(order.id, "asked by telephone")
        asked = order.customer, order.total
        requests = {
            "Warehouse": ("reserve", key, _bags(order)),
            "Billing": ("invoice", key, *asked),
            "Loyalty": ("credit", key, *asked),
        }
        deadline = self._clock.now + TIMEOUT
        with ExitStack() as undo:
            for name, request in requests.items():
                if name in self._telephones:
                    undo.callback(self._withdraw, name, key, order_id)
                    try:
                        self._insist(name, *request, deadline=deadline)
                    except CallError as error:
                        self._undo_until = self._clock.now + TIMEOUT
                        self.cancel(order_id, str(error))
                        raise OrderNotAcceptedError(str(error)) from error
            undo.pop_all()
        self.save(order)

    def _withdraw(self, name, key, order_id):
        try:
            self._insist(name, "withdraw", key, deadline=self._undo_until)
        except NoAnswerError:
            log.exception("%s may not have heard that %s is withdrawn", name, order_id)

    def _insist(self, name: str, request: str, *args: Any, deadline: datetime) -> Any:
        """Call until there is an answer, or no time is left. Each call is the same request."""
        for tries in count(1):
            try:
                return self._telephones[name].call(request, *args, deadline=deadline)
            except (NobodyThereError, LineDroppedError):
                if self._clock.now >= deadline:
                    raise
                self._clock.wait(min(pause(tries), deadline - self._clock.now))
        return None


def _bags(order: Order) -> Counter[str]:
    """Tell how many bags of each coffee an order needs."""
    bags = Counter[str]()
    for line in order.lines:
        bags[line.coffee] += line.bags
    return bags
