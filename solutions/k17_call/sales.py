"""Sales' application, which promises nothing before everyone has said yes."""

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

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
"""How long Sales waits for all answers together, and how long once more for all withdrawals."""

log = logging.getLogger(__name__)


class OrderNotAcceptedError(Exception):
    """Raised when somebody who has to say yes did not. The order is cancelled, with the reason."""


class Sales(application.Sales):
    """Places an order by calling those whom it concerns: `telephones` holds each by its name.

    A saga in the caller: what was asked is taken back if another says no (Garcia-Molina and Salem,
    Sagas, 1987).
    """

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
        """Place the order if all say yes in time. Otherwise cancel it, and withdraw it everywhere.

        Raises `OrderNotAcceptedError`, and `OrderRefusedError` before anybody is called.
        """
        order = self.order(order_id)
        order.place()  # not saved yet: others would read it as a promise
        try:
            self._ask_all(order, deadline=self._clock.now + TIMEOUT)
        except CallError as error:
            self._take_back(order_id, deadline=self._clock.now + TIMEOUT)
            self.cancel(order_id, str(error))
            raise OrderNotAcceptedError(str(error)) from error
        self.save(order)

    def _ask_all(self, order: Order, deadline: datetime) -> None:
        """Ask first for what is easily taken back. The order's id is the key of each request."""
        key, customer, total = order.id, order.customer, order.total
        self._insist("Warehouse", "reserve", key, _bags(order), deadline=deadline)
        self._insist("Billing", "invoice", key, customer, total, deadline=deadline)
        if "Loyalty" in self._telephones:
            self._insist("Loyalty", "credit", key, customer, total, deadline=deadline)

    def _take_back(self, order_id: UUID, deadline: datetime) -> None:
        """Withdraw an order everywhere, also where no answer came: it may have been done there."""
        for told, name in enumerate(self._telephones):
            share = (deadline - self._clock.now) / (len(self._telephones) - told)
            try:
                self._insist(name, "withdraw", order_id, deadline=self._clock.now + share)
            except NoAnswerError as error:
                log.warning("%s may not know that %s is withdrawn: %s", name, order_id, error)

    def _insist(self, name: str, request: str, *args: Any, deadline: datetime) -> Any:  # noqa: ANN401 - as Telephone.call
        """Call until there is an answer, or no time is left. Each call is the same request."""
        tries = 0
        while True:
            tries += 1
            try:
                return self._telephones[name].call(request, *args, deadline=deadline)
            except (NobodyThereError, LineDroppedError):
                rest = pause(tries)
                if self._clock.now + rest >= deadline:
                    raise
                self._clock.wait(rest)


def _bags(order: Order) -> Counter[str]:
    """Return how many bags of each coffee an order needs."""
    bags = Counter[str]()
    for line in order.lines:
        bags[line.coffee] += line.bags
    return bags
