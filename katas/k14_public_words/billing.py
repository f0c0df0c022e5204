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

    Raises `MalformedMessageError`.
    """
    raise NotImplementedError("TODO 4: make an invoice of what Billing needs")


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
        # TODO 5: set aside what makes no sense, and then report it
        raise NotImplementedError("TODO 3: enter an invoice, or move the position")
