"""The library's errors in plain words, without its internals."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from katas._runner.catalogue import find
from katas._runner.child.diagnosis import Diagnosis
from katas._runner.paths import SOLUTIONS, TESTS
from katas._runner.result import Error
from katas._runner.run.run import run_kata
from tests.stores import close
from tests.support.pool import Runner, runner
from tests.support.repository import Wrong


class _Base(DeclarativeBase):
    """Tables of people who make mistakes with them."""


class _Lot(_Base):
    __tablename__ = "lots"

    name: Mapped[str] = mapped_column(primary_key=True)
    bags: Mapped[int] = mapped_column(default=0)


_SLOW_FLUSH = (
    "(raised as a result of Query-invoked autoflush; consider using a session.no_autoflush block)\n"
)


@pytest.mark.parametrize(("error", "says"), [
    (AggregateNotFoundError("Aggregate UUID('1') version None not found"), "Was it saved?"),
    (IntegrityError(), "this position is stored already"),
    (IntegrityError("UNIQUE constraint failed: e.originator_version"), "a new one was created"),
    (IntegrityError('violates unique constraint "e_aggregate_idx"'), "this version of it"),
    (IntegrityError(f"{_SLOW_FLUSH}NOT NULL constraint failed: picks.shelf\n[SQL: INSERT"),
     "a row has no value for shelf: set it where the row is created"),
    (IntegrityError('null value in column "shelf" of relation "picks"'), "no value for shelf"),
    (OperationalError("no such table: sales_events\n[SQL: SELECT x]"),
     "has no table sales_events"),
    (OperationalError("(builtins.AttributeError) 'int' object has no attribute 'replace'"),
     "asks for an id (a UUID), but gets int"),
    (OperationalError('relation "sales_events" does not exist\nLINE 2: FROM sales_events'),
     "may not use (USAGE) the schema"),
    (OperationalError('relation "a_tracking" does not exist\nLINE 1: SELECT notification_id'),
     "may not use (USAGE) the schema"),
    (OperationalError('permission denied for database "kata_sales"'), "connect (CONNECT)"),
    (OperationalError("permission denied for table sales_events"), "Reading needs SELECT"),
    (OperationalError("permission denied for schema public"), "use (USAGE) the schema public"),
    (IntegrityError('duplicate key value violates unique constraint "lots_pkey"\n'
                    "DETAIL:  Key (number)=(7) already exists."), "this value already: number"),
    (IntegrityError("UNIQUE constraint failed: lots.number"), "this value already: lots.number"),
    (IntegrityError("UNIQUE constraint failed: a_tracking.application_name, "
                    "a_tracking.notification_id"), "this position is stored already"),
    (IntegrityError("Failed to record tracking for Sales_Public 4"),
     "this position is stored already"),
    (OperationalError("database is locked"), "Which one stays open?"),
    (OperationalError("no such column: bags"), "the table has no column bags"),
    (OperationalError("No row was found when one was required"), "has no such row"),
    (OperationalError("Multiple rows were found when exactly one was required"), "several such"),
    (OperationalError("Error binding parameter 2: type 'Money' is not supported"), "write `Money`"),
], ids=["gone", "position", "version", "index", "null", "null there", "table", "id", "usage",
        "usage there",
        "connect", "select", "schema", "row", "row there", "tracking", "tracking there", "locked",
        "column", "no row", "rows", "value"]
)  # fmt: skip
def test_an_error_of_the_store_is_put_into_words(
    error: Exception, says: str, tmp_path: Path
) -> None:
    """Without the SQL statement, and with advice."""
    message = Diagnosis(tmp_path).explain(error).message
    assert says in message
    assert "[SQL" not in message
    assert "autoflush" not in message


def _read_outside(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        row = _Lot(name="A12")
        session.add(row)
    assert row.bags


def _add_twice(engine: Engine) -> None:
    with Session(engine) as session, Session(engine) as another:
        row = _Lot(name="A12")
        session.add(row)
        another.add(row)


def _delete_new(engine: Engine) -> None:
    with Session(engine) as session:
        session.delete(_Lot(name="A12"))


def _commit_within(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.commit()
        session.get(_Lot, "A12")


def _begin_twice(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.begin()


def _add_a_name(engine: Engine) -> None:
    with Session(engine) as session:
        session.add("A12")


@pytest.mark.parametrize(("mistake", "says"), [
    (_read_outside, "this _Lot belongs to a session that is closed"),
    (_add_twice, "this _Lot belongs to another session"),
    (_delete_new, "this _Lot is in no table"),
    (_commit_within, "this transaction is over"),
    (_begin_twice, "has begun a transaction already"),
    (_add_a_name, "takes rows, which are made of a class with a table, but gets a str"),
])  # fmt: skip
def test_a_mistake_with_a_session_is_put_into_words(
    mistake: Callable[[Engine], None], says: str, tmp_path: Path
) -> None:
    """Without addresses, and without where SQLAlchemy explains it on the web."""
    engine = create_engine("sqlite://")
    _Base.metadata.create_all(engine)
    with pytest.raises(SQLAlchemyError) as raised:
        mistake(engine)
    engine.dispose()
    message = Diagnosis(tmp_path).explain(raised.value).message
    assert says in message
    assert "0x" not in message
    assert "Background" not in message


@pytest.mark.parametrize("module", ["eventsourcing.popo", "eventsourcing_sqlalchemy"])
def test_what_is_no_id_is_called_so(module: str, tmp_path: Path) -> None:
    """A text, None, a number or the object itself, whatever the store makes of it."""
    env = {"PERSISTENCE_MODULE": module, "SQLALCHEMY_URL": f"sqlite:///{tmp_path}/sales.sqlite"}
    sales = Application[Any](env=env)
    for asked in ("order-1", None, 7, Aggregate()):
        with pytest.raises((AggregateNotFoundError, PersistenceError)) as raised:
            sales.repository.get(asked)
        message = Diagnosis(tmp_path).explain(raised.value).message
        assert "asks for an id (a UUID), but gets" in message
    close(sales)


def test_an_application_opened_anew_has_forgotten(tmp_path: Path) -> None:
    """An attribute that an earlier command has set does not exist any more."""
    slug = "k03_tomorrows_clerk"
    path = shutil.copytree(SOLUTIONS / slug, tmp_path / slug) / "sales.py"
    source = path.read_text("utf-8")
    path.write_text(
        source.replace("        self.save(", "        self._orders\n        self.save(")
    )
    result = run_kata(find(slug), tmp_path, time_limit=60)
    assert result.first_failing
    assert result.first_failing.error
    assert result.first_failing.error.message == (
        "Sales has no `_orders`: it was opened again, and has lost what is not in its store"
    )


_EARLIER = ("price_decided_in_the_event", "noted_in_the_projection", "notes_and_goes_on")
"""Wrong solutions that fail another scenario before, which is the one that says it."""


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    with runner() as run:
        yield run


def _told(wrong: Wrong, run: Runner, folder: Path) -> Error:
    """Return what the scenario says that rejects a wrong solution."""
    only = [] if wrong.name in _EARLIER else [wrong.fails]
    failing = run(find(wrong.slug), wrong.build(folder), 60, only).first_failing
    assert failing
    assert failing.error
    return failing.error


@pytest.mark.slow
@pytest.mark.parametrize(("name", "says", "file"), [
    ("shelf_in_memory", "The Warehouse keeps `_shelf` in memory. It is opened anew", "warehouse"),
    ("nameless_lot", "Created is the library's own name", "lot"),
    ("imports_left_over", "pricing.py is imported by Sales (line ", "sales"),
    ("empty_lots", "should refuse `receive('D4', 'Huila', 0)` with EmptyLotError", "warehouse"),
    ("price_decided_in_the_event", "Decide before an event is recorded", "offer"),
    ("all_is_kept", "`lot` is kept, but the Warehouse asks for it nowhere", "lot"),
    ("rounded_cents", "A fraction of a cent is dropped", None),
])  # fmt: skip
def test_a_department_hears_what_it_has_done(
    name: str, says: str, file: str | None, run: Runner, tmp_path: Path
) -> None:
    """Each mistake in its own words, and with the file that has to change."""
    slug = "k06_their_own_words"
    error = _told(Wrong(slug, TESTS / "wrong" / slug / f"{name}.diff"), run, tmp_path)
    assert says in error.message
    assert file is None or (error.file or "").endswith(f"{file}.py")


@pytest.mark.slow
@pytest.mark.parametrize(("kata", "name", "says"), [
    ("k08_their_own_picture", "group_by_forgotten", "A sum without `group_by` gives one row"),
    ("k08_their_own_picture", "added_up_by_order", "added up, coffee by coffee"),
    ("k08_their_own_picture", "nothing_added_up", "added up, coffee by coffee"),
    ("k10_questions_nobody_asked", "not_committed", "`self.transaction(commit=True)`"),
    ("k11_saved_and_said", "begin_forgotten", "`move` writes to the store in a transaction that"),
    ("k11_saved_and_said", "saved_after_the_transaction", "in a transaction that is not committed"),
    ("k11_saved_and_said", "session_not_handed_over", "It was saved in a transaction of its own."),
    ("k11_saved_and_said", "session_for_a_lot", "pass it by its name, `session=…`"),
    ("k11_saved_and_said", "env_forgotten", "`Application` is not told of the store"),
    ("k11_saved_and_said", "column_for_the_import", "and has no column has_events"),
    ("k11_saved_and_said", "import_hides_errors", "`import_lots` should let the store's error out"),
    ("k15_not_on_my_screen_yet", "counts_positions", "That is the difference of two positions."),
    ("k15_not_on_my_screen_yet", "behind_ones_own", "That is the difference of two positions."),
    ("k15_not_on_my_screen_yet", "counts_the_shown_event_too", "`inclusive_of_start=False`"),
    ("k15_not_on_my_screen_yet", "error_noted", "but it is a KeyError"),
    ("k15_not_on_my_screen_yet", "noted_in_the_projection", "view's `stopped_at` is None"),
    ("k15_not_on_my_screen_yet", "notes_and_goes_on", "Is the error raised again"),
    ("k15_not_on_my_screen_yet", "read_before_the_wait", "and not before the wait?"),
    ("k15_not_on_my_screen_yet", "ignores_without_position", "position, 6, is not stored."),
    ("k15_not_on_my_screen_yet", "version_for_position", "Is that the version of one case?"),
    ("k15_not_on_my_screen_yet", "asks_for_topics", "`topics` asks for some events only."),
    ("k15_not_on_my_screen_yet", "sleeps_and_waits", "`cases` sleeps 0.2 seconds."),
    ("k15_not_on_my_screen_yet", "store_failure_hidden", "Does `process_event` hide an error"),
    ("k15_not_on_my_screen_yet", "blames_the_error", "but it is given a KeyError"),
    ("k15_not_on_my_screen_yet", "position_on_the_projection", "no attribute 'insert_tracking'"),
    ("k20_forget_me", "deletion_not_committed", "`delete` writes to the store in a transaction"),
    ("k20_forget_me", "key_still_there", "`throw_away` writes to the store in a transaction"),
])  # fmt: skip
def test_a_message_leads_to_the_cause(
    kata: str, name: str, says: str, run: Runner, tmp_path: Path
) -> None:
    """Of a mistake that is far from where it is noticed."""
    wrong = Wrong(kata, TESTS / "wrong" / kata / f"{name}.diff")
    assert says in _told(wrong, run, tmp_path).message
