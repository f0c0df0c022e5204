"""Steps about teams that share a company and nothing else.

The kata's test module provides the fixture `teams`: whose modules are whose.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import PersistenceError
from pytest_bdd import parsers, then

from katas.given.sales.money import Money
from tests.stores import Store, close
from tests.support.teams import Teams, first

if TYPE_CHECKING:
    from sqlalchemy import Engine

Table = tuple[str, str]
"""A table, and whose store it is in."""


class Company:
    """The three teams, and what stands in their stores.

    Whoever is told or asked something has come to work a moment ago: nobody keeps an application.
    """

    def __init__(self, teams: Teams, env: Store, engines: dict[str, "Engine"]) -> None:
        self.written: set[Table] = set()
        """The tables that the last command has changed."""
        self.owned: dict[str, set[Table]] = {}
        """The tables that each team has written to up to now."""
        self._teams = teams
        self._env = env
        self._engines = engines
        self._numbers: dict[str, int] = {}
        self._rows: dict[Table, list[str]] = {}  # as the last command has left them

    def number(self, customer: str) -> int:
        """Give the number of a customer's order. Everyone calls the order by it."""
        return self._numbers.setdefault(customer, len(self._numbers) + 1)

    def tell(self, team: str, command: str, *args: Any) -> None:
        """Tell a team to do something, and notice where it writes."""
        with self._at_work(team) as application:
            getattr(application, command)(*args)
        before, after = self._rows, self._contents()
        self.written = {table for table in before | after if before.get(table) != after.get(table)}
        self.owned.setdefault(team, set()).update(self.written)
        self._rows = after

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

    def facts(self, team: str) -> list[Any]:
        """Give the facts that a team has recorded, the first ten, in their order."""
        with self._at_work(team) as application:
            notifications = application.notification_log.select(1, 10)
            return [application.mapper.to_domain_event(each) for each in notifications]

    def change_tables(self, team: str, statement: str) -> None:
        """Run a statement on each table that a team has written to."""
        from sqlalchemy import text  # noqa: PLC0415 - costs half a second

        assert self.owned[team], f"{first(team)} should have facts in its store, but has none."
        for store, table in self.owned[team]:
            with self._engines[store].begin() as connection:
                connection.execute(text(statement.format(table=table)))
        self._rows = self._contents()

    @contextmanager
    def _at_work(self, team: str) -> Iterator[Any]:
        application = self._teams.open(team, self._env)
        try:
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
def company(teams: Teams, store: Store, new_store: Callable[[], Store]) -> Iterator[Company]:
    """A company whose teams have a store each, beside the one for everyone."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - costs half a second

    urls = {team: new_store()["SQLALCHEMY_URL"] for team in teams.applications}
    own = {
        f"{name.upper()}_SQLALCHEMY_URL": urls[team] for team, name in teams.applications.items()
    }
    urls["everyone"] = store["SQLALCHEMY_URL"]
    engines = {name: create_engine(url) for name, url in urls.items()}
    yield Company(teams, store | own, engines)
    for engine in engines.values():
        engine.dispose()


def cents(amount: Money) -> int:
    """Give an amount as the number of cents in which teams tell it."""
    return int(amount.amount * 100)


@then(parsers.parse("only the store of {team} has been written to"))
def only_one_store_has_been_written_to(company: Company, team: str) -> None:
    stores = {store for store, _ in company.written}
    for other in sorted(stores - {team}):
        tables = " and ".join(table for store, table in company.written if store == other)
        raise AssertionError(
            f"{first(team)} should write in its own store only, but the table {tables} "
            f"has changed, and that is in the store of {other}."
        )
    assert stores, f"{first(team)} should have written in its own store, but nothing new is there."
