"""The Warehouse: it picks what Sales has promised."""

from collections import Counter
from uuid import UUID

from eventsourcing.application import ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.projection import EventSourcedProjection

from katas.given.public import Said, Translator, content_of, said

from .pick import Pick


class ContradictionError(Exception):
    """Raised when Sales says something else of an order that is picked already."""


class Warehouse(EventSourcedProjection[UUID]):
    """Keeps picks. What is collected is stored in one transaction with the position."""

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other event."""

    @policy.register
    def _said(self, message: Said, processing_event: ProcessingEvent[UUID]) -> None:
        content = content_of(message)
        if content["message"] != "OrderPlaced":
            return
        # Each field by its name: if one is missing, that is an error, and the message comes again.
        order, lines = content["order"], content["lines"]
        bags = Counter[str]()
        for line in lines:
            bags[line["coffee"]] += line["bags"]
        if Pick.create_id(order) not in self.repository:
            processing_event.collect_events(Pick(order, dict(bags)))
            return
        known: Pick = self.repository.get(Pick.create_id(order))
        if (known.order, known.bags) != (order, bags):
            raise ContradictionError(f"order {order} is picked already, with other content")


class WarehouseInPublic(Translator):
    """Says in public which orders are picked."""

    name = "Warehouse_Public"

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other event: it is the Warehouse's own affair."""

    @policy.register
    def _picked(self, picked: Pick.Picked, processing_event: ProcessingEvent[UUID]) -> None:
        message = {"message": "OrderPicked", "order": picked.order}
        processing_event.collect_events(said(f"/orders/{picked.order}/picked", message))
