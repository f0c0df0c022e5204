"""Which rows a connection to SQLite changes, and what is committed, whoever writes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from katas._runner.child import sqlite_connections
from katas._runner.child.sqlite_connections import Ended, Noted, after_transaction, last_ended
from katas._runner.child.sqlite_triggers import Change

LOTS = "CREATE TABLE lots (number INTEGER PRIMARY KEY, shelf TEXT UNIQUE, bags INTEGER)"


class Told:
    """What was reported: `+` for an insert, `-` for a deletion, `>` for an update, with a lot."""

    def __init__(self) -> None:
        self.committed: list[str] = []
        self.undone: list[str] = []
        self.files: set[str] = set()

    def changed(self, file: str, change: Change) -> Noted:
        """Note a row, and wait for the end of its transaction."""
        self.files.add(file)
        row = change.after or change.before or {}
        sign = "+" if change.before is None else "-" if change.after is None else ">"
        shown = f"{sign}{change.table} {', '.join(map(str, row.values()))}"
        return lambda ended: (self.committed if ended.is_committed else self.undone).append(shown)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    for module in (sqlite3, sqlite3.dbapi2):
        monkeypatch.setattr(module, "connect", sqlite3.connect)  # so that it is put back
    told = Told()
    sqlite_connections.install(told.changed)
    return told


@pytest.fixture
def connection(told: Told, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "store")) as connection:
        connection.execute(LOTS)
        assert not told.committed
        yield connection


def _insert(it: Any, number: int = 7, bags: int = 40) -> Any:
    return it.execute("INSERT INTO lots VALUES (?, ?, ?)", (number, f"C{number}", bags))


def test_each_row_is_told_once_it_is_committed(connection: sqlite3.Connection, told: Told) -> None:
    """An update of several rows is several rows; what stays the same is told, too."""
    for number in (7, 8):
        _insert(connection, number)
    assert not told.committed
    connection.execute("UPDATE lots SET bags = bags - 1")
    connection.execute('delete from "lots" WHERE number = 7')
    connection.commit()
    wanted = ["+lots 7, C7, 40", "+lots 8, C8, 40", ">lots 7, C7, 39", ">lots 8, C8, 39"]
    assert told.committed == [*wanted, "-lots 7, C7, 39"]


@pytest.mark.parametrize(
    "undo",
    [
        lambda it: it.rollback(),
        lambda it: it.execute("ROLLBACK"),
        lambda it: it.close(),
    ],
    ids=["rollback", "as a statement", "close"],
)
def test_what_is_undone_is_told_as_such(
    connection: sqlite3.Connection, told: Told, undo: Callable[[Any], Any]
) -> None:
    _insert(connection)
    undo(connection)
    assert (told.committed, told.undone) == ([], ["+lots 7, C7, 40"])


def test_a_trigger_that_was_undone_is_made_again(
    connection: sqlite3.Connection, told: Told
) -> None:
    connection.execute("BEGIN")
    for end in (connection.rollback, connection.commit):
        _insert(connection)
        end()
    assert (told.committed, told.undone) == (["+lots 7, C7, 40"], ["+lots 7, C7, 40"])


def test_a_with_block_commits_or_undoes(connection: sqlite3.Connection, told: Told) -> None:
    with connection:
        _insert(connection)
    with suppress(ZeroDivisionError), connection:
        _insert(connection, 8)
        raise ZeroDivisionError
    assert (told.committed, told.undone) == (["+lots 7, C7, 40"], ["+lots 8, C8, 40"])


def test_a_statement_that_fails_has_changed_nothing(
    connection: sqlite3.Connection, told: Told
) -> None:
    """Neither its first rows, nor what was written before it, are lost or told twice."""
    _insert(connection)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO lots VALUES (8, 'C8', 1), (9, 'C7', 1)")
    connection.commit()
    assert (told.committed, told.undone) == (["+lots 7, C7, 40"], ["+lots 8, C8, 1"])


def test_one_can_go_back_to_a_savepoint(connection: sqlite3.Connection, told: Told) -> None:
    _insert(connection)
    connection.execute("SAVEPOINT before")
    _insert(connection, 8)
    connection.execute("ROLLBACK TO SAVEPOINT before")
    _insert(connection, 9)
    connection.commit()
    assert told.committed == ["+lots 7, C7, 40", "+lots 9, C9, 40"]
    assert told.undone == ["+lots 8, C8, 40"]


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        (
            "INSERT INTO lots VALUES (7, 'A1', 1) ON CONFLICT DO UPDATE SET bags = 2",
            ">lots 7, C7, 2",
        ),
        ("INSERT OR REPLACE INTO main.lots VALUES (7, 'A1', 1)", "+lots 7, A1, 1"),
        ("WITH old AS (SELECT 1) UPDATE lots SET bags = 3", ">lots 7, C7, 3"),
        ("INSERT INTO lots VALUES (8, 'A2', 1) RETURNING bags", "+lots 8, A2, 1"),
    ],
    ids=["upsert", "replace", "with", "returning"],
)
def test_other_ways_to_write_are_seen(
    connection: sqlite3.Connection, told: Told, sql: str, row: str
) -> None:
    _insert(connection)
    connection.execute(sql).fetchall()
    connection.commit()
    assert told.committed[1:] == [row]


def test_many_rows_and_scripts_are_seen(connection: sqlite3.Connection, told: Told) -> None:
    connection.executemany("INSERT INTO lots VALUES (?, ?, 1)", [(1, "A"), (2, "B")])
    connection.executescript("UPDATE lots SET bags = 5 WHERE number = 1; DELETE FROM lots;")
    assert told.committed[2:] == [">lots 1, A, 5", "-lots 1, A, 5", "-lots 2, B, 1"]


def test_a_table_may_come_anew_and_lack_a_key(connection: sqlite3.Connection, told: Told) -> None:
    _insert(connection)
    connection.execute("DROP TABLE lots")
    connection.execute("CREATE TABLE lots (shelf TEXT)")
    connection.execute("INSERT INTO lots VALUES ('B2')")
    connection.commit()
    assert told.committed == ["+lots 7, C7, 40", "+lots 1, B2"]


def test_a_table_may_be_changed_by_somebody_else(
    connection: sqlite3.Connection, told: Told, tmp_path: Path
) -> None:
    """The trigger does not fit any more. The statement that it is for runs all the same."""
    _insert(connection)
    connection.commit()
    with closing(sqlite3.connect(tmp_path / "store")) as other:
        other.executescript("DROP TABLE lots; CREATE TABLE lots (number INTEGER PRIMARY KEY, a, b)")
    for number in (8, 9):
        _insert(connection, number)
        connection.commit()
    assert told.committed == ["+lots 7, C7, 40", "+lots 9, C9, 40"]
    assert connection.execute("SELECT count(*) FROM lots").fetchone() == (2,)


def test_connections_without_transactions_are_seen(told: Told, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store", isolation_level=None)) as connection:
        connection.execute(LOTS)
        _insert(connection)
        assert told.committed == ["+lots 7, C7, 40"]


def test_sqlalchemy_s_connections_are_seen(told: Told, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/store", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(LOTS))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO lots VALUES (7, 'C7', 40)"))
    assert told.committed == ["+lots 7, C7, 40"]
    assert told.files == {str(tmp_path / "store")}


def test_what_code_sees_does_not_change(connection: sqlite3.Connection, tmp_path: Path) -> None:
    """Counts, keys, the names of classes, and what is in the database are as without us."""
    assert _insert(connection).lastrowid == 7
    assert connection.execute("UPDATE lots SET bags = 1").rowcount == 1
    assert connection.total_changes == 2
    connection.commit()
    assert type(connection).__name__ == "Connection"
    assert isinstance(connection.cursor(), sqlite3.Cursor)
    with closing(sqlite3.connect(tmp_path / "store")) as other:
        assert (
            other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall() == []
        )


def test_odd_settings_of_a_connection_do_no_harm(told: Told, tmp_path: Path) -> None:
    """A class of one's own with its own cursors, and rows and texts of another kind."""

    class Cursor(sqlite3.Cursor):
        """Says what it was asked."""

        asked: str = ""

        def execute(self, sql: str, *args: Any) -> "Cursor":
            self.asked = sql
            return super().execute(sql, *args)

    class Connection(sqlite3.Connection):
        """Makes such cursors."""

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

    with closing(sqlite3.connect(tmp_path / "store", factory=Connection)) as connection:
        connection.row_factory = lambda *_: 1 / 0
        connection.text_factory = bytes
        connection.execute(LOTS)
        assert _insert(connection).asked.startswith("INSERT")
        with pytest.raises(TypeError):
            connection.execute(7)  # type: ignore[arg-type]
        connection.commit()
    assert told.committed == ["+lots 7, C7, 40"]


