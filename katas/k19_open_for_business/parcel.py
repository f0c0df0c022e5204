"""A parcel: Fulfilment's word for an order."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Parcel(Aggregate):
    """Goes out when its bags are picked and its invoice is sent, whichever comes last."""

    class Begun(Aggregate.Created):
        """Something has been heard of an order."""

        order: str

    class Noted(Aggregate.Event):
        """One of the things that the parcel waits for is there."""

        what: str

    class Dispatched(Aggregate.Event):
        """The parcel is on its way."""

    @event(Begun)
    def __init__(self, order: str) -> None:
        self.order = order
        self.has: set[str] = set()

    @staticmethod
    def create_id(order: str) -> UUID:
        """Return the id of an order's parcel: the same one, whoever asks and however often."""
        return uuid5(NAMESPACE_URL, f"/parcels/{order}")

    def note(self, what: str) -> None:
        """Note that the bags or the invoice are there, and dispatch when both are."""
        # TODO 4: a parcel is dispatched once, whatever comes twice
        self._note(what)
        if self.has == {"bags", "invoice"}:
            self._dispatch()

    @event(Noted)
    def _note(self, what: str) -> None:
        self.has.add(what)

    @event(Dispatched)
    def _dispatch(self) -> None:
        pass
