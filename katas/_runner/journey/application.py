"""The application: everything that happens on the journey is recorded through it."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.utils import TopicError

from .practice import Practice

Answer = TypeVar("Answer")

_TRIES = 5
_PAGE = 1000


class BusyError(Exception):
    """Raised when others were quicker, again and again."""


class UnknownEventError(Exception):
    """Raised when this version does not know an event that was recorded; the message names it."""


class Journey(Application[UUID]):
    """One learner's journey."""

    def change(self, slug: str, command: Callable[[Practice], Answer]) -> Answer:
        """Let a command change the work on a kata, which begins now if it is new.

        Whoever loses a race reads again and decides again, for in another terminal the same kata
        may be running. Raises `BusyError` after a few tries.
        """
        for _ in range(_TRIES):
            practice = self._practice(slug)
            answer = command(practice)
            try:
                self.save(practice)
            except IntegrityError:
                continue
            return answer
        raise BusyError(slug)

    def events_since(self, position: int) -> Iterator[tuple[int, Any]]:
        """Return all events after a position, each with its own, in the order of the recording.

        Raises `UnknownEventError`.
        """
        while page := self.recorder.select_notifications(
            start=position, limit=_PAGE, inclusive_of_start=False
        ):
            for notification in page:
                position = notification.id
                yield position, self.read(notification)

    def read(self, stored: StoredEvent) -> Any:
        """Read what was recorded. Raises `UnknownEventError`."""
        try:
            return self.mapper.to_domain_event(stored)
        except TopicError as error:
            raise UnknownEventError(stored.topic.rpartition(":")[2]) from error

    def _practice(self, slug: str) -> Practice:
        try:
            practice: Practice = self.repository.get(Practice.create_id(slug))
        except AggregateNotFoundError:
            return Practice(slug)
        return practice
