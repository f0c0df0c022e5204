"""Steps about teams that share a company and nothing else.

The kata's test module provides the fixture `teams`, which says which modules each team owns.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import OperationalError, PersistenceError
from pytest_bdd import parsers, then, when

from katas.given.sales.money import Money
from tests.stores import Store, close
from tests.support.crossings import EVERYONE, KINDS, Crossings
from tests.support.teams import Teams, first

if TYPE_CHECKING:
    from sqlalchemy import Engine

Table = tuple[str, str]
"""A table's store, named by its owner, and the table's name."""


Question = tuple[str, str, tuple[Any, ...]]
"""The team to ask, the method, and its arguments."""


class Company:
    """The three teams, and the content of their stores.

    A team's application is opened again for each command and question.
    """

    def __init__(self, teams: Teams, env: Store, engines: dict[str, "Engine"]) -> None:
        self.written: set[Table] = set()
        """The tables that the last command has changed."""
        self.owned: dict[str, set[Table]] = {}
        """The tables that each team has written to so far."""
        self.crossings: Crossings | None = None
        """The counts of what the teams use, if it is counted now."""
        self._teams = teams
        self._env = env
        self._engines = engines
        self._numbers: dict[str, int] = {}
        self._rows: dict[Table, list[str]] = {}  # as the last command has left them

    def number(self, customer: str) -> int:
        """Return the number of a customer's order, by which all teams know it."""
        return self._numbers.setdefault(customer, len(self._numbers) + 1)

    def tell(self, team: str, command: str, *args: Any) -> None:
        """Let a team carry out a command, and note which tables it changes."""
        with self._at_work(team) as application:
            getattr(application, command)(*args)
        before, after = self._rows, self._contents()
        self.written = {table for table in before | after if before.get(table) != after.get(table)}
        self.owned.setdefault(team, set()).update(self.written)
        self._rows = after

    def attempt(
        self, team: str, command: str, *args: Any, refusal: type[Exception] | tuple[Any, ...]
    ) -> Exception | None:
        """Ask a team for something that it should refuse, and return its refusal."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - costs half a second

        try:
            self.tell(team, command, *args)
        except refusal as error:
            return error
        except (AggregateNotFoundError, SQLAlchemyError) as error:
            raise AssertionError(
                f"{first(team)} should say with an error of its own that it knows no such thing, "
                f"but `{command}` raises a library's {type(error).__name__}."
            ) from error
        return None

    def ask(self, team: str, question: str, *args: Any) -> Any:
        """Ask a team something."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - costs half a second

        try:
            with self._at_work(team) as application:
                return getattr(application, question)(*args)
        except AggregateNotFoundError as error:
            raise AssertionError(
                f"{first(team)} should know what it was told, whatever happens to the others, "
                "but finds nothing of it."
            ) from error
        except (PersistenceError, SQLAlchemyError) as error:
            reason, *_ = str(error).splitlines()
            raise AssertionError(
                f"{first(team)} should answer, whatever happens to the others, but: {reason}."
            ) from error

    def ask_in_vain(self, team: str, question: str, *args: Any) -> Exception | None:
        """Ask a team while its store cannot be read, and return the error that it raises."""
        with self._at_work(team) as application, pytest.MonkeyPatch.context() as patch:
            assert isinstance(application, Application), f"{first(team)} is not an Application yet."
            patch.setattr(application.events.recorder, "select_events", _unreadable)
            try:
                getattr(application, question)(*args)
            except Exception as error:  # noqa: BLE001 - the step checks it
                return error
        return None

    def facts(self, team: str) -> list[Any]:
        """Return the first ten events that a team has recorded, in their order."""
        with self._at_work(team) as application:
            notifications = application.notification_log.select(1, 10)
            return [application.mapper.to_domain_event(each) for each in notifications]

    def bring(self, team: str, event: Any) -> None:
        """Put an event into a team's store, as if it was recorded long ago."""
        with self._at_work(team) as application:
            assert isinstance(application, Application), f"{first(team)} is not an Application yet."
            application.recorder.insert_events([application.mapper.to_stored_event(event)])
        self._rows = self._contents()

    def change_tables(self, team: str, statement: str) -> None:
        """Run a statement on each table that a team has written to."""
        from sqlalchemy import text  # noqa: PLC0415 - costs half a second

        assert self.owned[team], f"{first(team)} should have events in its store, but has none."
        for store, table in self.owned[team]:
            with self._engines[store].begin() as connection:
                connection.execute(text(statement.format(table=table)))
        self._rows = self._contents()

    @contextmanager
    def counted(self) -> Iterator[Crossings]:
        """Count what crosses the teams' boundaries inside a `with` block."""
        stores = {
            engine.url.render_as_string(hide_password=False): self._teams.keeper
            if name == EVERYONE
            else name
            for name, engine in self._engines.items()
        }
        self.crossings = Crossings(self._teams, stores)
        try:
            yield self.crossings
        finally:
            self.crossings = None

    @contextmanager
    def _at_work(self, team: str) -> Iterator[Any]:
        application = self._teams.open(team, self._env)
        try:
            with self.crossings.of(team) if self.crossings else nullcontext():
                yield application
        finally:
            if isinstance(application, Application):
                close(application)

    def _contents(self) -> dict[Table, list[str]]:
        from sqlalchemy import inspect, text  # noqa: PLC0415 - costs half a second

        contents: dict[Table, list[str]] = {}
        for store, engine in self._engines.items():
            with engine.connect() as connection:
                for table in inspect(connection).get_table_names():
                    rows = connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
                    contents[store, table] = sorted(str(row) for row in rows)
        return {table: rows for table, rows in contents.items() if rows}


