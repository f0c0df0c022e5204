"""A worker: the process of a context, started by `multiprocessing`.

Through a pipe it receives commands, and sends messages about what it has done. When the pipe
closes, the supervisor has ended, and the worker ends, too.
"""

import importlib
import os
import select
import signal
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from threading import Event, Lock, Thread
from time import sleep
from typing import Any

from eventsourcing.persistence import IntegrityError
from sqlalchemy import event, make_url

from katas._runner.child import store_errors
from katas._runner.import_hook import read_katas_from

from .databases import connected
from .messages import Failed, Follows, Listens, Message, Opened, Processed, Refused, Sold, Waits
from .stream import Stream

KATA = "katas.k19_open_for_business"

_GRACE = 2.0
"""Seconds in which a worker may finish its work after its pipe has closed."""


@dataclass(frozen=True)
class WorkerConfig:
    """The settings of a worker: worker number `number` of a context, with the store in `env`.

    `streams` holds the settings for each stream that the context follows. The package `katas` is
    imported from `folder`. After `hold` processed events, the worker waits until it receives "go
    on". It waits inside the transaction of the next event, just before it writes. None means that
    it never waits.
    """

    context: str
    number: int
    env: dict[str, str]
    streams: dict[str, dict[str, str]] = field(default_factory=dict)
    folder: Path = Path()
    hold: int | None = None


class Worker:
    """Runs a context until its pipe closes."""

    def __init__(self, config: WorkerConfig, pipe: Pipe) -> None:
        self._config = config
        self._pipe = pipe
        self._sending = Lock()
        self._processing = Lock()
        self._processed = 0
        self._place = ("", 0)
        self._may_go_on = Event()
        if config.hold is None:
            self._may_go_on.set()

    def work(self) -> None:
        """Start the application, then do what comes through the pipe."""
        company = importlib.import_module(f"{KATA}.company")
        application = company.CONTEXTS[self._config.context](env=self._config.env)
        self.tell(Opened())
        if self._config.streams:
            Thread(target=self._guarded, args=(self._follow, application), daemon=True).start()
        while True:
            match self._pipe.recv():
                case ("sell", customer, coffee, bags):
                    position = application.sell(customer, coffee, bags)
                    self.tell(Sold(customer, coffee, bags, position))
                case "go on":
                    self._may_go_on.set()

    def tell(self, message: Message) -> None:
        """Send a message, one thread at a time."""
        with self._sending:
            self._pipe.send(message)

    def close(self) -> None:
        """End the process after the present event is processed, at the latest after a second."""
        self._processing.acquire(timeout=1.0)
        os._exit(0)

    def end_with_pipe(self) -> None:
        """End the process if its pipe has closed and its work takes too long.

        Code that does not release Python's global lock goes on. So does all code on Windows, which
        has no `poll`.
        """
        poll = select.poll()
        poll.register(self._pipe.fileno(), select.POLLHUP)
        poll.poll()
        sleep(_GRACE)
        os._exit(1)

    def _follow(self, application: Any) -> None:
        """Wait for the turn, then follow each stream in a thread of its own."""
        following = importlib.import_module(f"{KATA}.following")
        url = make_url(self._config.env["SQLALCHEMY_URL"])
        vars(application)["process_event"] = self._process(application.process_event)
        engine = application.factory.datastore.engine
        event.listen(engine, "before_cursor_execute", self._hold_before_writing)
        with connected(url) as database:
            self.tell(Waits())
            try:
                following.wait_for_turn(database)
            except NotImplementedError:
                if self._config.number > 1:  # before the gap is solved, one worker may go on
                    raise
            threads = []
            for name, env in self._config.streams.items():
                self.tell(Follows(name))
                stream = Stream(name, env, partial(self.tell, Listens(name)))
                threads.append(
                    Thread(
                        target=self._guarded,
                        args=(following.follow, stream, application),
                        daemon=True,
                    )
                )
                threads[-1].start()
            for thread in threads:
                thread.join()

    def _hold_before_writing(self, _: object, __: object, statement: str, *___: object) -> None:
        """Wait if `hold` events are processed. The library locks the table before it writes."""
        is_time = self._processed == self._config.hold and not self._may_go_on.is_set()
        if is_time and statement.startswith("LOCK TABLE"):
            self.tell(Waits(*self._place))
            self._may_go_on.wait()

    def _process(self, process: Callable[..., Any]) -> Callable[..., None]:
        """Return a function that processes one event at a time, and sends a message for each."""

        def process_event(fact: Any, tracking: Any) -> None:
            place = (tracking.application_name, tracking.notification_id)
            with self._processing:
                self._place = place
                try:
                    process(fact, tracking)
                except Exception:
                    self.tell(Refused(*place))
                    raise
                self._processed += 1
            self.tell(Processed(*place, _told(fact)))

        return process_event

    def _guarded(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function that should never return, and end the process when it does."""
        try:
            function(*arguments)
            self.tell(Failed("AssertionError", f"{function.__name__}() has returned"))
        except BaseException as error:  # noqa: BLE001 - every error must be reported
            self.tell(self._explained(error))
        finally:
            os._exit(1)

    def _explained(self, error: BaseException) -> Failed:
        frames = traceback.extract_tb(error.__traceback__)
        mine = [each for each in frames if Path(each.filename).is_relative_to(self._config.folder)]
        file, line = (mine[-1].filename, mine[-1].lineno or 1) if mine else ("", 0)
        message = str(error)
        if isinstance(error, IntegrityError):
            message = store_errors.why_refused(message, is_new=False)
        elif store_errors.is_of_a_store(error):
            message = store_errors.in_words(message)
        return Failed(type(error).__name__, message, file, line)


def _told(fact: Any) -> str:
    """Describe an event."""
    carried = [str(value) for name, value in vars(fact).items() if name in ("customer", "coffee")]
    return f"{type(fact).__qualname__} {' '.join(carried)}".rstrip()


def work(config: WorkerConfig, pipe: Pipe) -> None:
    """Run a worker in this process, until its pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor
    warnings.simplefilter("ignore")  # the tracking tables of several katas have the same name
    read_katas_from(config.folder)
    worker = Worker(config, pipe)
    if hasattr(select, "poll"):
        Thread(target=worker.end_with_pipe, daemon=True).start()
    try:
        worker.work()
    except (EOFError, OSError):
        worker.close()
    except BaseException as error:  # noqa: BLE001 - every error must be reported
        worker.tell(worker._explained(error))  # noqa: SLF001 - its own
    finally:
        os._exit(0)
