"""Fulfilment: it sends out what is picked and invoiced."""

from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.system import ProcessApplication

from katas.given.sales.transcodings import MoneyAsStr

from .invoice import Invoice
from .parcel import Parcel
from .pick import Pick


class Fulfilment(ProcessApplication[UUID]):
    """Keeps parcels: a process manager that hears two streams."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read money."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other fact."""

    @policy.register
    def _picked(self, picked: Pick.Picked, processing_event: ProcessingEvent[UUID]) -> None:
        parcel = self._parcel(picked.order_id)
        parcel.note("bags")
        processing_event.collect_events(parcel)

    @policy.register
    def _sent(self, sent: Invoice.Sent, processing_event: ProcessingEvent[UUID]) -> None:
        parcel = self._parcel(sent.order_id)
        parcel.note("invoice")
        processing_event.collect_events(parcel)

    def _parcel(self, order_id: UUID) -> Parcel:
        """Find the parcel of an order, or begin one: either may be the first."""
        try:
            parcel: Parcel = self.repository.get(Parcel.create_id(order_id))
        except AggregateNotFoundError:
            return Parcel(order_id)
        return parcel
