"""Departments that read what Sales says, each at its own pace and with its own troubles."""

import json
import re
import sqlite3
import traceback
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from inspect import signature
from pathlib import Path
from typing import Any

from eventsourcing.persistence import IntegrityError

from katas.given.public import Message, said
from katas.given.sales.prices import PriceList
from katas.given.sales.public import SalesInPublic, SalesStream
from katas.given.telephone import CallError
from tests.steps.clock import Clock
from tests.steps.desks import AT_WORK, Desks
from tests.steps.letters import all_messages
from tests.stores import Store
from tests.support.endless import PAGES
from tests.support.faults import (
    DISK_ERRORS,
    PowerCutError,
    WatchedConnection,
    disk_fails,
    power_cut,
)
from tests.support.morning import Morning, Turns
from tests.support.source_line import PlacedError, learners_line, placed, unplaced
from tests.support.trade import Trade

_MORE = re.compile(r"unexpected keyword argument|too many values|positional arguments? but")
"""What Python says where a message has more fields than a program has names for."""
AWAY = ("is down", "is slow", "is slow, then away")
"""Conditions in which a department reads only later."""


def _committed_by(reader: str) -> str:
    """Return what commits a reader's transaction: Loyalty has no SQLAlchemy."""
    return "with database:" if reader == "Loyalty" else "commit=True"


class Desk:
    """Where a department gets Sales' messages, a page at a time, and nothing else of Sales'."""

    def __init__(
        self,
        reader: str,
        messages: Callable[[int | None], list[Message]],
        mistake: Callable[[str], AssertionError] = lambda message: unplaced(
            AssertionError(message)
        ),
    ) -> None:
        self._reader = reader
        self._messages = messages
        self._mistake = mistake
        self._pages = 0
        self.times = 1
        """How often each message is delivered."""
        self.begins_anew = False
        """Whether the next page is the first one again, whatever is asked for."""

    def messages(self, after: int | None) -> list[Message]:
        """Hand out a page of messages after a position."""
        self._pages += 1
        if self._pages > PAGES:
            raise self._mistake(
                f"{self._reader} reads the same messages again and again: the position should move "
                "with each message, also with one that changes nothing or is known, and in a "
                f"transaction that is committed (`{_committed_by(self._reader)}`)."
            )
        page = self._messages(None if self.begins_anew else after)
        self.begins_anew = False
        return [message for message in page for _ in range(self.times)]


@dataclass(frozen=True)
class Places:
    """Where departments keep what they know: `new_store` makes stores, `folder` takes files."""

    new_store: Callable[[], Store]
    close_stores: Callable[[], None]
    folder: Path


