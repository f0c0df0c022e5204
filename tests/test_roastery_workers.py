"""Which workers of k19 come back, and what each of them loads: real processes, a real server."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

import katas
from katas._runner import postgres
from katas.k19_open_for_business import company
from tests.support.business import START, new_prefix

pytestmark = [
    pytest.mark.skipif(
        not postgres.is_at_hand(), reason=f"PostgreSQL needs the extra: {postgres.EXTRA}"
    ),
    pytest.mark.slow,
]

CODE = {
    "Sales": {"sales.py"},
    "Warehouse": {"warehouse.py", "pick.py"},
    "Billing": {"billing.py", "invoice.py"},
    "Fulfilment": {"fulfilment.py", "parcel.py"},
}
"""Whose code is in which file."""

SHARED = {"__init__.py", "company.py", "following.py"}
"""What each process needs."""


class Roastery:
    """Databases, and a supervisor whose messages are listened to until something has happened."""

    def __init__(self, databases: Any, folder: Path) -> None:
        from katas._roastery.supervisor import Supervisor  # noqa: PLC0415 - needs the extra

        self.databases = databases
        self.supervisor = Supervisor(databases, company.FOLLOWS, folder)

    def wait(self, has_happened: Callable[[], object], seconds: float = START) -> None:
        """Listen until something has happened, to workers that stop, too."""
        from katas._roastery.supervisor import WorkerFailedError  # noqa: PLC0415 - needs the extra

        deadline = monotonic() + seconds
        while not has_happened():
            assert monotonic() < deadline, [each.messages for each in self.supervisor.workers]
            with suppress(WorkerFailedError):
                self.supervisor.listen(0.1)

    def told(self, context: str, kind: type[Any]) -> list[Any]:
        """Return what the workers of a context have told, those that are gone, too."""
        mine = [each for each in self.supervisor.workers if each.context == context]
        return [message for each in mine for message in each.told(kind)]

    def sell(self) -> None:
        """Let Sales sell a bag, when it is there."""
        from katas._roastery.messages import Opened  # noqa: PLC0415 - needs the extra

        sold = self.supervisor.sold()
        self.wait(lambda: any(each.told(Opened) for each in self.supervisor.present("Sales")))
        self.supervisor.ask(self.supervisor.present("Sales")[0], ("sell", "Mina", "Sidamo", 1))
        self.wait(lambda: self.supervisor.sold() > sold)

    def invoices(self) -> int:
        """Return how many invoices Billing has stored."""
        return int(self.ask("Billing", "SELECT count(*) FROM billing_events"))

    def cut(self, context: str) -> None:
        """End all connections to a context's database."""
        cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{}'"
        assert self.ask("", cut.format(self.databases.name(context)))

    def again(self, context: str) -> list[Any]:
        """Return why the workers of a context were started again."""
        from katas._roastery.messages import StartedAgain  # noqa: PLC0415 - needs the extra

        return self.told(context, StartedAgain)

    def ask(self, context: str, statement: str) -> Any:
        """Ask the server something in a context's database, as its administrator."""
        from sqlalchemy import text  # noqa: PLC0415 - costs half a second

        from katas._roastery.databases import connected  # noqa: PLC0415 - needs the extra

        url = self.databases.server
        if context:
            url = url.set(database=self.databases.name(context))
        with connected(url) as database:
            found = database.execute(text(statement))
            return found.scalar() if found.returns_rows else None


