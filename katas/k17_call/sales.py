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
    """Places an order by calling those whom it concerns: `telephones` holds each by its name."""

    def __init__(
        self,
        prices: PriceList,
        telephones: Mapping[str, Telephone],
        clock: Clock,
        env: EnvType | None = None,
    ) -> None:
        super().__init__(prices, env)
        # TODO 4: once Loyalty has joined, it is among these. Who calls it, and when?
        self._telephones = telephones
        self._clock = clock

    def place(self, order_id: UUID) -> None:
        """Place the order if all say yes in time. Otherwise cancel it, and withdraw it everywhere.

        Raises `OrderNotAcceptedError`, and `OrderRefusedError` before anybody is called.
        """
        raise NotImplementedError("TODO 1: ask the Warehouse and Billing, and save the order")

    def _take_back(self, order_id: UUID, deadline: datetime) -> None:
        """Withdraw an order everywhere, also where no answer came: it may have been done there."""
        raise NotImplementedError("TODO 2: withdraw the order everywhere")

    def _insist(self, name: str, request: str, *args: Any, deadline: datetime) -> Any:  # noqa: ANN401 - as Telephone.call
        """Call until there is an answer, or no time is left. Each call is the same request."""
        try:
            return self._telephones[name].call(request, *args, deadline=deadline)
        except (NobodyThereError, LineDroppedError) as error:
            raise NotImplementedError("TODO 3: wait and call again, while there is time") from error


def _bags(order: Order) -> Counter[str]:
    """Return how many bags of each coffee an order needs."""
    bags = Counter[str]()
    for line in order.lines:
        bags[line.coffee] += line.bags
    return bags
