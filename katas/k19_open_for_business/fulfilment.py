"""Fulfilment: it sends out what is picked and invoiced."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import IntegrityError, Tracking
from eventsourcing.projection import EventSourcedProjection

from katas.given.public import Said, content_of

from .parcel import Parcel

WAITS_FOR = {"OrderPicked": "bags", "InvoiceSent": "invoice"}
"""What a parcel waits for, by the message that says that it is there."""

TRIES = 5
"""How often a message is processed while the other stream changes the same parcel."""


class Fulfilment(EventSourcedProjection[UUID]):
    """Keeps parcels: a process manager that hears two streams at once."""

    def process_event(self, domain_event: DomainEventProtocol[UUID], tracking: Tracking) -> None:
        """Process a message; if the other stream was quicker with this parcel, decide again (k04).

        Raises `IntegrityError` if the message was processed before.
        """
        for tries_left in reversed(range(TRIES)):
            try:
                return super().process_event(domain_event, tracking)
            except IntegrityError:
                if not tries_left or self._has_processed(tracking):
                    raise
        return None

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other event."""

    @policy.register
    def _said(self, message: Said, processing_event: ProcessingEvent[UUID]) -> None:
        content = content_of(message)
        what = WAITS_FOR.get(content["message"])
        if what:
            parcel = self._parcel(content["order"])
            parcel.note(what)
            processing_event.collect_events(parcel)

    def _parcel(self, order: str) -> Parcel:
        """Find the parcel of an order, or begin one: either stream may be the first."""
        try:
            parcel: Parcel = self.repository.get(Parcel.create_id(order))
        except AggregateNotFoundError:
            return Parcel(order)
        return parcel

    def _has_processed(self, tracking: Tracking) -> bool:
        return self.recorder.has_tracking_id(tracking.application_name, tracking.notification_id)