@pytest.fixture
def found(new_store: Callable[[], Store]) -> Iterator[Callable[[Teams], Company]]:
    """A function that founds companies: each team has a store, and all of them share one."""
    from sqlalchemy import Engine, create_engine  # noqa: PLC0415 - costs half a second

    opened: list[Engine] = []

    def found(teams: Teams) -> Company:
        stores = {team: new_store() for team in [*teams.applications, EVERYONE]}
        engines = {name: create_engine(env["SQLALCHEMY_URL"]) for name, env in stores.items()}
        opened.extend(engines.values())
        own = {
            f"{name.upper()}_SQLALCHEMY_URL": stores[team]["SQLALCHEMY_URL"]
            for team, name in teams.applications.items()
        }
        return Company(teams, stores[EVERYONE] | own, engines)

    yield found
    for engine in opened:
        engine.dispose()


@pytest.fixture
def company(teams: Teams, found: Callable[[Teams], Company]) -> Company:
    """A company of the teams of this kata."""
    return found(teams)


@pytest.fixture
def as_it_was(teams: Teams, found: Callable[[Teams], Company], tmp_path: Path) -> Iterator[Company]:
    """A company with the program that the kata starts from."""
    folder = tmp_path / "start"
    folder.mkdir()
    with teams.at_the_start(folder) as at_the_start:
        yield found(at_the_start)


def cents(amount: Money) -> int:
    """Return an amount as a number of cents, which teams use among each other."""
    return int(amount.amount * 100)


def _unreadable(*_: Any, **__: Any) -> Any:
    raise OperationalError("the disk cannot be read")


@when("each team is asked while its disk cannot be read", target_fixture="errors")
def each_team_is_asked_in_vain(
    company: Company, questions: list[Question]
) -> list[tuple[Question, Exception | None]]:
    return [
        ((team, name, args), company.ask_in_vain(team, name, *args))
        for team, name, args in questions
    ]


@then("none of them says that it knows no such thing")
def none_says_that_it_knows_no_such_thing(
    errors: list[tuple[Question, Exception | None]],
) -> None:
    for (team, question, _), error in errors:
        assert isinstance(error, OperationalError), (
            f"The disk cannot be read, but `{question}` of {team} says “{error}”. An `except` "
            "hides the cause there: catch only `AggregateNotFoundError`."
        )


@then(parsers.parse("only the store of {team} has changed"))
def only_one_store_has_been_written_to(company: Company, team: str) -> None:
    stores = {store for store, _ in company.written}
    for other in sorted(stores - {team}):
        tables = " and ".join(table for store, table in company.written if store == other)
        raise AssertionError(
            f"{first(team)} should write only in its own store, but the table {tables} "
            f"has changed, and that is in the store of {other}."
        )
    assert stores, f"{first(team)} should have written in its own store, but nothing new is there."


@then("no team calls, reads or writes what is not its own")
def no_team_touches_what_is_not_its_own(crossings: Crossings) -> None:
    for (team, owner), counts in crossings.across().items():
        touched = ", ".join(f"{kind} {counts[kind]}" for kind in KINDS if counts[kind])
        raise AssertionError(
            f"{first(team)} should need nothing that is not its own, but for one order it needs "
            f"what belongs to {owner} ({touched}). All of it is drawn below."
        )
