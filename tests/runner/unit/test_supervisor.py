"""Which workers of k19 are started again."""

from datetime import timedelta
from multiprocessing import Pipe, Process
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("psycopg_pool", reason="comes with the extra `postgres`")

from katas._roastery import supervisor
from katas._roastery.messages import Failed, Message, Processed, StartedAgain
from katas._roastery.report import Report
from katas._roastery.supervisor import RESTARTS, Supervisor, WorkerFailedError, WorkerHandle

REFUSED = Failed("IntegrityError", "this position is stored already")


class Shop(Supervisor):
    """Its workers are no processes: `tell` says what the last one reports."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        report = Report(self.printed.append)
        super().__init__(None, {"Billing": ("Sales",)}, Path(), report.hear)  # type: ignore[arg-type]

    def _launch(
        self, context: str, number: int, company: str, *, is_fresh: bool = False
    ) -> WorkerHandle:
        del is_fresh
        ours, self._theirs = Pipe()
        process: Any = Process(target=int)
        process.start()
        self.workers.append(WorkerHandle(context, number, process, ours, company))
        return self.workers[-1]

    def tell(self, message: Message) -> None:
        """Let the last worker report something, and listen."""
        self._theirs.send(message)
        self.listen(1.0)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of tries after which workers have waited: here not at all."""
    tries = list[int]()

    def pause(number: int) -> timedelta:
        tries.append(number)
        return timedelta()

    monkeypatch.setattr(supervisor, "pause", pause)
    return tries


def test_a_refused_worker_is_started_again_under_its_name() -> None:
    """Its code is the same, too."""
    shop = Shop()
    shop.start("Billing", "newer.company")
    shop.tell(REFUSED)
    first, second = shop.workers
    assert first.is_gone
    assert (second.name, second.company) == ("Billing", "newer.company")
    assert second.told(StartedAgain)
    assert shop.printed == [
        "Billing has stopped. IntegrityError: this position is stored already\nIt is started again."
    ]


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


def test_a_worker_comes_back_a_little_later_each_time(pauses: list[int]) -> None:
    """A database that restarts cuts all connections. Whoever processes something is well again."""
    shop = Shop()
    shop.start("Billing")
    for kind in ("OperationalError", "InterfaceError", "OperationalError"):
        shop.tell(Failed(kind, "the connection is lost"))
    shop.tell(Processed("Sales", 1, "OrderPlaced", ("Sent",)))
    shop.tell(REFUSED)
    assert pauses == [1, 2, 3, 1]


def test_a_worker_that_is_awaited_keeps_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop is not empty until then."""
    monkeypatch.setattr(supervisor, "pause", lambda _: timedelta(hours=1))
    shop = Shop()
    shop.start("Billing")
    shop.tell(REFUSED)
    assert not shop.present("Billing")
    assert not shop.is_empty
    assert shop.start("Billing").name == "Billing 2"


def test_a_worker_with_another_error_stays_away() -> None:
    shop = Shop()
    shop.start("Billing")
    with pytest.raises(WorkerFailedError):
        shop.tell(Failed("KeyError", "'lines'"))
    assert len(shop.workers) == 1
