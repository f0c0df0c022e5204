"""The Warehouse: it picks what Sales has promised."""

from uuid import UUID

from eventsourcing.application import ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import JSONTranscoder
from eventsourcing.system import ProcessApplication

from katas.given.sales.transcodings import MoneyAsStr

from .order import Order
from .pick import Pick


class Warehouse(ProcessApplication[UUID]):
    """Keeps picks. What is collected is stored in one transaction with the position."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """Tell the store how to write and read money."""
        super().register_transcodings(transcoder)
        transcoder.register(MoneyAsStr())

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other fact."""

    @policy.register
    def _placed(self, placed: Order.Placed, processing_event: ProcessingEvent[UUID]) -> None:
        processing_event.collect_events(Pick(placed.originator_id, placed.coffee, placed.bags))
