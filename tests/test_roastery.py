"""The plumbing of k19: databases, who gets into them, and streams of which nothing is missed."""

from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import Tracking

from katas._runner import postgres
from katas.given.public import PublicStream, said
from tests.support.business import new_prefix
from tests.support.rights import RIGHTS

pytestmark = [
    pytest.mark.skipif(
        not postgres.is_at_hand(), reason=f"PostgreSQL needs the extra: {postgres.EXTRA}"
    ),
]

FOLLOWS = {"Sales": (), "Billing": ("Sales",)}

ORDER_PLACED = {
    "message": "OrderPlaced",
    "order": "A1",
    "customer": "Mina",
    "lines": [{"coffee": "Sidamo", "bags": 2, "cents_a_bag": 890}],
}


COSTS = """
CREATE FUNCTION what_a_bag_costs() RETURNS bigint LANGUAGE sql SECURITY DEFINER
AS 'SELECT max(cost) FROM sales_costs'
"""
"""A function that reads, for whoever may call it, what they may not read themselves."""


class Sales(PublicStream):
    """Speaks in public, and has no private events here."""

    name = "Sales_Public"


def grants(database: str, stream: str, visitor: str) -> list[str]:
    """Return what a reader needs."""
    return [
        f"GRANT CONNECT ON DATABASE {database} TO {visitor}",
        f"GRANT USAGE ON SCHEMA public TO {visitor}",
        f"GRANT SELECT ON {stream} TO {visitor}",
    ]


@pytest.fixture
def databases(postgresql: str) -> Iterator[Any]:
    """Databases that nobody has built yet."""
    from katas._roastery.databases import Databases  # noqa: PLC0415 - needs the extra

    databases = Databases(postgresql, new_prefix())
    try:
        yield databases
    finally:
        databases.tear_down(FOLLOWS)


def _execute(databases: Any, context: str, visitor: str, statement: str) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - costs half a second

    from katas._roastery.databases import connected  # noqa: PLC0415 - needs the extra

    with connected(databases.address(context, visitor)) as database:
        database.execute(text(statement))


def _rights(databases: Any, context: str, visitor: str) -> set[str]:
    from sqlalchemy import text  # noqa: PLC0415 - costs half a second

    from katas._roastery.databases import connected  # noqa: PLC0415 - needs the extra

    with connected(databases.server.set(database=databases.name(context))) as database:
        return set(database.scalars(text(RIGHTS), {"visitor": databases.name(visitor)}))


def test_a_start_mends_what_a_crash_has_left_half_built(databases: Any) -> None:
    """The power has failed between `CREATE DATABASE` and `REVOKE`: anybody may get in."""
    from sqlalchemy import text  # noqa: PLC0415 - costs half a second
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - likewise

    from katas._roastery.databases import connected  # noqa: PLC0415 - needs the extra

    databases.build(["Billing"], [])
    with connected(databases.server) as server:
        name = databases.name("Sales")
        server.execute(text(f"CREATE ROLE {name} LOGIN"))
        server.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
    _execute(databases, "Sales", "Billing", "SELECT 1")
    databases.build(["Sales"], [])
    with pytest.raises(DBAPIError, match="permission denied for database"):
        _execute(databases, "Sales", "Billing", "SELECT 1")


def test_whoever_is_let_in_anew_loses_what_was_granted_before(databases: Any) -> None:
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - costs half a second

    databases.build(FOLLOWS, ["Sales"])
    databases.let_in(
        FOLLOWS,
        lambda database, stream, visitor: [
            f"GRANT ALL ON DATABASE {database} TO PUBLIC",
            f"GRANT USAGE ON SCHEMA public TO {visitor}",
            f"GRANT ALL ON {stream} TO {visitor}",
        ],
    )
    _execute(databases, "Sales", "Billing", "DELETE FROM sales_public_events")
    databases.let_in(FOLLOWS, lambda *_: [])
    with pytest.raises(DBAPIError, match="permission denied for database"):
        _execute(databases, "Sales", "Billing", "SELECT 1")


