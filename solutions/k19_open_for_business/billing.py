"""Billing: it sends an invoice for each order that Sales has placed."""

from uuid import UUID

from eventsourcing.application import ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.projection import EventSourcedProjection

from katas.given.public import Said, Translator, content_of, said

from .invoice import Invoice


class ContradictionError(Exception):
    """Raised when Sales says something else of an order that is invoiced already."""


class Billing(EventSourcedProjection[UUID]):
    """Keeps invoices. What is collected is stored in one transaction with the position."""

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other event."""

    @policy.register
    def _said(self, message: Said, processing_event: ProcessingEvent[UUID]) -> None:
        content = content_of(message)
        if content["message"] != "OrderPlaced":
            return
        # Each field by its name: if one is missing, that is an error, and the message comes again.
        order, debtor, lines = content["order"], content["customer"], content["lines"]
        cents = sum(line["bags"] * line["cents_a_bag"] for line in lines)
        if Invoice.create_id(order) not in self.repository:
            processing_event.collect_events(Invoice(order, debtor, cents))
            return
        known: Invoice = self.repository.get(Invoice.create_id(order))
        if (known.order, known.debtor, known.cents) != (order, debtor, cents):
            raise ContradictionError(f"order {order} is invoiced already, with other content")


class BillingInPublic(Translator):
    """Says in public which invoices are sent."""

    name = "Billing_Public"

    @singledispatchmethod
    def policy(self, _: object, processing_event: ProcessingEvent[UUID]) -> None:
        """Pass over any other event: it is Billing's own affair."""

    @policy.register
    def _sent(self, sent: Invoice.Sent, processing_event: ProcessingEvent[UUID]) -> None:
        message = {"message": "InvoiceSent", "order": sent.order}
        processing_event.collect_events(said(f"/orders/{sent.order}/invoiced", message))
