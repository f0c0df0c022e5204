"""One policy for all messages, and a name for what each says."""

from uuid import UUID

from eventsourcing.application import ProcessingEvent
from eventsourcing.system import ProcessApplication

from . import messages
from .shipment import Shipment

NAMES = {
    messages.OrderPlaced: "ordered",
    messages.BeansReserved: "reserved",
    messages.PaymentReceived: "paid",
    messages.PaymentDeclined: "declined",
    messages.DeadlinePassed: "passed",
}


class Fulfilment(ProcessApplication[UUID]):
    def policy(self, message, processing_event: ProcessingEvent[UUID]) -> None:
        name = NAMES.get(type(message))
        if not name:
            return
        shipment_id = Shipment.create_id(message.order_id)
        if shipment_id in self.repository:
            shipment = self.repository.get(shipment_id)
        else:
            shipment = Shipment(message.order_id)
        shipment.hear(name, getattr(message, "reservation_id", None))
        processing_event.collect_events(shipment)
