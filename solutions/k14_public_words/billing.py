"""Billing: it reads Sales' public messages, and nothing else that is Sales'."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from eventsourcing.persistence import Tracking
from eventsourcing.utils import EnvType

from katas.given.views import open_view

from .books import Books, ContradictionError, DeadLetter, Invoice

OUTBOX = "Outbox"
"""Under this name Billing keeps its position in the messages."""

MOST = 1_000_000
"""Bags of a line, and cents a bag: a message that says more is malformed."""


class MalformedMessageError(Exception):
    """Raised when a message cannot be understood. The error's text says why."""


class Outbox(Protocol):
    """Where public messages come from: all that Billing knows of it."""

    def messages(self, after: int | None) -> Sequence[Any]:
        """Return a page of messages after a position. Each has a `position` and a `text`."""


def understand(text: str) -> Invoice | None:
    """Return what Billing needs of a message, or None if it speaks of something else.

    A tolerant reader (Fowler, 2011): whatever else the message says is passed over. Raises
    `MalformedMessageError`.
    """
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:  # no JSON, a number too long, nested too deep
        raise MalformedMessageError(f"it cannot be read: {error}") from error
    match message:
        case {
            "message": "OrderPlaced",
            "order": str(order),
            "customer": str(customer),
            "lines": list(lines),
        } if order.isprintable() and customer.isprintable():
            return Invoice(order, debtor=customer, cents=sum(map(_cents, lines)))
        case {"message": "OrderPlaced"}:
            raise MalformedMessageError("it should have an order, a customer and lines")
        case {"message": str()}:
            return None
    raise MalformedMessageError("it does not say what kind of message it is")


def _cents(line: Any) -> int:  # noqa: ANN401 - it may be anything before it is looked at
    match line:
        case {"bags": int(bags), "cents_a_bag": int(cents)} if (
            0 < bags <= MOST and 0 <= cents <= MOST
        ):
            return bags * cents
    raise MalformedMessageError(f"a line should have bags and cents_a_bag, but is {line!r:.99}")


class Billing:
    """Makes an invoice of each placed order. `report` is told of each message set aside."""

    def __init__(self, env: EnvType, report: Callable[[DeadLetter], None]) -> None:
        self.books = open_view(Books, "Billing", env)
        self._report = report

    def read(self, outbox: Outbox) -> None:
        """Read what is new, page by page."""
        while page := outbox.messages(after=self.books.max_tracking_id(OUTBOX)):
            for message in page:
                self._take_in(message.text, Tracking(OUTBOX, message.position))

    def _take_in(self, text: str, tracking: Tracking) -> None:
        """Take in one message: an invoice, or none. Whatever it says, the position moves."""
        try:
            invoice = understand(text)
            if invoice:
                self.books.enter(invoice, tracking)
            else:
                self.books.insert_tracking(tracking)
        except (MalformedMessageError, ContradictionError) as error:
            letter = DeadLetter(tracking.notification_id, text, reason=str(error))
            self.books.set_aside(letter, tracking)
            self._report(letter)
