"""A worker: the process in which a context is at work. It is the target of `multiprocessing`.

It hears what it is to do through a pipe, and tells through it what it has done. When the pipe
closes, whoever has started it is gone, and so it goes, too.
"""

import importlib
import json
import os
import select
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from threading import Lock, Thread
from time import sleep
from typing import Any

from eventsourcing.persistence import IntegrityError
from eventsourcing.projection import EventSourcedProjectionRunner
from sqlalchemy import URL

from katas._runner.child import store_errors
from katas._runner.import_hook import read_katas_from

from .databases import connected
from .messages import Failed, Follows, Message, Opened, Processed, Sold, Waits
from .stream import stream_of

KATA = "katas.k19_open_for_business"

_GRACE = 2.0
"""Seconds in which a worker may finish what it is at when its pipe has closed."""


@dataclass(frozen=True)
class WorkerConfig:
    """What a worker is to be: the `number`th of a context.

    It is over the database at `address` with the settings `env` and `libpq`, and reads the streams
    of `follows`. `folder` stands behind the package `katas`, and `company` is the module that says
    who is who.
    """

    context: str
    number: int
    address: URL
    env: dict[str, str]
    libpq: dict[str, str] = field(default_factory=dict)
    follows: tuple[str, ...] = ()
    folder: Path = Path()
    company: str = f"{KATA}.company"


class Worker:
    """A context at work, until its pipe closes."""

    def __init__(self, config: WorkerConfig, pipe: Pipe) -> None:
        self._config = config
        self._pipe = pipe
        self._telling = Lock()

    def work(self) -> None:
        """Begin, then do what comes through the pipe."""
        company = importlib.import_module(self._config.company)
        application = company.CONTEXTS[self._config.context](env=self._config.env)
        self.tell(Opened())
        Thread(target=self._guarded, args=(self._follow, company), daemon=True).start()
        while True:
            match self._pipe.recv():
                case ("sell", customer, coffee, bags):
                    application.sell(customer, coffee, bags)
                    self.tell(Sold(customer, coffee, bags))

    def tell(self, message: Message) -> None:
        """Say something, one at a time."""
        with self._telling:
            self._pipe.send(message)

    def end_with_pipe(self) -> None:
        """End the process when its pipe has closed and what it is at takes too long.

        Code that does not let go of Python's lock goes on, and so does any where there is no `poll`
        (Windows).
        """
        poll = select.poll()
        poll.register(self._pipe.fileno(), select.POLLHUP)
        poll.poll()
        sleep(_GRACE)
        os._exit(1)

    def _follow(self, company: Any) -> None:
        """Wait for the turn. Then speak in public, and follow each stream, in a thread each."""
        following = importlib.import_module(f"{KATA}.following")
        department = company.CONTEXTS[self._config.context]
        public = company.PUBLIC.get(self._config.context)
        with connected(self._config.address) as database:
            self.tell(Waits())
            try:
                following.wait_for_turn(database)
            except NotImplementedError:
                if self._config.number > 1:  # as long as it is a gap, a single worker does without
                    raise
            threads = [self._thread(self._speak, department, public)] if public else []
            for name in self._config.follows:
                telling = self._telling_of(department, name)
                threads.append(self._thread(following.follow, stream_of(name), telling))
            for name in self._config.follows:
                self.tell(Follows(name))
            for thread in threads:
                thread.join()

    def _thread(self, function: Callable[..., None], *classes: type) -> Thread:
        """Start a thread that should never come to its end."""
        arguments = (function, *classes, self._config.env)
        thread = Thread(target=self._guarded, args=arguments, daemon=True)
        thread.start()
        return thread

    @staticmethod
    def _speak(department: type[Any], public: type[Any], env: dict[str, str]) -> None:
        """Say in public what others may know of the department's private events."""
        with EventSourcedProjectionRunner(
            application_class=department, projection_class=public, env=env
        ) as runner:
            runner.run_forever()

    def _telling_of(self, department: type[Any], stream: str) -> type[Any]:
        """Return the application of a department that tells of each message it has processed."""

        def process_event(application: Any, message: Any, tracking: Any) -> None:
            department.process_event(application, message, tracking)
            position, recorded = tracking.notification_id, application.recorded
            self.tell(Processed(stream, position, _about(message), recorded))

        def notify(application: Any, events: Any) -> None:
            application.recorded = tuple(type(each).__name__ for each in events)
            department.notify(application, events)

        telling = {"process_event": process_event, "notify": notify, "recorded": ()}
        return type(department.__name__, (department,), telling)

    def _guarded(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function that should never return, and end with it."""
        try:
            function(*arguments)
            self.tell(Failed("AssertionError", f"{function.__name__}() has come to its end"))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it must be told
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


def _about(message: Any) -> str:
    """Return what a message is about."""
    said = json.loads(message.text)
    return " ".join(filter(None, (said.get("message"), said.get("customer"))))


def work(config: WorkerConfig, pipe: Pipe) -> None:
    """Be a worker, whatever happens to those around.

    When its pipe closes it ends at once: what it has begun is not committed, and is done again.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever has started us
    os.environ.update(config.libpq)
    read_katas_from(config.folder)
    worker = Worker(config, pipe)
    if hasattr(select, "poll"):
        Thread(target=worker.end_with_pipe, daemon=True).start()
    try:
        worker.work()
    except (EOFError, OSError):
        pass
    except BaseException as error:  # noqa: BLE001 - whatever it is, it must be told
        worker.tell(worker._explained(error))  # noqa: SLF001 - its own
    finally:
        os._exit(0)
