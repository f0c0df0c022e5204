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
        requests = {  # the brief names no order
            "Loyalty": ("credit", key, *asked),
            "Billing": ("invoice", key, *asked),
            "Warehouse": ("reserve", key, _bags(order)),
        }
        deadline = self._clock.now + TIMEOUT
        with ExitStack() as undo:
            for name in self._telephones:  # also where nobody is asked this time
                undo.callback(self._withdraw, name, key, order_id)
            for name, request in requests.items():
                if name in self._telephones:
                    try:
                        self._insist(name, *request, deadline=deadline)
                    except CallError as error:
                        self._undo_until = self._clock.now + TIMEOUT
                        self._to_undo = len(self._telephones)
                        self.cancel(order_id, str(error))
                        raise OrderNotAcceptedError(str(error)) from error
            undo.pop_all()
        self.save(order)

    def _withdraw(self, name, key, order_id):
        """Withdraw, and leave each of those who come later the same share of the time."""
        share = (self._undo_until - self._clock.now) / self._to_undo
        self._to_undo -= 1
        try:
            self._insist(name, "withdraw", key, deadline=self._clock.now + share)
        except NoAnswerError:
            log.exception("%s may not have heard that %s is withdrawn", name, order_id)

    def _insist(self, name: str, request: str, *args: Any, deadline: datetime) -> Any:
        """Call until there is an answer, or no time is left for the next pause."""
        for tries in count(1):
            try:
                return self._telephones[name].call(request, *args, deadline=deadline)
            except (NobodyThereError, LineDroppedError):
                until_then = pause(tries)
                if self._clock.now + until_then >= deadline:
                    raise
                self._clock.wait(until_then)
        return None


def _bags(order: Order) -> Counter[str]:
    """Tell how many bags of each coffee an order needs."""
    bags = Counter[str]()
    for line in order.lines:
        bags[line.coffee] += line.bags
    return bags
