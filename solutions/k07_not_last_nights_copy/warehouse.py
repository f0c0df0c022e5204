"""The Warehouse: picks what Sales has promised."""

from collections.abc import Sequence
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, Notification, Tracking
from eventsourcing.utils import EnvType

from katas.given.views import open_view

from .pick_list import Pick, PickList
from .picking import AlreadyPickedError, Picking

PAGE_SIZE = 10
"""Events that an application hands out at a time."""


class Warehouse(Application[UUID]):
    """Follows Sales' events, picks the coffee of its orders, and records what it has picked.

    `env` names the Warehouse's own store. Its pick list is there, with a position for each
    application that it follows (Kleppmann, Designing Data-Intensive Applications, ch. 11).
    """

    def __init__(self, env: EnvType) -> None:
        super().__init__(env)
        self._pick_list = open_view(PickList, self.name, env)

    def pull(self, sales: Application[UUID]) -> None:
        """Find out what there is to pick."""
        self._follow(sales)

    def _follow(self, application: Application[UUID]) -> None:
        """Let the pick list learn an application's new events, page by page."""
        while page := self._next_page(application):
            for notification in page:
                event = application.mapper.to_domain_event(notification)
                self._pick_list.learn(event, Tracking(application.name, notification.id))

    def _next_page(self, application: Application[UUID]) -> Sequence[Notification]:
        return application.notification_log.select(
            start=self._pick_list.max_tracking_id(application.name),
            limit=PAGE_SIZE,
            inclusive_of_start=False,
        )

    def to_pick(self) -> list[Pick]:
        """Return what is to be picked, as far as the Warehouse knows."""
        self._follow(self)  # what it has picked is its own event
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