def test_a_second_shop_takes_nothing_away_from_workers_that_run(databases: Any) -> None:
    """Rights change in one transaction: in between, nobody sees that they are taken back."""
    databases.build(FOLLOWS, ["Sales"])

    databases.let_in(FOLLOWS, grants)
    reads = "SELECT FROM sales_public_events"

    def grants_after_somebody_reads(*names: str) -> Iterator[str]:
        _execute(databases, "Sales", "Billing", reads)
        yield from grants(*names)
        _execute(databases, "Sales", "Billing", reads)

    databases.let_in(FOLLOWS, grants_after_somebody_reads)
    with pytest.raises(ZeroDivisionError):
        databases.let_in(FOLLOWS, lambda *_: [str(1 // 0)])
    _execute(databases, "Sales", "Billing", reads)


def test_a_visitor_keeps_nobody_waiting_and_leaves_and_calls_nothing(databases: Any) -> None:
    """PostgreSQL allows all that to everybody who may connect, unless it is taken from them."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - costs half a second
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - likewise

    if not databases.is_superuser():
        pytest.skip("only a superuser takes PostgreSQL's own functions from everybody")
    databases.build(FOLLOWS, ["Sales"])
    databases.let_in(FOLLOWS, grants)
    _execute(databases, "Sales", "Sales", COSTS)
    databases.build(FOLLOWS, ["Sales"])  # a second start keeps it so
    for statement in (
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock_shared(1, 1)",
        "SELECT lo_create(0)",
        "SELECT lo_creat(0)",
        "SELECT lo_from_bytea(0, 'Billing was here')",
        "SELECT what_a_bag_costs()",
    ):
        _execute(databases, "Sales", "Sales", statement)
        with pytest.raises(DBAPIError, match="permission denied for function"):
            _execute(databases, "Sales", "Billing", statement)
    if not postgres.is_shared():
        for elsewhere in ("postgres", "template1"):
            address = databases.address("Sales", "Billing").set(database=elsewhere)
            with pytest.raises(DBAPIError, match="permission denied for database"):
                create_engine(address).connect()


def test_no_department_takes_all_connections_of_the_server(databases: Any) -> None:
    """Otherwise a fault in Billing would keep Sales out of its own database."""
    from sqlalchemy import QueuePool, create_engine  # noqa: PLC0415 - costs half a second
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - likewise

    from katas._roastery.databases import CONNECTIONS  # noqa: PLC0415 - needs the extra

    databases.build(FOLLOWS, ["Sales"])
    many = create_engine(
        databases.address("Billing", "Billing"), poolclass=QueuePool, pool_size=CONNECTIONS + 1
    )
    opened = [many.connect() for _ in range(CONNECTIONS)]
    with pytest.raises(OperationalError, match="too many connections for role"):
        many.connect()
    _execute(databases, "Sales", "Sales", "SELECT 1")
    for each in opened:
        each.close()
    many.dispose()


def test_whoever_follows_no_longer_loses_all_that_was_granted(databases: Any) -> None:
    """In whichever way it was granted: in advance, to each function, or passed on by another."""
    auditor = databases.name("Auditor")
    databases.build([*FOLLOWS, "Auditor"], ["Sales"])
    databases.let_in(FOLLOWS, lambda *_: [])
    billing = databases.name("Billing")
    nothing = _rights(databases, "Sales", "Billing"), _rights(databases, "Sales", "Auditor")
    for statement in (
        f"GRANT ALL ON DATABASE {databases.name('Sales')} TO {billing} WITH GRANT OPTION",
        f"ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO {billing}, PUBLIC",
        f"ALTER DEFAULT PRIVILEGES GRANT ALL ON ROUTINES TO {billing}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO {billing}",
        "CREATE SCHEMA extra",
        f"GRANT ALL ON SCHEMA extra TO {billing}",
        f"GRANT ALL ON SCHEMA public TO {billing}",
        "CREATE TABLE extra.vouchers (code text)",
        f"GRANT SELECT (code) ON extra.vouchers TO {billing} WITH GRANT OPTION",
        COSTS,
        f"GRANT ALL ON FUNCTION what_a_bag_costs TO {billing}",
    ):
        _execute(databases, "Sales", "Sales", statement)
    for statement in (
        f"GRANT CONNECT ON DATABASE {databases.name('Sales')} TO {auditor}",
        f"GRANT SELECT (code) ON extra.vouchers TO {auditor}",
        "CREATE TABLE billing_notes (note text)",  # which Sales' user may not touch
    ):
        _execute(databases, "Sales", "Billing", statement)
    assert len(_rights(databases, "Sales", "Billing")) > len(nothing[0])
    databases.let_in({"Sales": (), "Billing": ()}, grants)
    assert (
        _rights(databases, "Sales", "Billing"),
        _rights(databases, "Sales", "Auditor"),
    ) == nothing
    databases.tear_down(["Auditor"])


def test_a_server_of_ones_own_needs_no_superuser(databases: Any) -> None:
    """Its user may create databases and users, and nothing else that others may not."""
    from sqlalchemy import text  # noqa: PLC0415 - costs half a second
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - likewise

    from katas._roastery.databases import Databases, connected  # noqa: PLC0415 - needs the extra
    from katas._runner.postgres import ServerError  # noqa: PLC0415 - likewise

    builder = f"{new_prefix()}_builder"
    secret = "".join(reversed(builder))
    address = databases.server.set(username=builder, password=secret)
    theirs = Databases(address.render_as_string(hide_password=False), new_prefix())
    with connected(databases.server) as server:
        database = address.database
        server.execute(text(f"CREATE ROLE {builder} LOGIN PASSWORD '{secret}'"))
        server.execute(text(f"GRANT CONNECT ON DATABASE {database} TO {builder}"))
        try:
            with pytest.raises(ServerError, match=f"ALTER ROLE {builder} CREATEDB CREATEROLE"):
                theirs.build(FOLLOWS, ["Sales"])
            server.execute(text(f"ALTER ROLE {builder} CREATEDB CREATEROLE"))
            for _ in range(2):
                theirs.build(FOLLOWS, ["Sales"])
                theirs.let_in(FOLLOWS, grants)
            _execute(theirs, "Sales", "Billing", "SELECT FROM sales_public_events")
            with pytest.raises(DBAPIError, match="permission denied for table"):
                _execute(theirs, "Sales", "Billing", "SELECT FROM sales_events")
            theirs.let_in(FOLLOWS, lambda *_: [])
            with pytest.raises(DBAPIError, match="permission denied for database"):
                _execute(theirs, "Sales", "Billing", "SELECT 1")
        finally:
            theirs.tear_down(FOLLOWS)
            server.execute(text(f"REVOKE ALL ON DATABASE {database} FROM {builder}"))
            server.execute(text(f"DROP ROLE {builder}"))


def test_a_refused_grant_is_shown_with_what_postgresql_says(databases: Any) -> None:
    from katas._roastery.rights import RefusedGrantError  # noqa: PLC0415 - needs the extra

    databases.build(FOLLOWS, ["Sales"])
    refused = "GRANT CONNECT ON .* TO .*It says: .*relation .* does not exist"
    with pytest.raises(RefusedGrantError, match=refused):
        databases.let_in(
            FOLLOWS, lambda database, _, visitor: [f"GRANT CONNECT ON {database} TO {visitor}"]
        )


def test_no_password_is_made_of_an_empty_key() -> None:
    """Everybody could work it out."""
    from katas._roastery.databases import Databases  # noqa: PLC0415 - needs the extra

    def password(server: str) -> str | None:
        found: str | None = Databases(server, "roastery").address("Sales", "Sales").password
        return found

    assert password("postgresql://postgres@localhost/postgres") is None
    assert password("postgresql://postgres:one@localhost/postgres")
    assert password("postgresql://postgres:one@localhost/postgres") != password(
        "postgresql://postgres:two@localhost/postgres"
    )


def test_a_shop_whose_server_has_gone_closes_all_the_same() -> None:
    from katas._roastery.databases import Databases  # noqa: PLC0415 - needs the extra
    from katas._runner.commands import open_for_business  # noqa: PLC0415 - likewise

    gone = Databases("postgresql://ada@127.0.0.1:1/postgres", "roastery")
    says = open_for_business._counted(gone)  # noqa: SLF001 - the shop's last line
    assert says.startswith("Closed. Nothing can be counted")


def test_the_command_that_looks_into_a_database_holds_no_password() -> None:
    from katas._roastery.databases import Databases  # noqa: PLC0415 - needs the extra

    theirs = Databases("postgresql://ada:secret@db.test:5433/postgres", "roastery")
    assert theirs.psql("Billing") == "psql -h db.test -p 5433 -U ada roastery_billing"
    ours = Databases("postgresql://postgres:@/postgres?host=%2Ftmp%2Fpg", "roastery")
    assert ours.psql("Sales") == "psql -h /tmp/pg -U postgres roastery_sales"


def test_what_is_recorded_before_somebody_listens_is_heard_of(
    databases: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library reads first, and listens then: in between somebody says something."""
    from katas._roastery.stream import Subscription  # noqa: PLC0415 - needs the extra

    databases.build(["Sales"], ["Sales"])
    has_read, heard = Event(), list[Any]()
    pull, listen = Subscription._pull, Subscription._listen  # noqa: SLF001 - the moment is in there

    def pull_and_tell(subscription: Any) -> None:
        pull(subscription)
        has_read.set()

    with closing(Sales(databases.env("Sales"))) as sales:

        def say_and_listen(subscription: Any) -> None:
            has_read.wait()
            sales.save(said(f"/test/{uuid4()}", {"message": "Hello"}))
            listen(subscription)

        monkeypatch.setattr(Subscription, "_pull", pull_and_tell)
        monkeypatch.setattr(Subscription, "_listen", say_and_listen)
        with sales.recorder.subscribe() as subscription:
            thread = Thread(target=lambda: heard.append(next(subscription)), daemon=True)
            thread.start()
            thread.join(timeout=10)
    assert heard


def test_the_server_is_asked_to_notice_soon_that_a_machine_has_vanished(databases: Any) -> None:
    """Otherwise it would keep the lock of that machine's worker for two hours."""
    from sqlalchemy import text  # noqa: PLC0415 - costs half a second

    from katas._roastery.databases import connected, keep_alive  # noqa: PLC0415 - needs the extra

    databases.build(["Sales"], ["Sales"])
    asked = "SELECT name, source FROM pg_settings WHERE name LIKE 'tcp_keepalives_%'"
    with connected(databases.address("Sales", "Sales")) as database:
        keep_alive(database)
        sources = dict(database.execute(text(asked)).tuples().all())
    assert sources == dict.fromkeys(
        ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"), "session"
    )


@pytest.mark.parametrize("name", ["Billing", "Warehouse"])
def test_an_order_that_is_said_again_with_other_content_is_an_error(name: str) -> None:
    """The same content once more changes nothing."""
    module = import_module(f"katas.k19_open_for_business.{name.lower()}")
    more = ORDER_PLACED | {"lines": [{"coffee": "Sidamo", "bags": 3, "cents_a_bag": 890}]}
    with closing(getattr(module, name)(env={})) as application:
        for position in (1, 2):
            message = said(f"/test/{position}", ORDER_PLACED)
            application.process_event(message, Tracking("Theirs", position))
        with pytest.raises(module.ContradictionError, match="A1"):
            application.process_event(said("/test/3", more), Tracking("Theirs", 3))
        assert application.recorder.max_tracking_id("Theirs") == 2
        assert len(application.recorder.select_notifications(start=None, limit=10)) == 1


@pytest.mark.parametrize(
    ("department", "message", "needed"),
    [
        ("billing.Billing", ORDER_PLACED, ["message", "order", "customer", "lines"]),
        ("warehouse.Warehouse", ORDER_PLACED, ["message", "order", "lines"]),
        ("fulfilment.Fulfilment", {"message": "OrderPicked", "order": "A1"}, ["message", "order"]),
    ],
)
def test_whoever_misses_something_in_a_message_stops_there(
    department: str, message: dict[str, Any], needed: list[str]
) -> None:
    """Otherwise the position would move, and the order would be lost without a word."""
    module, _, name = department.partition(".")
    given = getattr(import_module(f"katas.k19_open_for_business.{module}"), name)
    without = [{n: v for n, v in message.items() if n != missing} for missing in needed]
    nulls = [message | {missing: None} for missing in needed]
    for missing, rest in zip(needed * 2, without + nulls, strict=True):
        with closing(given(env={})) as application:
            with pytest.raises(KeyError, match=missing):
                application.process_event(said("/test/1", rest), Tracking("Theirs", 1))
            assert application.recorder.max_tracking_id("Theirs") is None
            application.process_event(said("/test/1", message), Tracking("Theirs", 1))
            application.process_event(said("/test/2", {"message": "Hello"}), Tracking("Theirs", 2))
            assert application.recorder.max_tracking_id("Theirs") == 2
