"""Messages from several senders to a process application, in every possible sequence."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count, permutations
from typing import Any

from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import IntegrityError, PersistenceError, Tracking

from tests.stores import close
from tests.support.faults import PowerCutError, power_cut
from tests.support.source_line import placed

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
class Processed:
    """A message that was processed, and the names of the events that were recorded with it."""

    sender: str
    message: Any
    recorded: list[str]

    def __str__(self) -> str:
        name = type(self.message).__name__
        return f"{name} from {self.sender} ({', '.join(self.recorded) or 'nothing'})"


@dataclass(frozen=True)
class Reaction:
    """The result of a sequence of messages: the names of the decisions, and all that happened."""

    sequence: list[Sent]
    decided: list[str]
    processed: list[Processed]

    def comes_before(self, first: str, second: str) -> bool:
        """Return whether one sender was faster than another."""
        senders = [sender for sender, _ in self.sequence]
        return senders.index(first) < senders.index(second)

    def __str__(self) -> str:
        """Return a line for each message: what was recorded with it."""
        return "\n".join(f"- {each}" for each in self.processed)


@contextmanager
def naming(sequence: list[Sent]) -> Iterator[None]:
    """Add the sequence of messages to an error, unless it is a gap."""
    try:
        yield
    except NotImplementedError:
        raise
    except Exception as error:
        name = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
        messages = ", ".join(f"{sender}: {message}" for sender, message in sequence)
        text = f"If the messages come in this sequence: {messages}. {name}{error}"
        raise AssertionError(text) from error


class Listener:
    """A process application. It can be restarted; then it knows only what is stored."""

    def __init__(self, start: Callable[[], Any]) -> None:
        self._start = start
        self._application: Any = None
        self._positions: Counter[str] = Counter()
        self._log: list[tuple[str, Any, int, int]] = []

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
        about = f"While Fulfilment processes {type(message).__name__}"
        before = self._last_id()
        try:
            self.application.process_event(message, self._tracking(sender))
        except IntegrityError as error:
            raise placed(
                f"{about}, the store refuses what it records: that is stored already "
                "(IntegrityError). A shipment of this order has begun before. Does `_shipment` "
                "find it, under the id that `create_id` makes of the order's?",
                type(self.application)._shipment,  # noqa: SLF001 - the gap that is to find it
            ) from error
        except AggregateNotFoundError as error:
            raise AssertionError(
                f"{about}, it asks for a shipment that has not begun (AggregateNotFoundError). Any "
                "message may be the first about its order: then `_shipment` begins one."
            ) from error
        self._is_processed(sender, message, before)

    def process_during(
        self, fault: AbstractContextManager[object], sender: str, message: Any
    ) -> PersistenceError | None:
        """Process a message while something fails, and return what comes of it.

        If nothing comes, the sender believes that the message is processed. Else it comes again.
        """
        before = self._last_id()
        try:
            with fault:
                self.application.process_event(message, self._tracking(sender))
        except PersistenceError as error:
            return error
        self._is_processed(sender, message, before)
        return None

    def processed(self) -> list[Processed]:
        """Return the messages that were processed so far."""
        names = {id_: type(event).__name__ for id_, event in self._numbered()}
        return [
            Processed(sender, message, [names[id_] for id_ in names if first < id_ <= last])
            for sender, message, first, last in self._log
        ]

    def _tracking(self, sender: str) -> Tracking:
        return Tracking(sender, self._positions[sender] + 1)

    def _is_processed(self, sender: str, message: Any, before: int) -> None:
        self._positions[sender] += 1
        self._log.append((sender, message, before, self._last_id()))

    def _last_id(self) -> int:
        """Return the number of the last event in the store; 0 if there is none."""
        return self.application.recorder.max_notification_id() or 0

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
                left += [f"its position, {came}"] * (position > self._positions[sender])
            else:
                break
        return left

    def recorded(self) -> list[Any]:
        """Return the events in the store."""
        return [event for _, event in self._numbered()]

    def _numbered(self) -> list[tuple[int, Any]]:
        application = self.application
        page = application.recorder.select_notifications(start=None, limit=1000)
        return [(each.id, application.mapper.to_domain_event(each)) for each in page]
