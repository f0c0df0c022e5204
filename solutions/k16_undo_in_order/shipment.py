"""A shipment: how far one order has come on its way to the customer, or back."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Shipment(Aggregate):
    """The process of one order: it notes what comes, in any sequence, and decides what follows.

    A process manager (Hohpe and Woolf, Enterprise Integration Patterns, ch. 7). What undoes an
    earlier step is a step of its own: a compensation (Garcia-Molina and Salem, Sagas, 1987).
    """

    @staticmethod
    def create_id(order_id: UUID) -> UUID:
        """Return the id of an order's shipment: the same one each time."""
        return uuid5(NAMESPACE_URL, f"/shipments/{order_id}")

    @event("Begun")
    def __init__(self, order_id: UUID) -> None:
        self.order_id = order_id
        self.reservation_id: UUID | None = None
        self.is_ordered = False
        self.is_paid = False
        self.is_dispatched = False
        self.is_given_up = False
        self.released_id: UUID | None = None

    def note_order(self) -> None:
        """Note that the order is placed."""
        if not self.is_ordered:
            self._note_order()
        self._decide()

    def note_reservation(self, reservation_id: UUID) -> None:
        """Note that the beans are reserved."""
        if self.reservation_id is None:
            self._note_reservation(reservation_id)
        self._decide()

    def note_payment(self) -> None:
        """Note that the order is paid."""
        if not self.is_paid:
            self._note_payment()
        self._decide()

    def give_up(self) -> None:
        """Give up the order, unless that is done or the parcel has gone."""
        if not (self.is_given_up or self.is_dispatched):
            self._give_up()
        self._decide()

    def pass_deadline(self) -> None:
        """Give up the order if it is not paid."""
        if not self.is_paid:
            self.give_up()

    def _decide(self) -> None:
        """Do what follows from all that is known by now, and has not been done yet."""
        is_ready = self.is_ordered and self.reservation_id and self.is_paid
        if self.is_given_up:
            if self.reservation_id and not self.released_id:
                self._release(self.reservation_id)
        elif is_ready and not self.is_dispatched:
            self._dispatch()

    @event("Ordered")
    def _note_order(self) -> None:
        self.is_ordered = True

    @event("Reserved")
    def _note_reservation(self, reservation_id: UUID) -> None:
        self.reservation_id = reservation_id

    @event("Paid")
    def _note_payment(self) -> None:
        self.is_paid = True

    @event("Dispatched")
    def _dispatch(self) -> None:
        self.is_dispatched = True

    @event("GivenUp")
    def _give_up(self) -> None:
        self.is_given_up = True

    @event("Released")
    def _release(self, reservation_id: UUID) -> None:
        self.released_id = reservation_id
