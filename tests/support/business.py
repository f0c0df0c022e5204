"""The company, which runs in several processes, as the steps use it. No steps."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import katas
from katas._runner.child import store_errors
from katas.given.public import said
from tests.support.remote_errors import in_words
from tests.support.rights import RIGHTS

if TYPE_CHECKING:
    from katas._roastery.databases import Databases
    from katas._roastery.supervisor import WorkerHandle

COMPANY = "katas.k19_open_for_business.company"
"""The module that names the departments' applications."""

LOOK = 0.05
"""Seconds between two looks at what is waited for."""

SILENCE = 8.0
"""Seconds without a message after which nothing more is expected."""

START = 30.0
"""Seconds that a process may take to start on a busy machine."""

WAITS_FOR_A_LOCK = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = :name AND wait_event_type = 'Lock' AND wait_event <> 'advisory'
"""
"""Whether a worker waits until it may write: it has a message in its hands."""

IS_DECIDED = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = :name
AND (wait_event_type = 'Lock' OR wait_event = 'PgSleep' OR query ILIKE '%advisory%')
"""
"""Whether a worker waits for its turn, asks again and again for it, or already has it."""

CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = :name AND (query ILIKE '%advisory%' OR query ILIKE '%keepalive%')
ORDER BY backend_start LIMIT 1
"""
"""Cuts the connection that a worker was given to hold its turn.

If it has taken another one, that was opened later, and stays.
"""

REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE '{error}' USING ERRCODE = '{error}'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON {table} EXECUTE FUNCTION refuse()
"""
"""Lets a table refuse each row, with an error of PostgreSQL."""