IS_HELD = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = 'DEPARTMENT'
AND wait_event_type = 'Lock' AND wait_event <> 'advisory')
"""
"""Whether somebody waits in the middle of a transaction."""


@pytest.fixture
def roastery(postgresql: str) -> Iterator[Callable[[Path], Roastery]]:
    """Opens the company from a folder with its code."""
    from katas._roastery.databases import Databases  # noqa: PLC0415 - needs the extra
    from katas._roastery.supervisor import closing  # noqa: PLC0415 - likewise
    from katas.k19_open_for_business.visitors import grants  # noqa: PLC0415 - likewise

    databases = Databases(postgresql, new_prefix())
    made = list[Roastery]()

    def make(folder: Path = Path(katas.__path__[0])) -> Roastery:
        databases.build(company.CONTEXTS, company.PUBLIC)
        databases.let_in(company.FOLLOWS, grants)
        made.append(Roastery(databases, folder))
        return made[-1]

    try:
        yield make
    finally:
        for each in made:
            with closing(each.supervisor):
                pass
        databases.tear_down(company.CONTEXTS)


def test_each_department_opens_when_the_code_of_all_others_is_broken(
    roastery: Callable[[Path], Roastery], tmp_path: Path
) -> None:
    """A bad deployment of Billing must not close Sales, and says where it is bad."""
    from katas._roastery.messages import Failed, HasTurn  # noqa: PLC0415 - needs the extra

    package = company.__name__.split(".")[1]
    for department, mine in CODE.items():
        folder = tmp_path / department
        shutil.copytree(Path(katas.__path__[0]) / package, folder / package)
        for file in (folder / package).glob("*.py"):
            if file.name not in mine | SHARED:
                file.write_text("import nothing_like_this\n", encoding="utf-8")
        shop = roastery(folder)
        workers = [shop.supervisor.start(each) for each in CODE]
        shop.wait(lambda: all(each.told(HasTurn) or each.told(Failed) for each in workers))  # noqa: B023 - waited for at once
        at_work = [each.context for each in workers if each.told(HasTurn)]
        assert at_work == [department]
        broken = [each for worker in workers for each in worker.told(Failed)]
        assert {each.type for each in broken} == {"ModuleNotFoundError"}
        shop.supervisor.close()


def test_an_error_of_the_operating_system_is_told(
    roastery: Callable[[Path], Roastery], tmp_path: Path
) -> None:
    """It is not taken for the pipe that closes when the shop does."""
    from katas._roastery.messages import Failed  # noqa: PLC0415 - needs the extra

    package = company.__name__.split(".")[1]
    shutil.copytree(Path(katas.__path__[0]) / package, tmp_path / package)
    code = "raise PermissionError(13, 'may not be read', 'prices.csv')\n"
    (tmp_path / package / "sales.py").write_text(code, encoding="utf-8")
    shop = roastery(tmp_path)
    worker = shop.supervisor.start("Sales")
    shop.wait(lambda: worker.is_gone)
    (failed,) = worker.told(Failed)
    assert failed.type == "PermissionError"
    assert "prices.csv" in failed.message


def test_all_come_back_after_sales_database_was_away(roastery: Callable[[], Roastery]) -> None:
    """All its connections end, and for a while it accepts no new ones, as at a restart."""
    from katas._roastery.messages import HasTurn  # noqa: PLC0415 - needs the extra

    shop = roastery()
    billing = _open(shop)
    shop.ask("", f"ALTER DATABASE {shop.databases.name('Sales')} ALLOW_CONNECTIONS false")
    shop.cut("Sales")
    shop.wait(lambda: shop.again("Sales") and shop.again("Billing"))
    shop.wait(lambda: len(shop.told("Billing", HasTurn)) > 1)
    assert billing.is_gone
    assert "the connection to the database is lost" in shop.again("Billing")[0].failed.message
    assert len(shop.told("Sales", HasTurn)) == 1
    shop.ask("", f"ALTER DATABASE {shop.databases.name('Sales')} ALLOW_CONNECTIONS true")
    _go_on(shop)


def test_all_come_back_when_the_server_accepts_more_than_questions_again(
    roastery: Callable[[], Roastery],
) -> None:
    """At a failover, a standby takes over, and for a while nobody may write."""
    shop = roastery()
    _open(shop)
    name = shop.databases.name("Billing")
    shop.ask("", f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    shop.cut("Billing")
    shop.sell()
    shop.wait(lambda: any("read-only" in each.failed.message for each in shop.again("Billing")))
    shop.ask("", f"ALTER DATABASE {name} RESET default_transaction_read_only")
    _go_on(shop)
    assert not shop.again("Sales")


def _open(shop: Roastery) -> Any:
    """Let Sales sell something that Billing invoices, and return the worker of Billing."""
    from katas._roastery.messages import Follows  # noqa: PLC0415 - needs the extra

    shop.supervisor.start("Sales")
    billing = shop.supervisor.start("Billing")
    shop.wait(lambda: billing.told(Follows))
    shop.sell()
    shop.wait(lambda: shop.invoices() == 1)
    return billing


def _go_on(shop: Roastery) -> None:
    """Let Sales sell once more: all is invoiced, and the workers have the names they had."""
    shop.sell()
    shop.wait(lambda: shop.invoices() == shop.supervisor.sold(), 2 * START)
    names = [each.name for each in shop.supervisor.workers if not each.is_gone]
    assert sorted(names) == ["Billing", "Sales"]
