"""The counters at which vouchers are redeemed. No steps."""

import sys
from collections.abc import Callable
from functools import cached_property
from inspect import getsource
from pathlib import Path
from typing import Any

from eventsourcing.dcb.domain import Decision, Selector, Tagged
from eventsourcing.persistence import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)

from tests.stores import Store
from tests.support.boundary import differs, is_text, listed
from tests.support.misuse import in_words
from tests.support.race import Race
from tests.support.restart import modules_loaded_anew
from tests.support.source_line import PlacedError, placed

Answer = Exception | None
"""The answer to somebody who comes to a counter: an error, or nothing."""

Refusals = dict[str, Callable[[str, str], Exception]]
"""Functions that create the expected error for a code and a customer, by the reason."""

UNKNOWN = "nobody has issued the code"


class DiskFullError(
    OperationalError,
    DataError,
    InternalError,
    ProgrammingError,
    NotSupportedError,
    InterfaceError,
    OSError,
):
    """Raised while the disk is full. Whoever catches any error but a conflict catches it."""


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
        self.latest: Any = None
        """The counter at which somebody has asked last."""
        self._vouchers_class: Any = vouchers_class
        self._package = self._vouchers_class.__module__.rpartition(".")[0]
        self._redeeming = f"{self._package}.redeeming"
        self._store = store
        errors = {reason: type(refuse("", "")) for reason, refuse in refusals.items()}
        self._unknown = errors[UNKNOWN]
        self._answers: tuple[type[Exception], ...] = (
            *errors.values(),
            IntegrityError,
            DiskFullError,
        )
        self._opened: list[Any] = []
        self._queries: dict[int, list[Any]] = {}  # by the number of the counter
        self._known = 0  # events that were recorded before somebody was asked

    def open(self, before_write: Callable[[], None] = lambda: None) -> Any:
        """Open a counter, and do something before each of its writes."""
        return self._open(self._vouchers_class, before_write)

    def open_elsewhere(self) -> Any:
        """Open a counter in another program: what modules hold is not shared with it."""
        return self._open(self._vouchers_class_elsewhere, lambda: None)

    @cached_property
    def _vouchers_class_elsewhere(self) -> Any:
        names = [f"{self._package}.{name}" for name in ("issuing", "redeeming", "vouchers")]
        with modules_loaded_anew(*names):
            return getattr(sys.modules[names[-1]], self._vouchers_class.__name__)

    @cached_property
    def _archive(self) -> Any:
        """A counter at which nobody asks: it only reads, and records what others have done."""
        return self.open()

    def _open(self, vouchers_class: Any, before_write: Callable[[], None]) -> Any:
        vouchers = vouchers_class(self._store)
        append = vouchers.recorder.append

        def append_after(*args: Any, **kwargs: Any) -> Any:
            before_write()
            return append(*args, **kwargs)

        read = vouchers.recorder.read

        def read_noted(query: Any = None, **kwargs: Any) -> Any:
            self._queries.setdefault(id(vouchers), []).append(query)
            return read(query, **kwargs)

        vouchers.recorder.append = append_after
        vouchers.recorder.read = read_noted
        self._opened.append(vouchers)
        return vouchers

    def answer(self, ask: Callable[..., Any], *args: Any) -> Answer:
        """Return the answer to a question."""
        try:
            returned = ask(*args)
        except self._answers as error:
            return error
        except (AttributeError, TypeError) as error:
            if known := in_words(error, sys.modules[self._redeeming]):
                raise known from error
            raise
        if returned is not None:
            name = ask.__name__
            message = f"`{name}` should return nothing, but it returns {returned!r}."
            raise placed(message, getattr(self._vouchers_class, name))
        return None

    def redeem(self, counter: Any, code: str, customer: str, *tries: int) -> Answer:
        """Redeem a code at a counter, and return the answer."""
        self._queries.pop(id(counter), None)
        answer = self.answer(counter.redeem, code, customer, *tries)
        if isinstance(answer, self._unknown) and code in self.issued:
            why = self._why(counter, code, customer) or (
                " Its boundary contains Issued, so either `_issued` does not note the cap, or"
                " `execute` takes a cap of 0 for none."
            )
            raise self.beginning(
                f"{code} has been issued, but the answer is {told(answer)}.{why} {self.recorded()}"
            )
        return answer

    def ask(self, counter: Any, code: str, customer: str, *tries: int) -> None:
        """Redeem a code at a counter, and keep the answer."""
        self.expect([(code, customer)])
        self.latest = counter
        self.answers = [self.redeem(counter, code, customer, *tries)]

    def expect(self, asked: list[tuple[str, str]]) -> None:
        """Note who will ask for which code, and what is recorded until then."""
        self.asked = asked
        self.latest = None
        self._known = len(self.all_events())

    def record(self, event: Decision, tags: list[str]) -> None:
        """Record an event without any check."""
        self._archive.events.append([Tagged(tags, event)])

    def all_events(self) -> list[Any]:
        """Return all events with their tags."""
        return list(self._archive.events.read())

    def tagged(self, tag: str) -> list[Any]:
        """Return the events that have a tag, with all their tags."""
        return list(self._archive.events.read(Selector(tags=[tag])))

    def new_events(self) -> list[Any]:
        """Return the events that have been recorded since somebody was asked."""
        return self.all_events()[self._known :]

    def recorded(self) -> str:
        """Return all events as text, with their tags."""
        return f"Recorded so far: {'; '.join(map(listed, self.all_events())) or 'nothing'}."

    def boundary(self) -> str:
        """Return what is wrong with the boundary of whoever has asked alone, as sentences."""
        return self._why(self.latest, *self.asked[0]) if self.latest else ""

    def _why(self, counter: Any, code: str, customer: str) -> str:
        queries = self._queries.get(id(counter), [])
        if not queries:
            return (
                " For this answer the counter has not read anything. Each answer comes from the"
                " events: read them by `self.do`, and remember nothing in the program."
            )
        recorder, mapper = self._archive.recorder, self._archive.mapper
        read = {each.position for query in queries for each in recorder.read(query)}
        parts: tuple[list[Any], list[Any]] = ([], [])
        for each in list(recorder.read())[: self._known]:
            parts[each.position not in read].append(mapper.to_domain_event(each.event))
        return differs(queries, *parts, {code, customer})

    def tags_told(self) -> str:
        """Return what is wrong with the tags of the new events, as a sentence."""
        wrong = any(is_text(each.tags) for each in self.new_events())
        return " `tags` should be a list of texts: each letter of a text is a tag now." * wrong

    def beginning(self, message: str) -> AssertionError:
        """Return an error that leads to redeeming.py as long as `redeem` is as published."""
        if "NotImplementedError" not in getsource(self._vouchers_class.redeem):
            return AssertionError(message)
        return PlacedError(message, Path(str(sys.modules[self._redeeming].__file__)))

    def close(self) -> None:
        """Close all counters."""
        for vouchers in self._opened:
            vouchers.close()


def told(answer: Answer) -> str:
    """Return an answer as text."""
    if isinstance(answer, IntegrityError):
        return (
            "the library's IntegrityError, which no customer understands (TODO 4: somebody else was"
            " quicker, so `redeem` in vouchers.py must decide again)"
        )
    return f"{type(answer).__name__} (“{answer}”)" if answer else "a yes"