def _load() -> float:
    """Return by how much processes take longer than on an idle machine, at least 1."""
    if not hasattr(os, "getloadavg"):
        return 1.0
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Business:
    """The company's databases and workers. `contexts` and `follows` come from the kata."""

    def __init__(
        self,
        databases: "Databases",
        contexts: Mapping[str, str],
        follows: Mapping[str, Sequence[str]],
    ) -> None:
        from katas._roastery.supervisor import Supervisor  # noqa: PLC0415 - imports SQLAlchemy

        self.databases = databases
        self.may_be_refused = False
        """Whether a worker may stop because another has recorded its message.

        Then the supervisor starts it again, as it does in the shop.
        """
        self.may_stop = False
        """Whether a worker may stop, whatever the reason."""
        self._held: Any = None
        self.supervisor = Supervisor(databases, follows, Path(katas.__path__[0]), restarts=0)
        self.sold = 0
        self._contexts = contexts

    def open(self, *names: str) -> None:
        """Start departments, and wait until they follow their streams."""
        from katas._roastery.messages import Follows, Opened  # noqa: PLC0415 - imports SQLAlchemy

        workers = [self.supervisor.start(name) for name in names or self._contexts]
        self.wait(lambda: all(each.told(Opened) for each in workers), "each should start", START)
        followers = [each for each in workers if each.context != "Sales"]
        self.wait(
            lambda: all(each.told(Follows) for each in followers),
            "each worker should follow its streams",
        )

    def sell(self, customer: str, coffee: str, bags: int) -> None:
        """Let the process of Sales sell something."""
        if not self.supervisor.present("Sales"):
            self.supervisor.start("Sales")
        self.supervisor.ask(self.supervisor.present("Sales")[0], ("sell", customer, coffee, bags))
        self.sold += 1
        self.wait(lambda: self.supervisor.sold() >= self.sold, "Sales should have sold")

    def sell_to_each(self, number: int, coffee: str, bags: int) -> None:
        """Let Sales sell to so many new customers."""
        for _ in range(number):
            self.sell(f"customer {self.sold + 1}", coffee, bags)

    def hold(self, context: str) -> None:
        """Let the workers of a context wait in the middle of a transaction, before they write.

        Their table is locked by somebody else until `let_go_on`.
        """
        from sqlalchemy import NullPool, create_engine, text  # noqa: PLC0415 - is slow

        url = self.databases.address(context, context)
        self._held = create_engine(url, poolclass=NullPool).connect()
        self._held.execute(text(f"LOCK TABLE {context.lower()}_events IN EXCLUSIVE MODE"))

    def wait_until_held(self, context: str) -> None:
        """Wait until each worker of a context has a message in its hands."""
        workers = self.supervisor.present(context)
        self.wait(
            lambda: all(self._looks(WAITS_FOR_A_LOCK, each) for each in workers),
            f"{' and '.join(each.name for each in workers)} should process what is new",
        )

    def end(self, context: str) -> None:
        """Kill the workers of a context, if there are any left."""
        for worker in self.supervisor.present(context):
            self.supervisor.kill(worker)

    def let_go_on(self) -> None:
        """Let the workers that are held go on."""
        if self._held:
            self._held.close()
            self._held = None

    def refuse(self, context: str, error: str) -> None:
        """Let a context's store refuse the next order, and wait until the worker has noticed.

        `error` is the name of an error of PostgreSQL.
        """
        table = f"{context.lower()}_events"
        self.execute(context, context, REFUSE.format(table=table, error=error))
        if not self.supervisor.present(context):
            self.supervisor.start(context)
        with self._stopping(context, "an order that its store refuses"):
            self.sell_to_each(1, "Huila", 1)
        self.execute(context, context, "DROP FUNCTION refuse CASCADE")

    def leave_out(self, field: str, context: str) -> None:
        """Let Sales say less of an order than it has promised, and then sell to one more customer.

        Raises `AssertionError` unless the worker of a context stops there.
        """
        less = {name: value for name, value in _order().items() if name != field}
        what = f"an order whose {field} is missing"
        with self._stopping(context, what) as worker:
            self.say("Sales", less)
            self.sell_to_each(1, "Huila", 1)
        assert worker.is_gone, (
            f"{context} should stop at {what}, so that somebody looks into it. But it has gone on "
            "with the next order, and this one is lost."
        )

    @contextmanager
    def _stopping(self, context: str, what: str) -> Iterator["WorkerHandle"]:
        """Wait at the end of a `with` block until a worker has stopped, or has processed more."""
        from katas._roastery.messages import Processed  # noqa: PLC0415 - imports SQLAlchemy

        worker = self.supervisor.present(context)[0]
        processed = len(worker.told(Processed))
        self.may_stop = True
        yield worker
        self.wait(
            lambda: worker.is_gone or len(worker.told(Processed)) > processed,
            f"{context} should stop at {what}",
            but=lambda: "it goes on, and some code has passed over the error",
        )
        self.may_stop = False

    def lose_the_lock(self, context: str) -> None:
        """Cut the connection by which the first worker of a context holds its turn."""
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy
        from katas._roastery.supervisor import RESTARTS  # noqa: PLC0415 - likewise

        self.may_be_refused = True
        self.supervisor.restarts = RESTARTS
        worker = self.supervisor.present(context)[0]
        name = {"name": self.supervisor.worker_name(context, worker.number)}
        with connected(self.databases.address(context, context)) as database:
            database.execute(text(CUT), name)

    def start_another(
        self, context: str, company: str = COMPANY, *, is_fresh: bool = False
    ) -> "WorkerHandle":
        """Start one more worker, which then waits for its turn, or does not."""
        from katas._roastery.messages import Waits  # noqa: PLC0415 - imports SQLAlchemy

        worker = self.supervisor.start(context, company, is_fresh=is_fresh)
        self.wait(lambda: bool(worker.told(Waits)), f"{worker.name} should start", START)
        self.wait(
            lambda: worker.is_gone or self._looks(IS_DECIDED, worker),
            f"{worker.name} should wait for its turn",
            but=lambda: "PostgreSQL knows of no lock that it waits for, or that it has",
        )
        return worker

    def _looks(self, question: str, worker: "WorkerHandle") -> bool:
        """Ask the server about a worker."""
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy

        name = {"name": self.supervisor.worker_name(worker.context, worker.number)}
        with connected(self.databases.server) as server:
            return bool(server.scalar(text(question), name))

    def kill(self, context: str) -> None:
        """Kill the first running worker of a context."""
        self.supervisor.kill(self.supervisor.present(context)[0])

    def catch_up(self, context: str, stream: str, number: int) -> None:
        """Wait until a context has processed so many messages of a stream."""
        self.wait(
            lambda: self.position(context, stream) >= number,
            f"{context} should have got to message {number} of {stream}",
            but=lambda: self._progress(context, stream),
        )

    def catch_up_or_stop(self, context: str, stream: str, number: int) -> None:
        """Wait as `catch_up` does, or until the worker has stopped at what it has recorded."""
        worker = self.supervisor.present(context)[0]
        self.may_stop = True
        self.wait(
            lambda: worker.is_gone or self.position(context, stream) >= number,
            f"{context} should have got to message {number} of {stream}",
        )
        self.may_stop = False

    def position(self, context: str, stream: str) -> int:
        """Return the last position of a stream that a context has reported, 0 if there is none.

        Where a worker may stop it is the stored one: each of its threads may end the process before
        another one has reported what it has stored.
        """
        if not self.may_be_refused:
            return self.supervisor.position(context, stream)
        return self._stored_position(context, stream)

    def _progress(self, context: str, stream: str) -> str:
        """Return how far a context has got with a stream."""
        reported, stored = self.position(context, stream), self._stored_position(context, stream)
        if stored > reported:
            return (
                f"only position {stored} is stored, and `process_event` has not processed that "
                "message"
            )
        return f"it has got to {reported or 'none'}"

    def _stored_position(self, context: str, stream: str) -> int:
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy
        from katas._roastery.stream import stream_name  # noqa: PLC0415 - imports SQLAlchemy

        last = text(
            f"SELECT max(notification_id) FROM {context.lower()}_tracking "  # noqa: S608 - ours
            "WHERE application_name = :stream"
        )
        with connected(self.databases.address(context, context)) as database:
            return int(database.scalar(last, {"stream": stream_name(stream)}) or 0)

    def wait(
        self,
        has_happened: Callable[[], bool],
        should: str,
        seconds: float = SILENCE,
        but: Callable[[], str] = lambda: "that has not happened",
    ) -> None:
        """Wait until something has happened, as long as messages come.

        If none has come for so many seconds, raise an error that says what should have happened. On
        a busy machine they are more.
        """
        seconds = round(seconds * _load())
        deadline = monotonic() + seconds
        while not has_happened():
            if monotonic() > deadline:
                raise AssertionError(f"{should} within {seconds:g} seconds, but {but()}.")
            if self._listen():
                deadline = monotonic() + seconds

    def do_nothing(self, seconds: float) -> None:
        """Let so many seconds pass. Raises the error at which a worker has stopped."""
        deadline = monotonic() + seconds
        while monotonic() < deadline:
            self._listen()

    def _listen(self) -> bool:
        """Receive messages for a moment. Return whether any came.

        Raises the error at which a worker has stopped.
        """
        from katas._roastery.supervisor import WorkerFailedError  # noqa: PLC0415 - imports SQLAlchemy

        with in_words():
            try:
                return self.supervisor.listen(LOOK)
            except WorkerFailedError:
                if not self.may_stop:
                    raise
                return True

    def rights(self, context: str, visitor: str) -> set[str]:
        """Return what a visitor may do in a context's database: "SELECT on lots", and so on."""
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy

        url = self.databases.server.set(database=self.databases.name(context))
        with connected(url) as server:
            return set(server.scalars(text(RIGHTS), {"visitor": self.databases.name(visitor)}))

    def say(self, context: str, message: dict[str, Any]) -> None:
        """Let a context say something in public once more."""
        from katas._roastery.databases import opened  # noqa: PLC0415 - imports SQLAlchemy
        from katas._roastery.stream import stream_of  # noqa: PLC0415 - likewise

        with opened(stream_of(context), self.databases.env(context)) as stream:
            stream.save(said(f"/again/{uuid4()}", message))

    def messages(self, context: str, visitor: str) -> list[Any]:
        """Read a context's public stream as a visitor."""
        from katas._roastery.databases import opened  # noqa: PLC0415 - imports SQLAlchemy
        from katas._roastery.stream import stream_of  # noqa: PLC0415 - likewise

        with opened(stream_of(context), self.databases.env(visitor, [context])) as stream:
            return [json.loads(each.text) for each in stream.messages(after=None)]

    def facts(self, context: str, name: str) -> list[Any]:
        """Return the events of this name in a context's own store."""
        from katas._roastery.databases import opened  # noqa: PLC0415 - imports SQLAlchemy

        env = self.databases.env(context)
        with opened(resolve_name(self._contexts[context]), env) as application:
            page = application.recorder.select_notifications(start=None, limit=1000)
            events = map(application.mapper.to_domain_event, page)
            return [each for each in events if type(each).__name__ == name]

    def execute(self, context: str, visitor: str, statement: str) -> None:
        """Execute a statement in a context's database, as its own user or as a visitor."""
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy

        with connected(self.databases.address(context, visitor)) as database:
            database.execute(text(statement))

    def refusal(self, context: str, visitor: str, statement: str) -> str:
        """Try a statement, and return why the database refuses it; an empty text if it does not."""
        from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - imports SQLAlchemy

        try:
            self.execute(context, visitor, statement)
        except DBAPIError as error:
            reason = str(error.orig)
            if "permission denied" in reason:  # otherwise it was allowed, and failed later
                return store_errors.in_words(reason)
        return ""

    def counted(self, context: str, name: str) -> Counter[Any]:
        """Count a context's events of this name for each order."""
        return Counter(each.order for each in self.facts(context, name))


def _order() -> dict[str, Any]:
    """Return what Sales says of an order."""
    line = {"coffee": "Huila", "bags": 1, "cents_a_bag": 950}
    return {"message": "OrderPlaced", "order": str(uuid4()), "customer": "Jun", "lines": [line]}


def new_prefix() -> str:
    """Return a prefix that no name in the server has yet."""
    return f"kata_{uuid4().hex[:12]}"
