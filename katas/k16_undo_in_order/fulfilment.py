"""Fulfilment: it sends out what was ordered, or undoes what was done for it."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.system import ProcessApplication

from .messages import (
    BeansReserved,
    DeadlinePassed,
    OrderPlaced,
    PaymentDeclined,
    PaymentReceived,
)
from .shipment import Shipment


class Fulfilment(ProcessApplication[UUID]):
    """Receives the messages, and lets the shipment of the order decide.

    The library calls `policy` with each message. What is collected there is recorded in one
    transaction with the position of the message.
    """

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other message."""

    @policy.register
    def _order_placed(self, message: OrderPlaced, processing_event: ProcessingEvent[UUID]) -> None:
        shipment = self._shipment(message.order_id)
        shipment.note_order()
        processing_event.collect_events(shipment)

    @policy.register
    def _beans_reserved(
        self, message: BeansReserved, processing_event: ProcessingEvent[UUID]
    ) -> None:
        raise NotImplementedError("TODO 4: call the shipment, and collect its events")

    @policy.register
    def _payment_received(
        self, message: PaymentReceived, processing_event: ProcessingEvent[UUID]
    ) -> None:
        raise NotImplementedError("TODO 4: call the shipment, and collect its events")

    @policy.register
    def _payment_declined(
        self, message: PaymentDeclined, processing_event: ProcessingEvent[UUID]
    ) -> None:
        raise NotImplementedError("TODO 5: call the shipment, and collect its events")

    @policy.register
    def _deadline_passed(
        self, message: DeadlinePassed, processing_event: ProcessingEvent[UUID]
    ) -> None:
        raise NotImplementedError("TODO 6: call the shipment, and collect its events")

    def _shipment(self, order_id: UUID) -> Shipment:
        """Return the shipment of an order, or begin one: any message may be the first."""
        raise NotImplementedError("TODO 1: find the shipment by its id, or begin one")