def test_a_listener_that_raises_does_no_harm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for module in (sqlite3, sqlite3.dbapi2):
        monkeypatch.setattr(module, "connect", sqlite3.connect)
    sqlite_connections.install(lambda *_: 1 / 0)  # type: ignore[arg-type]
    with closing(sqlite3.connect(tmp_path / "store")) as connection, connection:
        connection.execute(LOTS)
        _insert(connection)


def test_the_library_s_events_are_no_rows(connection: sqlite3.Connection, told: Told) -> None:
    connection.execute(
        "CREATE TABLE e (id INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,"
        " topic TEXT, state BLOB)"
    )
    connection.execute("INSERT INTO e VALUES (1, 'a', 1, 't', x'00')")
    connection.commit()
    assert told.committed == []


def test_one_can_wait_for_the_end_of_a_transaction(connection: sqlite3.Connection) -> None:
    ends: list[Ended] = []
    after_transaction(ends.append, last_ended())
    assert [each.is_committed for each in ends] == [True]  # there is none
    for end in (connection.rollback, connection.commit):
        _insert(connection)
        after_transaction(ends.append, last_ended())
        end()
    assert [each.is_committed for each in ends] == [True, False, True]


def test_all_that_was_stored_together_is_told_with_the_same_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also to whoever asks when the transaction has ended already."""
    ends: list[Ended] = []
    for module in (sqlite3, sqlite3.dbapi2):
        monkeypatch.setattr(module, "connect", sqlite3.connect)
    sqlite_connections.install(lambda *_: ends.append)
    with closing(sqlite3.connect(tmp_path / "store")) as connection:
        connection.execute(LOTS)
        before = last_ended()
        for number in (7, 8):
            _insert(connection, number)
        connection.commit()
        after_transaction(ends.append, before)
        assert len({id(each) for each in ends}) == 1
        after_transaction(ends.append, last_ended())
        _insert(connection, 9)
        connection.commit()
    assert [len(set(map(id, ends[:at]))) for at in (3, 4, 5)] == [1, 2, 3]
