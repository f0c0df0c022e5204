"""Billing: it sends an invoice for each order that Sales has placed."""

from uuid import UUID

from eventsourcing.application import ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.system import ProcessApplication

from katas.given.sales.transcodings import MoneyAsStr

from .invoice import Invoice
from .order import Order


class Billing(ProcessApplication[UUID]):
    """Keeps invoices. What is collected is stored in one transaction with the position."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read money."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other fact."""

    @policy.register
    def _placed(self, placed: Order.Placed, processing_event: ProcessingEvent[UUID]) -> None:
        invoice = Invoice(placed.originator_id, placed.customer, placed.amount)
        processing_event.collect_events(invoice)
