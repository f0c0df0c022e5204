"""The counters at which vouchers are redeemed. No steps."""

import re
from collections.abc import Callable
from typing import Any

from eventsourcing.dcb.domain import Decision, Selector, Tagged
from eventsourcing.persistence import IntegrityError, OperationalError

from tests.stores import Store
from tests.support.race import Race

Answer = Exception | None
"""The answer to somebody who comes to a counter: an error, or nothing."""

Refusals = dict[str, Callable[[str, str], Exception]]
"""Functions that create the expected error for a code and a customer, by the reason."""

UNKNOWN = "nobody has issued the code"


class Counters:
    """The counters where vouchers are redeemed: a newly opened one each time.

    They share the store, and nothing else.
    """

    def __init__(
        self, vouchers_class: Callable[..., Any], store: Store, refusals: Refusals
    ) -> None:
        self.issued: set[str] = set()
        self.asked: list[tuple[str, str]] = []  # code and customer
        self.answers: list[Answer] = []  # in the order of `asked`
        self.race = Race()
        self.full: Any = None
        """The counter whose disk has been full."""
        self._vouchers_class = vouchers_class
        self._store = store
        errors = {reason: type(refuse("", "")) for reason, refuse in refusals.items()}
        self._unknown = errors[UNKNOWN]
        self._answers: tuple[type[Exception], ...] = (
            *errors.values(),
            IntegrityError,
            OperationalError,
        )
        self._opened: list[Any] = []
        self._is_asking = False  # whether a single customer is asking
        self._queries: list[Any] = []  # what was read for that customer
        self._known = 0  # events that were recorded before somebody was asked

    def open(self, before_write: Callable[[], None] = lambda: None) -> Any:
        """Open a counter, and do something before each of its writes."""
        vouchers = self._vouchers_class(self._store)
        append = vouchers.recorder.append

        def append_after(*args: Any, **kwargs: Any) -> Any:
            before_write()
            return append(*args, **kwargs)

        read = vouchers.recorder.read

        def read_noted(query: Any = None, **kwargs: Any) -> Any:
            if self._is_asking:
                self._queries.append(query)
            return read(query, **kwargs)

        vouchers.recorder.append = append_after
        vouchers.recorder.read = read_noted
        self._opened.append(vouchers)
        return vouchers

    def answer(self, ask: Callable[..., Any], *args: Any) -> Answer:
        """Return the answer to a question."""
        try:
            ask(*args)
        except self._answers as error:
            return error
        except TypeError as error:
            if "Failed to apply" not in str(error):
                raise
            raise AssertionError(
                "A method with `@event` gets fields of the event. Its arguments must have the names"
                f" of these fields, as in events.py. {error}"
            ) from error
        return None

    def redeem(self, counter: Any, code: str, customer: str, *tries: int) -> Answer:
        """Redeem a code at a counter, and return the answer."""
        answer = self.answer(counter.redeem, code, customer, *tries)
        if isinstance(answer, self._unknown):
            assert code not in self.issued, (
                f"{code} has been issued, but the answer is {told(answer)}. One of these is wrong:"
                f" the boundary of {code} and {customer} does not contain the event Issued of"
                f" {code}; `_issued` does not note its cap; `execute` takes a cap of 0 for none;"
                f" `self.do`, which reads the events, was not called. {self.recorded()}"
            )
        return answer

    def ask(self, counter: Any, code: str, customer: str, *tries: int) -> None:
        """Redeem a code at a counter, and keep the answer."""
        self.expect([(code, customer)])
        self._is_asking = True
        try:
            self.answers = [self.redeem(counter, code, customer, *tries)]
        finally:
            self._is_asking = False

    def expect(self, asked: list[tuple[str, str]]) -> None:
        """Note who will ask for which code, and what is recorded until then."""
        self.asked = asked
        self._queries.clear()
        self._known = len(self.all_events())

    def record(self, event: Decision, tags: list[str]) -> None:
        """Record an event without any check."""
        self.open().events.append([Tagged(tags, event)])

    def all_events(self) -> list[Any]:
        """Return all events with their tags, as a newly opened counter finds them."""
        return list(self.open().events.read())

    def events(self, tag: str) -> list[Any]:
        """Return the events that have a tag, as a newly opened counter finds them."""
        return [tagged.decision for tagged in self.open().events.read(Selector(tags=[tag]))]

    def new_events(self) -> int:
        """Return how many events have been recorded since somebody was asked."""
        return len(self.all_events()) - self._known

    def recorded(self) -> str:
        """Return all events as text, with their tags."""
        events = [_listed(each) for each in self.all_events()]
        return f"Recorded so far: {'; '.join(events) or 'nothing'}."

    def outside(self) -> str:
        """Return which events about the code or the customer were not read, as a sentence."""
        if not self._queries:
            return ""
        counter, wanted = self.open(), set(self.asked[0])
        read = {each.position for query in self._queries for each in counter.recorder.read(query)}
        before = list(counter.recorder.read())[: self._known]
        events = [
            _listed(counter.mapper.to_domain_event(each.event))
            for each in before
            if each.position not in read
        ]
        missing = [event for event in events if wanted & set(re.findall(r"\w+", event))]
        return f" The boundary does not contain {' and '.join(missing)}." * bool(missing)

    def close(self) -> None:
        """Close all counters."""
        for vouchers in self._opened:
            vouchers.close()


def _listed(tagged: Any) -> str:
    return f"{type(tagged.decision).__name__} [{', '.join(sorted(tagged.tags))}]"


def told(answer: Answer) -> str:
    """Return an answer as text."""
    if isinstance(answer, IntegrityError):
        return (
            "the library's IntegrityError, which no customer understands (TODO 4: somebody else was"
            " quicker, so `redeem` in vouchers.py must decide again)"
        )
    return f"{type(answer).__name__} (“{answer}”)" if answer else "a yes"
