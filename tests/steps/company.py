"""Steps about teams that share a company and nothing else.

The kata's test module provides the fixture `teams`, which says which modules each team owns.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import PersistenceError
from eventsourcing.utils import get_topic
from pytest_bdd import parsers, then

from katas.given.sales.money import Money
from tests.stores import Store, close
from tests.support.attempts import Attempt, told
from tests.support.crossings import EVERYONE, KINDS, Crossings
from tests.support.teams import Teams, first

if TYPE_CHECKING:
    from sqlalchemy import Engine

Table = tuple[str, str]
"""A table's store, named by its owner, and the table's name."""


_DATA = (dict, list, set, tuple, int, str, type(None))

_LAST_YEAR = datetime(2025, 3, 2, 9, tzinfo=UTC)


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
        self._in_memory: dict[str, set[str]] = {}  # what each team's applications have kept there

    def number(self, customer: str) -> int:
        """Return the number of a customer's order, by which all teams know it."""
        return self._numbers.setdefault(customer, len(self._numbers) + 1)

    def tell(self, team: str, command: str, *args: Any) -> None:
        """Tell a team to do something, and notice where it writes."""
        with self.at_work(team) as application:
            getattr(application, command)(*args)
        before, after = self._rows, self._contents()
        self.written = {table for table in before | after if before.get(table) != after.get(table)}
        self.owned.setdefault(team, set()).update(self.written)
        self._rows = after

    def attempt(
        self,
        team: str,
        command: str,
        *args: Any,
        error: type[Exception],
        also: tuple[type[Exception], ...] = (),
    ) -> Attempt:
        """Ask a team for what it is to refuse with `error`; keep other refusals `also`."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - costs half a second

        answer = None
        try:
            self.tell(team, command, *args)
        except (error, *also) as refusal:
            answer = refusal
        except (AggregateNotFoundError, SQLAlchemyError) as leaked:
            raise AssertionError(
                f"{first(team)} should say in its own words that it knows no such thing, but "
                f"a library's {type(leaked).__name__} comes out of `{command}`."
            ) from leaked
        return Attempt(team, told(command, args), error, answer)

    def ask(self, team: str, question: str, *args: Any) -> Any:
        """Ask a team something."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - costs half a second

        try:
            with self.at_work(team) as application:
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

    def facts(self, team: str) -> list[Any]:
        """Return the events that a team has recorded, the first ten, in their order."""
        with self.at_work(team) as application:
            notifications = application.notification_log.select(1, 10)
            return [application.mapper.to_domain_event(each) for each in notifications]

    def bring(
        self,
        team: str,
        aggregate: type[Aggregate],
        event_class: type[Any],
        originator_id: UUID,
        carried: dict[str, Any],
    ) -> None:
        """Put an event into a team's store, as it was recorded long ago, and read it back."""
        with self.at_work(team) as application:
            assert isinstance(application, Application), f"{first(team)} is no Application yet."
            version = len(application.recorder.select_events(originator_id)) + 1
            origin = {"originator_id": originator_id, "originator_version": version}
            if version == 1:
                origin["originator_topic"] = get_topic(aggregate)
            event = event_class(**origin, **carried, timestamp=_LAST_YEAR)
            application.recorder.insert_events([application.mapper.to_stored_event(event)])
            application.repository.get(originator_id)
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
    def at_work(self, team: str) -> Iterator[Any]:
        """Open a team's application, and close it again."""
        application = self._teams.open(team, self._env)
        at_first = _attributes(application)
        try:
            with self.crossings.of(team) if self.crossings else nullcontext():
                yield application
        finally:
            changed = {key for key, _ in _attributes(application) ^ at_first}
            self._in_memory.setdefault(team, set()).update(changed)
            if isinstance(application, Application):
                close(application)

    def forgotten(self) -> str:
        """Return which team has kept something in memory, and what comes of that."""
        for team, names in self._in_memory.items():
            if names:
                return (
                    f"{first(team)} keeps `{min(names)}` in memory. It is opened anew for whatever "
                    "it is told or asked, and then knows only what is in its store."
                )
        return ""

    def _contents(self) -> dict[Table, list[str]]:
        from sqlalchemy import inspect, text  # noqa: PLC0415 - costs half a second

        contents: dict[Table, list[str]] = {}
        for store, engine in self._engines.items():
            with engine.connect() as connection:
                for table in inspect(connection).get_table_names():
                    rows = connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
                    contents[store, table] = sorted(str(row) for row in rows)
        return {table: rows for table, rows in contents.items() if rows}


def _attributes(application: Any) -> set[tuple[str, str]]:
    """Return the names of an application's attributes, with the values of those that hold data."""
    return {
        (name, repr(value) if isinstance(value, _DATA) else "")
        for name, value in vars(application).items()
    }


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_step_error(step_func_args: dict[str, Any], exception: Exception) -> None:
    """Say with an error what an application has forgotten, if it has."""
    for company in step_func_args.values():
        if isinstance(company, Company) and (forgotten := company.forgotten()):
            exception.add_note(forgotten)


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
