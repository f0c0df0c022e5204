"""The company, which runs in several processes, as the steps use it. No steps."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import katas
from katas._runner.child import store_errors
from tests.support.remote_errors import in_words

if TYPE_CHECKING:
    from katas._roastery.databases import Databases
    from katas._roastery.supervisor import WorkerHandle

IS_DECIDED = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = :name
AND (wait_event_type = 'Lock' OR query ILIKE '%advisory%' OR query LIKE 'LISTEN %')
"""
"""Whether a worker waits for its turn, or already follows a stream."""


class Business:
    """The company's databases and workers. `contexts` and `follows` come from the kata."""

    def __init__(
        self,
        databases: "Databases",
        contexts: dict[str, Any],
        follows: Mapping[str, Sequence[str]],
    ) -> None:
        from katas._roastery.supervisor import Supervisor  # noqa: PLC0415 - imports SQLAlchemy

        self.databases = databases
        self.supervisor = Supervisor(databases, follows, Path(katas.__path__[0]))
        self.sold = 0
        self._contexts = contexts

    def open(self, *names: str) -> None:
        """Start departments, and wait until they cannot miss a new event any more."""
        from katas._roastery.messages import Listens, Opened  # noqa: PLC0415 - imports SQLAlchemy

        started = [self.supervisor.start(name) for name in names or self._contexts]
        self.wait(
            lambda: all(
                each.told(Opened if each.context == "Sales" else Listens) for each in started
            ),
            "each worker should subscribe to the streams that it follows",
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

    def start_and_hold(self, context: str, number: int) -> None:
        """Start a worker that stops while it processes an event, after so many others."""
        from katas._roastery.messages import Waits  # noqa: PLC0415 - imports SQLAlchemy

        worker = self.supervisor.start(context, hold=number)
        self.wait(
            lambda: any(each.position for each in worker.told(Waits)),
            f"{context} should process event {number + 1} of Sales",
        )

    def start_another(self, context: str) -> None:
        """Start one more worker, and wait until it either waits for its turn or follows."""
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy
        from katas._roastery.messages import Waits  # noqa: PLC0415 - imports SQLAlchemy

        worker = self.supervisor.start(context)
        self.wait(lambda: bool(worker.told(Waits)), f"{worker.name} should have started")
        name = {"name": f"{self.databases.name(context)}_{worker.number}"}
        with connected(self.databases.server) as server:
            for _ in range(LOOKS):
                if server.scalar(text(IS_DECIDED), name):
                    break
                with in_words():
                    self.supervisor.listen(1 / LOOKS)
        with in_words():
            while self.supervisor.listen(0):
                """Receive all messages that have arrived."""
        self.wait(
            lambda: self._has_tried_all(worker),
            f"{worker.name} follows {context}'s stream, so it should get to its end",
        )

    def kill(self, context: str) -> None:
        """Kill the first running worker of a context."""
        self.supervisor.kill(self.supervisor.present(context)[0])

    def let_go_on(self, context: str) -> None:
        """Tell the first running worker of a context to go on."""
        self.supervisor.ask(self.supervisor.present(context)[0], "go on")

    def catch_up(self, context: str, stream: str, number: int) -> None:
        """Wait until a context has processed a stream up to an event's number."""
        self.wait(
            lambda: self.supervisor.position(context, stream) >= number,
            f"{context} should have processed event {number} of {stream}",
            lambda: f"its last one is {self.supervisor.position(context, stream) or 'none'}",
        )

    def finish(self, context: str, stream: str) -> None:
        """Wait until each worker that follows a stream has tried its last event."""
        self.wait(
            lambda: all(map(self._has_tried_all, self.supervisor.present(context))),
            f"each worker of {context} that follows {stream} should get to its end",
        )

    def _has_tried_all(self, worker: "WorkerHandle") -> bool:
        """Return whether a worker has tried the last order, or follows no stream."""
        from katas._roastery.messages import Follows, Processed, Refused  # noqa: PLC0415 - imports SQLAlchemy

        tried = [each.position for each in worker.told(Processed)]
        tried += [each.position for each in worker.told(Refused)]
        return self.sold in tried or not worker.told(Follows)

    def wait(
        self,
        has_happened: Callable[[], bool],
        should: str,
        but: Callable[[], str] = lambda: "it does not",
    ) -> None:
        """Wait until something has happened. If it has not in time, raise an error that says so."""
        from katas._roastery.supervisor import TIMEOUT, TooLateError  # noqa: PLC0415 - imports SQLAlchemy

        with in_words():
            try:
                self.supervisor.wait(has_happened, should)
            except TooLateError:
                raise AssertionError(f"{should} within {TIMEOUT:g} seconds, but {but()}.") from None

    def facts(self, context: str, name: str) -> list[Any]:
        """Return the events of this name in a context's own store."""
        return [each for each in self.read(context, context) if type(each).__name__ == name]

    def read(self, context: str, visitor: str) -> list[Any]:
        """Return a context's stream, read as its own user or as a visitor."""
        from katas._roastery.databases import opened  # noqa: PLC0415 - imports SQLAlchemy

        env = self.databases.env(context, visitor)
        with opened(self._contexts[context], env) as application:
            page = application.recorder.select_notifications(start=None, limit=1000)
            return [application.mapper.to_domain_event(each) for each in page]

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
        return Counter(each.order_id for each in self.facts(context, name))


LOOKS = 20
"""How often a second it is checked whether a worker has its turn."""


def new_prefix() -> str:
    """Return a prefix that no name in the server has yet."""
    return f"kata_{uuid4().hex[:12]}"
