"""Messages from several senders to a process application, in every possible sequence."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count, permutations
from typing import Any

from eventsourcing.persistence import IntegrityError, PersistenceError, Tracking

from tests.stores import close
from tests.support.faults import PowerCutError, power_cut

Sent = tuple[str, str]
"""A sender and its message: "Billing", "payment declined"."""


def sequences(sent: Sequence[Sent]) -> Iterator[list[Sent]]:
    """Yield all sequences in which the messages of each sender keep their own order."""
    for order in permutations(range(len(sent))):
        if all(_keeps(order, sent, sender) for sender, _ in sent):
            yield [sent[number] for number in order]


def _keeps(order: Sequence[int], sent: Sequence[Sent], sender: str) -> bool:
    own = [number for number in order if sent[number][0] == sender]
    return own == sorted(own)


@dataclass(frozen=True)
class Reaction:
    """The result of a sequence of messages: the names of the recorded events."""

    sequence: list[Sent]
    decided: list[str]

    def comes_before(self, first: str, second: str) -> bool:
        """Return whether one sender was faster than another."""
        senders = [sender for sender, _ in self.sequence]
        return senders.index(first) < senders.index(second)

    def __str__(self) -> str:
        return in_words(self.sequence)


def in_words(sequence: list[Sent]) -> str:
    """Return a sequence of messages as text."""
    return ", ".join(f"{sender}: {message}" for sender, message in sequence)


@contextmanager
def naming(sequence: list[Sent]) -> Iterator[None]:
    """Add the sequence of messages to an error, unless it is a gap."""
    try:
        yield
    except NotImplementedError:
        raise
    except Exception as error:
        name = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
        text = f"If the messages come like this: {in_words(sequence)}. {name}{error}"
        raise AssertionError(text) from error


class Listener:
    """A process application. It can be restarted; then it knows only what is stored."""

    def __init__(self, start: Callable[[], Any]) -> None:
        self._start = start
        self._application: Any = None
        self._processed: Counter[str] = Counter()

    @property
    def application(self) -> Any:
        """The application as it runs now."""
        if self._application is None:
            self._application = self._start()
        return self._application

    def restart(self) -> None:
        """Close the application; the next use opens a new one."""
        if self._application is not None:
            close(self._application)
        self._application = None

    def process(self, sender: str, message: Any) -> None:
        """Process the next message of a sender."""
        tracking = Tracking(sender, self._processed[sender] + 1)
        try:
            self.application.process_event(message, tracking)
        except IntegrityError as error:
            raise AssertionError(
                f"While Fulfilment processes {type(message).__name__}, it records something that "
                "is in its store already: the beginning of a shipment, or a position. The "
                "store refuses that with an IntegrityError."
            ) from error
        self._processed[sender] += 1

    def process_during(
        self, fault: AbstractContextManager[object], sender: str, message: Any
    ) -> PersistenceError | None:
        """Process a message while something fails, and return what comes of it.

        If nothing comes, the sender believes that the message is processed. Else it comes again.
        """
        try:
            with fault:
                self.application.process_event(
                    message, Tracking(sender, self._processed[sender] + 1)
                )
        except PersistenceError as error:
            return error
        self._processed[sender] += 1
        return None

    def process_in_the_dark(self, sender: str, message: Any) -> list[str]:
        """Process a message again and again, with a power cut before each of its writes in turn.

        Returns what the interrupted attempts have left in the store.
        """
        left: list[str] = []
        before = len(self.recorded())
        for write in count(1):
            try:
                with power_cut(before_write=write):
                    self.process(sender, message)
            except PowerCutError:
                self.restart()
                came = f"when {type(message).__name__} came"
                left += [f"{type(event).__name__}, {came}" for event in self.recorded()[before:]]
                position = self.application.recorder.max_tracking_id(sender) or 0
                left += [f"its position, {came}"] * (position > self._processed[sender])
            else:
                break
        return left

    def recorded(self) -> list[Any]:
        """Return the events in the store."""
        page = self.application.recorder.select_notifications(start=None, limit=1000)
        return [self.application.mapper.to_domain_event(notification) for notification in page]
