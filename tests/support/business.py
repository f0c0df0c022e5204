"""The company at work in processes of its own, as the steps see it. No steps."""

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
"""Whether a worker waits for its turn, or does not and follows."""


class Business:
    """The company's databases and workers. `contexts` and `follows` are those of the kata."""

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
        """Let departments begin to work: they hear of all new facts when this is over."""
        from katas._roastery.messages import Listens, Opened  # noqa: PLC0415 - imports SQLAlchemy

        hired = [self.supervisor.start(name) for name in names or self._contexts]
        self.wait(
            lambda: all(
                each.told(Opened if each.context == "Sales" else Listens) for each in hired
            ),
            "each worker should subscribe to the streams that it follows",
        )

    def sell(self, customer: str, coffee: str, bags: int) -> None:
        """Let Sales sell, by its process."""
        if not self.supervisor.present("Sales"):
            self.supervisor.start("Sales")
        self.supervisor.ask(self.supervisor.present("Sales")[0], ("sell", customer, coffee, bags))
        self.sold += 1
        self.wait(lambda: self.supervisor.sold() >= self.sold, "Sales should have sold")

    def sell_to_each(self, number: int, coffee: str, bags: int) -> None:
        """Let Sales sell to so many customers, each of whom has not been there before."""
        for _ in range(number):
            self.sell(f"customer {self.sold + 1}", coffee, bags)

    def start_and_hold(self, context: str, number: int) -> None:
        """Start a worker, and let it stop with a fact in its hands when it has recorded some."""
        from katas._roastery.messages import Waits  # noqa: PLC0415 - imports SQLAlchemy

        worker = self.supervisor.start(context, hold=number)
        self.wait(
            lambda: any(each.position for each in worker.told(Waits)),
            f"{context} should have fact {number + 1} of Sales in its hands",
        )

    def start_another(self, context: str) -> None:
        """Start one more worker, which then waits for its turn, or does not."""
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy
        from katas._roastery.messages import Waits  # noqa: PLC0415 - imports SQLAlchemy

        worker = self.supervisor.start(context)
        self.wait(lambda: bool(worker.told(Waits)), f"{worker.name} should be there")
        name = {"name": f"{self.databases.name(context)}_{worker.number}"}
        with connected(self.databases.server) as server:
            for _ in range(LOOKS):
                if server.scalar(text(IS_DECIDED), name):
                    break
                with in_words():
                    self.supervisor.listen(1 / LOOKS)
        with in_words():
            while self.supervisor.listen(0):
                """Hear all that is told already."""
        self.wait(
            lambda: self._has_tried_all(worker),
            f"{worker.name} follows {context}'s stream, so it should get to its end",
        )

    def kill(self, context: str) -> None:
        """Kill the first worker of a context that is there."""
        self.supervisor.kill(self.supervisor.present(context)[0])

    def let_go_on(self, context: str) -> None:
        """Tell the first worker of a context to go on."""
        self.supervisor.ask(self.supervisor.present(context)[0], "go on")

    def catch_up(self, context: str, stream: str, number: int) -> None:
        """Wait until a context has processed so many facts of a stream."""
        self.wait(
            lambda: self.supervisor.position(context, stream) >= number,
            f"{context} should have got to fact {number} of {stream}",
            lambda: f"it has got to {self.supervisor.position(context, stream) or 'none'}",
        )

    def finish(self, context: str, stream: str) -> None:
        """Wait until each worker that follows a stream has tried its last fact."""
        self.wait(
            lambda: all(map(self._has_tried_all, self.supervisor.present(context))),
            f"each worker of {context} that follows {stream} should get to its end",
        )

    def _has_tried_all(self, worker: "WorkerHandle") -> bool:
        """Return whether a worker has tried the last order, or does not follow at all."""
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
        """Wait until something has happened; say in time what should have, and what has."""
        from katas._roastery.supervisor import TIMEOUT, TooLateError  # noqa: PLC0415 - imports SQLAlchemy

        with in_words():
            try:
                self.supervisor.wait(has_happened, should)
            except TooLateError:
                raise AssertionError(f"{should} within {TIMEOUT:g} seconds, but {but()}.") from None

    def facts(self, context: str, name: str) -> list[Any]:
        """Read the facts of this name in a context's own store."""
        return [each for each in self.read(context, context) if type(each).__name__ == name]

    def read(self, context: str, visitor: str) -> list[Any]:
        """Read a context's stream as a user: its own, or a visitor."""
        from katas._roastery.databases import opened  # noqa: PLC0415 - imports SQLAlchemy

        env = self.databases.env(context, visitor)
        with opened(self._contexts[context], env) as application:
            page = application.recorder.select_notifications(start=None, limit=1000)
            return [application.mapper.to_domain_event(each) for each in page]

    def execute(self, context: str, visitor: str, statement: str) -> None:
        """Execute a statement in a context's database, as a user: its own, or a visitor."""
        from sqlalchemy import text  # noqa: PLC0415 - imports SQLAlchemy

        from katas._roastery.databases import connected  # noqa: PLC0415 - imports SQLAlchemy

        with connected(self.databases.address(context, visitor)) as database:
            database.execute(text(statement))

    def refusal(self, context: str, visitor: str, statement: str) -> str:
        """Try a statement, and tell why the database refuses it, or nothing if it does not."""
        from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - imports SQLAlchemy

        try:
            self.execute(context, visitor, statement)
        except DBAPIError as error:
            reason = str(error.orig)
            if "permission denied" in reason:  # else it was let in, and has come to grief there
                return store_errors.in_words(reason)
        return ""

    def counted(self, context: str, name: str) -> Counter[Any]:
        """Count a context's facts of this name by the order that they are about."""
        return Counter(each.order_id for each in self.facts(context, name))


LOOKS = 20
"""How often is looked within a second what a worker makes of its turn."""


def new_prefix() -> str:
    """A name under which nothing stands in the server yet."""
    return f"kata_{uuid4().hex[:12]}"
