"""Which workers of k19 are started again."""

from multiprocessing import Pipe, Process
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("psycopg_pool", reason="comes with the extra `postgres`")

from katas._roastery.messages import Failed, Message, Processed, StartedAgain
from katas._roastery.report import Report
from katas._roastery.supervisor import (
    CALM,
    LONGEST,
    RESTARTS,
    Supervisor,
    WorkerFailedError,
    WorkerHandle,
)
from katas.given.telephone import FIRST_PAUSE

REFUSED = Failed("IntegrityError", "this position is stored already")
LOST = Failed("OperationalError", "the server has closed the connection", may_pass=True)


class Shop(Supervisor):
    """Its workers are no processes: `tell` says what the last one reports."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.pauses: list[float] = []
        report = Report(self.printed.append)
        super().__init__(None, {"Billing": ("Sales",)}, Path(), report.hear)  # type: ignore[arg-type]

    def _launch(
        self, context: str, number: int, company: str, *, is_fresh: bool = False, pause: float = 0.0
    ) -> WorkerHandle:
        del is_fresh
        self.pauses.append(pause)
        ours, self._theirs = Pipe()
        process: Any = Process(target=int)
        process.start()
        self.workers.append(WorkerHandle(context, number, process, ours, company))
        return self.workers[-1]

    def leave(self) -> None:
        """Let the last worker end."""
        self._theirs.close()

    def tell(self, message: Message) -> None:
        """Let the last worker report something, and listen."""
        self._theirs.send(message)
        self.listen(1.0)


def test_a_refused_worker_is_started_again_under_its_name() -> None:
    """Its code is the same, too."""
    shop = Shop()
    shop.start("Billing", "newer.company")
    shop.tell(REFUSED)
    first, second = shop.workers
    assert first.is_gone
    assert (second.name, second.company) == ("Billing", "newer.company")
    assert second.told(StartedAgain)
    _, pause = shop.pauses
    assert shop.printed[0].splitlines() == [
        "Billing has stopped. IntegrityError: this position is stored already",
        f"It is started again in {pause:.1f} s.",
    ]


def test_whoever_has_lost_their_database_comes_back_however_long_it_is_away() -> None:
    """The pauses grow (k17), up to half a minute, and begin anew when something is processed."""
    shop = Shop()
    shop.start("Billing")
    for _ in range(4 * RESTARTS):
        shop.tell(LOST)
    assert len(shop.present("Billing")) == 1
    shop.tell(Processed("Sales", 1, "OrderPlaced", ("Sent",)))
    shop.tell(LOST)
    *pauses, last = shop.pauses[1:]
    growing = [min(tries, LONGEST) for tries in range(1, 4 * RESTARTS + 1)]
    for tries, seconds in [*zip(growing, pauses, strict=True), (1, last)]:
        longest = FIRST_PAUSE.total_seconds() * 2 ** (tries - 1)
        assert longest / 2 <= seconds <= longest


def test_a_department_that_works_for_a_while_is_refused_as_if_for_the_first_time() -> None:
    """Sales processes nothing, since it follows nobody: its translators may race once an hour."""
    shop = Shop()
    shop.start("Billing")
    for _ in range(2 * RESTARTS):
        shop.workers[-1].started -= CALM
        shop.tell(REFUSED)
    assert len(shop.present("Billing")) == 1


def test_whoever_is_told_something_while_they_end_is_no_error_of_the_shop() -> None:
    shop = Shop()
    worker = shop.start("Billing")
    shop.leave()
    shop.ask(worker, ("sell", "Mina", "Sidamo", 1))
    shop.listen(1.0)
    assert worker.is_gone


def test_a_department_that_is_refused_again_and_again_stops() -> None:
    """It may be refused as often as it has something to process in between."""
    shop = Shop()
    shop.start("Billing")
    for _ in range(RESTARTS):
        shop.tell(REFUSED)
    shop.tell(Processed("Sales", 1, "OrderPlaced", ("Sent",)))
    for _ in range(RESTARTS):
        shop.tell(REFUSED)
    with pytest.raises(WorkerFailedError, match="this position is stored already"):
        shop.tell(REFUSED)


def test_a_worker_with_another_error_stays_away() -> None:
    shop = Shop()
    shop.start("Billing")
    with pytest.raises(WorkerFailedError):
        shop.tell(Failed("KeyError", "'lines'"))
    assert len(shop.workers) == 1
