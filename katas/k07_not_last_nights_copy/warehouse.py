"""The Warehouse: picks what Sales has promised."""

from collections.abc import Sequence
from pathlib import Path

from eventsourcing.persistence import Notification, Tracking
from eventsourcing.utils import EnvType

from katas.given.sales.application import Sales
from katas.given.views import open_view

from .nightly_copy import read_copy
from .pick_list import Pick, PickList

PAGE_SIZE = 10
"""Facts that Sales hands out at a time."""


class Warehouse:
    """Reads last night's copy of Sales' orders, and picks their coffee.

    `env` names the Warehouse's own store, and where the copy lies.
    """

    def __init__(self, env: EnvType) -> None:
        self._pick_list = open_view(PickList, "Warehouse", env)
        self._copy = Path(env["NIGHTLY_COPY"])

    def pull(self, sales: Sales) -> None:
        """Learn what there is to pick."""
        # TODO 1: this was true last night. Let the pick list learn each of Sales' new facts.
        for order_id, lines in read_copy(self._copy).items():
            self._pick_list.enter(order_id, lines)

    def _next_page(self, sales: Sales) -> Sequence[Notification]:
        raise NotImplementedError("TODO 1: select up to ten of Sales' facts after the position")

    def to_pick(self) -> list[Pick]:
        """Tell what is to be picked, as far as the Warehouse knows."""
        return self._pick_list.to_pick()

    def pick(self) -> list[Pick]:
        """Pick all that, and tell what it was."""
        return self._pick_list.pick()
