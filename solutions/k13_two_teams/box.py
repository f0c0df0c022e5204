"""A box, as Subscriptions understands it. It had a service of its own from the first day."""

from uuid import UUID

from eventsourcing.domain import Aggregate, event


class Box(Aggregate):
    """Bags that come by themselves."""

    class Subscribed(Aggregate.Created):
        """A customer wants these bags (250 g each). `contact_id` says nothing about them."""

        contact_id: UUID
        coffee: str
        bags: int

    class Paused(Aggregate.Event):
        """The box does not come from now on."""

    @event(Subscribed)
    def __init__(self, contact_id: UUID, coffee: str, bags: int) -> None:
        self.contact_id = contact_id
        self.coffee = coffee
        self.bags = bags
        self.is_paused = False

    @event(Paused)
    def pause(self) -> None:
        """Do not come from now on."""
        self.is_paused = True
