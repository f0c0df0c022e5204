"""What `kata open-for-business` prints about its workers."""

from pathlib import Path

import pytest

pytest.importorskip("psycopg_pool", reason="comes with the extra `postgres`")

from katas._roastery import report
from katas._roastery.messages import Failed, Follows, Gone, HasTurn, Message, Processed, Waits
from katas._roastery.supervisor import Supervisor, WorkerHandle


@pytest.fixture
def worker() -> WorkerHandle:
    return WorkerHandle("Billing", 1, None, None)  # type: ignore[arg-type]


def test_a_worker_that_waits_says_so_wherever_the_other_one_is(
    worker: WorkerHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its own shop it may be the first one."""
    monkeypatch.setattr(report, "PATIENCE", 0)
    printed = list[str]()
    told = report.Report(printed.append)
    told.hear(worker, Waits())
    told.look()
    told.look()
    told.hear(worker, HasTurn())
    told.hear(worker, Follows("Sales"))
    assert printed == [
        "  Billing      waits for its turn, while another worker is at work",
        "  Billing      has its turn",
        "  Billing      follows Sales",
    ]


def test_a_worker_whose_turn_it_is_at_once_says_nothing_of_it(worker: WorkerHandle) -> None:
    printed = list[str]()
    told = report.Report(printed.append)
    told.hear(worker, Waits())
    told.look()
    told.hear(worker, HasTurn())
    told.look()
    told.hear(worker, Gone())
    told.hear(worker, Gone(was_killed=True))
    assert printed == ["  Billing      has stopped", "  Billing      was killed"]


def test_whoever_asks_sees_each_worker_its_state_and_how_far_it_is() -> None:
    """A worker that is started again stands where it stood. It fits into 80 columns."""
    follows = {"Sales": (), "Billing": ("Sales",), "Fulfilment": ("Warehouse", "Billing")}
    supervisor = Supervisor(None, follows, Path())  # type: ignore[arg-type]

    def worker(context: str, number: int, *messages: Message) -> None:
        handle = WorkerHandle(context, number, None, None, messages=list(messages))  # type: ignore[arg-type]
        handle.is_gone = bool(handle.told(Gone) or handle.told(Failed))
        supervisor.workers.append(handle)

    turn, begins = (Waits(), HasTurn()), Follows("Sales")
    worker("Sales", 1, *turn)
    worker("Billing", 1, *turn, begins, Processed("Sales", 7, "", ()), Failed("IntegrityError", ""))
    worker("Billing", 2, *turn, begins, Processed("Sales", 8, "", ()), Gone(was_killed=True))
    worker("Billing", 1, *turn, begins)
    worker("Billing", 3, Waits())
    worker("Billing", 4, Failed("KeyError", "'lines'"))
    worker("Billing", 5)
    both = Follows("Warehouse"), Follows("Billing"), Processed("Billing", 1_000_000, "", ())
    worker("Fulfilment", 1, *turn, *both)
    said = report.overview(supervisor, ["Sales", "Warehouse", "Billing", "Fulfilment"])
    assert said.splitlines()[1:] == [
        "  Sales        is at work",
        "  Warehouse    has no worker here",
        "  Billing      is at work: Sales 8",
        "  Billing 2    was killed",
        "  Billing 3    waits for its turn",
        "  Billing 4    has stopped",
        "  Billing 5    starts",
        "  Fulfilment   is at work: Warehouse, Billing 1000000",
    ]
    assert max(map(len, said.splitlines())) < 80
