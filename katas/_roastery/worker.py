"""A worker: the process of a context, started by `multiprocessing`.

Through a pipe it receives commands, and sends messages about what it has done. When the pipe
closes, the supervisor has ended, and the worker ends, too.
"""

import importlib
import json
import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from pkgutil import resolve_name
from threading import Lock, Thread
from time import sleep
from typing import Any

from eventsourcing.projection import EventSourcedProjectionRunner
from sqlalchemy import URL

from katas._runner.import_hook import read_katas_from

from .databases import connected, keep_alive
from .failures import failed
from .messages import Failed, Follows, HasTurn, Message, Opened, Processed, Sells, Sold, Waits
from .stream import stream_of

KATA = "katas.k19_open_for_business"

_GRACE = 2.0
"""Seconds in which a worker may end by itself after its pipe has closed."""


@dataclass(frozen=True)
class WorkerConfig:
    """The settings of a worker: worker number `number` of a context.

    `address` is its own database. `env` holds the settings of its applications, and `libpq` the
    variables of PostgreSQL's client. It reads the streams of `follows`. The package `katas` is
    imported from `folder`, and `company` is the module that names the applications. It begins after
    a `pause` in seconds.
    """

    context: str
    number: int
    address: URL
    env: dict[str, str]
    libpq: dict[str, str] = field(default_factory=dict)
    follows: tuple[str, ...] = ()
    folder: Path = Path()
    company: str = f"{KATA}.company"
    pause: float = 0.0


class Worker:
    """Runs a context until its pipe closes."""

    def __init__(self, config: WorkerConfig, pipe: Pipe) -> None:
        self._config = config
        self._pipe = pipe
        self._sending = Lock()

    def work(self) -> None:
        """Start the application, then do what comes through the pipe, until it closes.

        Nothing of another context is imported: what is wrong with its code is its own affair.
        """
        self._pipe.poll(self._config.pause)  # which ends at once when the pipe closes
        company = importlib.import_module(self._config.company)
        department = resolve_name(company.CONTEXTS[self._config.context])
        application = department(env=self._config.env)
        self.tell(Opened())
        arguments = (self._follow, department, company.PUBLIC.get(self._config.context))
        Thread(target=self._guarded, args=arguments, daemon=True).start()
        while True:
            try:
                asked = self._pipe.recv()
            except (EOFError, OSError):
                return
            match asked:
                case ("sell", customer, coffee, bags):
                    self.tell(Sells(customer, coffee, bags))
                    application.sell(customer, coffee, bags)
                    self.tell(Sold(customer, coffee, bags))

    def tell(self, message: Message) -> None:
        """Send a message, one thread at a time."""
        with self._sending:
            self._pipe.send(message)

    def explain(self, error: BaseException) -> None:
        """Send the error at which the worker stops, if there is still somebody who listens."""
        with suppress(OSError):
            self.tell(failed(error, self._config.folder, KATA))

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

    def _follow(self, department: type[Any], public: str | None) -> None:
        """Wait for the turn, then publish and follow each stream, each in a thread of its own."""
        following = importlib.import_module(f"{KATA}.following")
        with connected(self._config.address) as database:
            keep_alive(database)
            self.tell(Waits())
            try:
                following.wait_for_turn(database)
            except NotImplementedError:
                if self._config.number > 1:  # before the gap is solved, one worker may go on
                    raise
            self.tell(HasTurn())
            threads = []
            if public:
                threads.append(self._thread(self._publish, department, resolve_name(public)))
            for name in self._config.follows:
                self.tell(Follows(name))
                reporting = self._reporting(department, name)
                threads.append(self._thread(following.follow, stream_of(name), reporting))
            for thread in threads:
                thread.join()

    def _thread(self, function: Callable[..., None], *classes: type) -> Thread:
        """Start a thread of a function that should never return."""
        arguments = (function, *classes, self._config.env)
        thread = Thread(target=self._guarded, args=arguments, daemon=True)
        thread.start()
        return thread

    @staticmethod
    def _publish(department: type[Any], public: type[Any], env: dict[str, str]) -> None:
        """Let the translator publish what others may know of the department's private events."""
        with EventSourcedProjectionRunner(
            application_class=department, projection_class=public, env=env
        ) as runner:
            runner.run_forever()

    def _reporting(self, department: type[Any], stream: str) -> type[Any]:
        """Return a department's application that sends a message for each one it has processed."""

        def process_event(application: Any, message: Any, tracking: Any) -> None:
            department.process_event(application, message, tracking)
            position, recorded = tracking.notification_id, application.recorded
            self.tell(Processed(stream, position, _about(message), recorded))

        def notify(application: Any, events: Any) -> None:
            application.recorded = tuple(type(each).__name__ for each in events)
            department.notify(application, events)

        reporting = {"process_event": process_event, "notify": notify, "recorded": ()}
        return type(department.__name__, (department,), reporting)

    def _guarded(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function that should never return, and end the process when it does."""
        try:
            function(*arguments)
            self.tell(Failed("", f"`{function.__name__}` has returned, and no worker may do that"))
        except BaseException as error:  # noqa: BLE001 - every error must be reported
            self.explain(error)
        finally:
            os._exit(1)


def _about(message: Any) -> str:
    """Describe a public message."""
    said = json.loads(message.text)
    return " ".join(filter(None, (said.get("message"), said.get("customer"))))


def work(config: WorkerConfig, pipe: Pipe) -> None:
    """Run a worker in this process, until its pipe closes.

    Then it ends at once: what is not committed is processed again by the next worker.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor
    os.environ.update(config.libpq)
    read_katas_from(config.folder)
    worker = Worker(config, pipe)
    if hasattr(select, "poll"):
        Thread(target=worker.end_with_pipe, daemon=True).start()
    try:
        worker.work()
    except BaseException as error:  # noqa: BLE001 - every error must be reported
        worker.explain(error)
    finally:
        os._exit(0)
