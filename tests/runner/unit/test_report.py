"""What `kata open-for-business` prints about its workers."""

import pytest

pytest.importorskip("psycopg_pool", reason="comes with the extra `postgres`")

from katas._roastery import report
from katas._roastery.messages import Follows, Gone, HasTurn, Waits
from katas._roastery.supervisor import WorkerHandle


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
