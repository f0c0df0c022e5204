"""The Warehouse: picks what Sales has promised."""

from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import EnvType

from katas.given.views import open_view

from .nightly_copy import read_copy
from .pick_list import Pick, PickList
from .picking import AlreadyPickedError, Picking

PAGE_SIZE = 10
"""Events that an application hands out at a time."""


class Warehouse(Application[UUID]):
    """Reads last night's copy of Sales' orders, picks their coffee, and records what it has picked.

    `env` names the Warehouse's own store, and the path of the copy.
    """

    def __init__(self, env: EnvType) -> None:
        super().__init__(env)
        self._pick_list = open_view(PickList, self.name, env)
        self._copy = Path(env["NIGHTLY_COPY"])

    def pull(self, sales: Application[UUID]) -> None:
        """Find out what there is to pick."""
        # TODO 1: this was true last night. Follow Sales instead.
        for order_id, lines in read_copy(self._copy).items():
            self._pick_list.enter(order_id, lines)

    def _follow(self, application: Application[UUID]) -> None:
        """Let the pick list learn an application's new events."""
        raise NotImplementedError("TODO 1: let the pick list learn the events after its position")

    def to_pick(self) -> list[Pick]:
        """Return what is to be picked, as far as the Warehouse knows."""
        # TODO 3: `pick` has recorded what was picked. How does the pick list learn of it?
        return self._pick_list.to_pick()

    def pick(self) -> list[Pick]:
        """Record that all of it is picked, order by order, and return what it was.

        Raises `AlreadyPickedError`.
        """
        picks = self.to_pick()
        orders = dict.fromkeys(pick.order_id for pick in picks)
        try:
            self.save(*(Picking(order_id) for order_id in orders))
        except IntegrityError as error:
            raise AlreadyPickedError("somebody else has picked, too") from error
        return picks
