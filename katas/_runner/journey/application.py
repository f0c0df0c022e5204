"""The application that records everything that happens on the journey."""

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
    """Raised when other processes were faster in every attempt."""


class UnknownEventError(Exception):
    """Raised when this version does not know a recorded event; the message names it."""


class Journey(Application[UUID]):
    """One learner's journey."""

    def change(self, slug: str, command: Callable[[Practice], Answer]) -> Answer:
        """Let a command change the practice of a kata, which is created if it is new.

        If another process saves first (the kata may run in two terminals), the command is tried
        again on the new state. Raises `BusyError` after a few attempts.
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
        """Yield all events after a position, with their positions, in the order of recording.

        Raises `UnknownEventError`.
        """
        while page := self.recorder.select_notifications(
            start=position, limit=_PAGE, inclusive_of_start=False
        ):
            for notification in page:
                position = notification.id
                yield position, self.read(notification)

    def read(self, stored: StoredEvent) -> Any:
        """Return a stored event as an object. Raises `UnknownEventError`."""
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
