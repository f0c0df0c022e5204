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
        shipment = self._shipment(message.order_id)
        shipment.note_reservation(message.reservation_id)
        processing_event.collect_events(shipment)

    @policy.register
    def _payment_received(
        self, message: PaymentReceived, processing_event: ProcessingEvent[UUID]
    ) -> None:
        shipment = self._shipment(message.order_id)
        shipment.note_payment()
        processing_event.collect_events(shipment)

    @policy.register
    def _payment_declined(
        self, message: PaymentDeclined, processing_event: ProcessingEvent[UUID]
    ) -> None:
        shipment = self._shipment(message.order_id)
        shipment.give_up()
        processing_event.collect_events(shipment)

    @policy.register
    def _deadline_passed(
        self, message: DeadlinePassed, processing_event: ProcessingEvent[UUID]
    ) -> None:
        shipment = self._shipment(message.order_id)
        shipment.pass_deadline()
        processing_event.collect_events(shipment)

    def _shipment(self, order_id: UUID) -> Shipment:
        """Return the shipment of an order, or begin one: any message may be the first."""
        try:
            shipment: Shipment = self.repository.get(Shipment.create_id(order_id))
        except AggregateNotFoundError:
            return Shipment(order_id)
        return shipment