class ReadingTrade(Trade):
    """Sales promises, and says in public what others need; whoever is concerned reads that.

    Sales and its readers have a store each. The readers are opened anew for whatever they do:
    nothing lives on but what is stored. The old telephones still hang on the wall: Sales gets them
    if its `__init__` asks for them.
    """

    def __init__(
        self,
        prices: PriceList,
        desks: Desks,
        clock: Clock,
        places: Places,
    ) -> None:
        super().__init__(desks, clock)
        self._places = places
        self.stores = {name: places.new_store() for name in ("Sales", "Warehouse", "Billing")}
        self._prices = prices
        self._loyalty = places.folder / "loyalty.sqlite"
        self._connection: sqlite3.Connection | None = None
        self._open: dict[str, Any] = {}
        self._conditions = {"Warehouse": AT_WORK, "Billing": AT_WORK}
        self._behind: set[str] = set()
        """Those who have not read yet what they read in the end."""
        self._is_settled = False
        self.says_more = False
        """Whether Sales says more than the readers were written for."""

    @property
    @abstractmethod
    def sales_class(self) -> Any:
        """The learner's Sales."""

    @abstractmethod
    def invoice_count(self, morning: Morning) -> int:
        """Return how many invoices a morning's customers have."""

    @abstractmethod
    def open_department(self, name: str, stream: Desk) -> Any:
        """Open one of Sales' readers."""

    @abstractmethod
    def assert_whole(self, name: str, processed: list[Message]) -> None:
        """Assert that a reader has stored what follows from these messages, and nothing else."""

    def about_call(self, asked: str, error: CallError) -> str:
        """Return that there should be no call, whether its error is caught or not."""
        return (
            f"Sales should promise alone, and telephone nobody, but `place` still calls “{asked}”, "
            f"and gets a {type(error).__name__}: “{error}”. Departments that can only work at the "
            "same time are one program in several places, a distributed monolith."
        )

    def open_sales(self) -> Any:
        """Open Sales' application, with the telephones if it still wants any."""
        on_the_wall = {"telephones": self.desks.telephones, "clock": self._clock}
        wanted = signature(self.sales_class).parameters
        extra = {name: each for name, each in on_the_wall.items() if name in wanted}
        return self.sales_class(prices=self._prices, env=self.stores["Sales"], **extra)

    def open_database(self) -> sqlite3.Connection:
        """Open Loyalty's database anew. What was not committed is gone."""
        if self._connection:
            self._connection.close()
        self._connection = sqlite3.connect(self._loyalty, factory=WatchedConnection)
        self._connection.execute("PRAGMA synchronous = OFF")  # as in the other stores
        return self._connection

    def close(self) -> None:
        """Close what the garbage collector would close."""
        if self._connection:
            self._connection.close()

    def loyalty_joins(self) -> None:
        """Let Loyalty join the company."""
        super().loyalty_joins()
        self._conditions["Loyalty"] = AT_WORK
        self._note_news()

    def order(self, customer: str, *lines: tuple[int, str]) -> None:
        """Let a customer order bags of coffees, line by line, and note what they are told."""
        super().order(customer, *lines)
        self._publish()

    def choose(self, customer: str, bags: int, coffee: str) -> None:
        """Let a customer start an order, but not place it."""
        sales = self._upstream()
        sales.add_line(sales.start_order(customer), coffee, bags)
        self._publish()

    def say(self, text: str) -> None:
        """Let Sales say something in public that is no order."""
        self._public.save(said(f"/strays/{text}", json.loads(text)))
        self._note_news()

    def say_again(self) -> None:
        """Let Sales say all its messages once more, at new positions."""
        for number, message in enumerate(SalesStream(self.stores["Sales"]).messages(after=None)):
            self._public.save(said(f"/again/{number}", json.loads(message.text)))
        self._note_news()

    def let(self, department: str, condition: str) -> None:
        """Put a department into a condition from now on, after it has read what it can."""
        if self.outcomes and self._conditions[department] not in AWAY:
            self._read(department)
        super().let(department, condition)
        self._conditions[department] = condition

    def look(self) -> None:
        """Let all departments read that are not away."""
        for name, condition in self._conditions.items():
            if condition not in AWAY:
                self._read(name)

    def work_off(self, morning: Morning, turns: Mapping[str, Turns]) -> None:
        """Let each reader take in what it can until the last customer leaves, and then the rest.

        A message is there as soon as the clerk has promised, and takes one of the reader's turns.
        """
        self._publish()
        news = all_messages(SalesStream(self.stores["Sales"]))[-len(morning.customers) :]
        for name, each in turns.items():
            ends = [each.take(morning.begin + timedelta(seconds=said)) for said in morning.accepted]
            in_time = sum(end <= self._clock.now for end in ends)
            self._read_first(name, news[:in_time])
            seconds = (max(ends, default=morning.begin) - morning.begin).total_seconds()
            morning.caught_up = max(morning.caught_up, seconds)
        morning.bags = sum(self.reserved().values()) - morning.bags_before
        morning.invoices = self.invoice_count(morning)
        self.settle()

    def settle(self) -> None:
        """Let everyone come back. Whoever is asked has read by then what there is to read."""
        for name in self._conditions:
            self.desks.let(name, AT_WORK)
        self._is_settled = True

    def reader(self, name: str) -> Any:
        """Open one of Sales' readers, anew. In the end it has read what there is to read."""
        if self._is_settled and name in self._behind:
            self._behind.remove(name)
            self._read(name)
            self._conditions[name] = AT_WORK
        return self._department(name, self._stream(name))

    def newcomer(self, name: str, stream: Desk) -> Any:
        """Open a reader in a new place, where it has read nothing so far."""
        if name == "Loyalty":
            self._loyalty = self._loyalty.with_stem(f"{self._loyalty.stem}_anew")
        else:
            self.stores[name] = self._places.new_store()
        return self._department(name, stream)

    def _upstream(self) -> Any:
        if "Sales" not in self._open:
            self._open["Sales"] = self.open_sales()
        return self._open["Sales"]

    @property
    def _public(self) -> SalesInPublic:
        if "Sales in public" not in self._open:
            public = SalesInPublic(self.stores["Sales"])
            public.follow("Sales", self._upstream().notification_log)
            self._open["Sales in public"] = public
        public = self._open["Sales in public"]
        assert isinstance(public, SalesInPublic)
        return public

    def _publish(self) -> None:
        """Let Sales say in public what is new."""
        self._public.pull_and_process("Sales")
        self._note_news()

    def _note_news(self) -> None:
        self._behind = set(self._conditions)
        self._is_settled = False

    def _stream(self, reader: str) -> Desk:
        self._public  # noqa: B018 - there is a stream, even if nothing was said yet
        return self._desk(reader, SalesStream(self.stores["Sales"]).messages)

    def _desk(self, reader: str, messages: Callable[[int | None], list[Message]]) -> Desk:
        return Desk(reader, messages, lambda message: self.mistake(reader, message))

    def _department(self, name: str, stream: Desk) -> Any:
        self._places.close_stores()
        return self.open_department(name, stream)

    def _read_first(self, name: str, news: list[Message]) -> None:
        """Let a reader take in these messages, and none that comes after them."""
        last = news[-1].position if news else 0
        stream = SalesStream(self.stores["Sales"])
        desk = self._desk(
            name, lambda after: [each for each in stream.messages(after) if each.position <= last]
        )
        with self._explained(name, is_again=False):
            self._department(name, desk).read()

    def _read(self, name: str) -> None:
        match self._conditions[name]:
            case "loses power":
                for number in (2, 2, 1, 3, 2, 3, 2):  # within a message, and just after one
                    reader = self._department(name, self._stream(name))
                    try:
                        with power_cut(before_write=number):
                            reader.read()
                    except PowerCutError:
                        self.assert_whole(name, self._processed(name))
            case "has a full disk":
                for error in DISK_ERRORS:
                    reader = self._department(name, self._stream(name))
                    for number in (1, 2):
                        self._fail(name, reader, error, number)
                with self._explained(name, is_again=False):
                    reader.read()
            case "hears it twice":
                self._pull(name, times=2)
                self._pull(name, begins_anew=True)
        self._pull(name)

    def _processed(self, name: str) -> list[Message]:
        """Return the messages up to the position that a reader has stored."""
        asked: list[int | None] = []

        def nothing_new(after: int | None) -> list[Message]:
            asked.append(after)
            return []

        self._department(name, self._desk(name, nothing_new)).read()
        messages: list[Message] = all_messages(SalesStream(self.stores["Sales"]))
        return [each for each in messages if each.position <= (asked[0] or 0)]

    def _fail(self, name: str, reader: Any, error: str, number: int) -> None:
        try:
            disk_fails(reader.read, f"{name} reads", error, at_write=number)
        except AssertionError as silence:
            raise self.mistake(name, str(silence)) from silence

    def _pull(self, name: str, *, times: int = 1, begins_anew: bool = False) -> None:
        stream = self._stream(name)
        reader = self._department(name, stream)
        stream.times, stream.begins_anew = times, begins_anew
        with self._explained(name, is_again=times > 1 or begins_anew):
            reader.read()
        if name == "Loyalty" and self._connection and self._connection.in_transaction:
            raise placed(
                "Loyalty has read, but it has not committed what it has written. All of that is "
                "gone when its program ends.",
                reader.learn,
            )

    @contextmanager
    def _explained(self, name: str, *, is_again: bool) -> Iterator[None]:
        """Say of an error what it means here: the store says less."""
        try:
            yield
        except (TypeError, ValueError) as error:
            if not (self.says_more and _MORE.search(str(error))):
                raise
            message = (
                f"Sales says more than before, and {name} cannot take that in ({error}). Take what "
                "you need by its name, and let the rest be."
            )
            inner_first = reversed(list(traceback.walk_tb(error.__traceback__)))
            place = learners_line(inner_first)
            raise (PlacedError(message, *place) if place else AssertionError(message)) from None
        except CallError as error:
            raise AssertionError(
                f"{name} should read on, whatever happens to the others, but it has called, and "
                f"got a {type(error).__name__} (“{error}”)."
            ) from error
        except (IntegrityError, sqlite3.IntegrityError) as error:
            if not is_again:
                raise
            raise AssertionError(
                f"A message that is delivered to {name} again should be passed over in silence, "
                f"but it raises an {type(error).__name__}."
            ) from error
