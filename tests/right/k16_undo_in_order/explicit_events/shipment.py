"""Explicit event classes, one fact for all that is heard, and the decisions as properties."""

from uuid import NAMESPACE_OID, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Shipment(Aggregate):
    class Begun(Aggregate.Created):
        order_id: UUID

    class Heard(Aggregate.Event):
        what: str
        reservation_id: UUID | None

    class GivenUp(Aggregate.Event):
        pass

    class Dispatched(Aggregate.Event):
        pass

    class Released(Aggregate.Event):
        reservation_id: UUID

    @classmethod
    def create_id(cls, order_id: UUID) -> UUID:
        return uuid5(NAMESPACE_OID, f"{cls.__name__} of {order_id}")

    @event(Begun)
    def __init__(self, order_id: UUID) -> None:
        self.order_id = order_id
        self.heard: list[str] = []
        self.done: list[str] = []
        self.reservation_id: UUID | None = None

    def hear(self, what: str, reservation_id: UUID | None = None) -> None:
        if what not in self.heard:
            self._hear(what, reservation_id)
        if self._must_give_up:
            self._give_up()
        if self._must_release:
            self._release(self.reservation_id)
        if self._must_dispatch:
            self._dispatch()

    @property
    def _must_give_up(self) -> bool:
        is_late = "passed" in self.heard and "paid" not in self.heard
        return (is_late or "declined" in self.heard) and not self.done

    @property
    def _must_release(self) -> bool:
        return self.done == ["GivenUp"] and self.reservation_id is not None

    @property
    def _must_dispatch(self) -> bool:
        return not self.done and {"ordered", "reserved", "paid"} <= set(self.heard)

    @event(Heard)
    def _hear(self, what: str, reservation_id: UUID | None) -> None:
        self.heard.append(what)
        self.reservation_id = reservation_id or self.reservation_id

    @event(GivenUp)
    def _give_up(self) -> None:
        self.done.append("GivenUp")

    @event(Dispatched)
    def _dispatch(self) -> None:
        self.done.append("Dispatched")

    @event(Released)
    def _release(self, reservation_id: UUID) -> None:
        self.done.append("Released")
        self.released_id = reservation_id
