"""What a department says in public: messages for all others, in a stream of their own."""

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import ProcessRecorder
from eventsourcing.system import Follower

PAGE_SIZE = 10
"""Messages that are handed out at a time."""


@dataclass(frozen=True)
class Message:
    """A public message, and its position in the stream. Positions grow, with gaps."""

    position: int
    text: str


@dataclass(frozen=True)
class Said(DomainEvent):
    """Something was said in public: `text` is JSON, and all that others may rely on."""

    text: str


def said(name: str, message: Mapping[str, Any]) -> Said:
    """Return the event that says a message. `name` is the message's own, so it is said once.

    The stream refuses a second message under that name.
    """
    return Said(
        originator_id=uuid5(NAMESPACE_URL, name),
        originator_version=1,
        timestamp=Said.create_timestamp(),
        text=json.dumps(message),
    )


def content_of(message: Said) -> dict[str, Any]:
    """Return what a message says. A field that is null is missing, as if nothing were said of it.

    Whoever needs it asks for it by its name, and gets a `KeyError`.
    """
    content: dict[str, Any] = json.loads(message.text, object_hook=_without_nulls)
    return content


def _without_nulls(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


class Translator(Follower[UUID]):
    """Follows a department's private events, and says in public what others may rely on.

    A subclass gives a `policy`, and the `name` of the stream. A message and the position of the
    event that it comes from are stored in one transaction: an outbox (Richardson, Microservices
    Patterns, ch. 3), in one of the library's event tables. The library locks that table while it
    writes, so whoever follows by position skips no message that is committed late.
    """

    def construct_recorder(self) -> ProcessRecorder:
        """Open the stream and its position."""
        from sqlalchemy.exc import SAWarning  # noqa: PLC0415 - katas without it start sooner

        with warnings.catch_warnings(action="ignore", category=SAWarning):
            # The library gives the classes of all tracking tables one name. Nobody asks for it.
            return super().construct_recorder()


class PublicStream(Application[UUID]):
    """A public stream, for those who read it. A subclass has the `name` of the stream."""

    def messages(self, after: int | None) -> list[Message]:
        """Return the messages after a position, up to ten of them; with None, the first ones."""
        page = self.notification_log.select(after, PAGE_SIZE, inclusive_of_start=False)
        return [Message(each.id, self.mapper.to_domain_event(each).text) for each in page]  # type: ignore[attr-defined]
