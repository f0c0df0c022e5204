"""Steps about teams that share a company and nothing else.

The kata's test module provides the fixture `teams`: whose modules are whose.
"""

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import PersistenceError
from eventsourcing.utils import clear_topic_cache
from pytest_bdd import given, parsers, then, when

from katas.given.sales.money import Money
from tests.stores import Store, close

if TYPE_CHECKING:
    from sqlalchemy import Engine

Table = tuple[str, str]
"""A table, and whose store it is in."""


@dataclass(frozen=True)
class Teams:
    """The teams in a kata's package: each has an application, and modules of its own.

    `applications` names the class by team. The class stands in the first of the team's `modules`.
    Nobody owns the modules that are `shared`.
    """

    package: str
    applications: dict[str, str]
    modules: dict[str, list[str]]
    shared: list[str]

    def open(self, team: str, env: Store) -> Any:
        """Let a team come to work."""
        module = import_module(f"{self.package}.{self.modules[team][0]}")
        return getattr(module, self.applications[team])(env)

    def owner(self, module: str) -> str | None:
        """Tell whose module it is, if it is anyone's."""
        if module.startswith("katas.given.sales"):
            return "Sales"
        return next((team for team, modules in self.modules.items() if module in modules), None)

    def path(self, module: str) -> Path:
        """Tell the file of a module."""
        package = sys.modules[self.package]
        return Path(package.__path__[0]) / f"{module}.py"


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

    def number(self, customer: str) -> int:
        """Give the number of a customer's order. Everyone calls the order by it."""
        return self._numbers.setdefault(customer, len(self._numbers) + 1)

    def tell(self, team: str, command: str, *args: Any) -> None:
        """Tell a team to do something, and notice where it writes."""
        before = self._contents()
        with self._at_work(team) as application:
            getattr(application, command)(*args)
        after = self._contents()
        self.written = {table for table in before | after if before.get(table) != after.get(table)}
        self.owned.setdefault(team, set()).update(self.written)

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

    def change_tables(self, team: str, statement: str) -> None:
        """Run a statement on each table that a team has written to."""
        from sqlalchemy import text  # noqa: PLC0415 - likewise

        assert self.owned[team], f"{first(team)} should have facts in its store, but has none."
        for store, table in self.owned[team]:
            with self._engines[store].begin() as connection:
                connection.execute(text(statement.format(table=table)))

    @contextmanager
    def _at_work(self, team: str) -> Iterator[Any]:
        application = self._teams.open(team, self._env)
        try:
            yield application
        finally:
            if isinstance(application, Application):
                close(application)

    def _contents(self) -> dict[Table, list[str]]:
        from sqlalchemy import inspect, text  # noqa: PLC0415 - likewise

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
    from sqlalchemy.pool import NullPool  # noqa: PLC0415 - likewise

    urls = {team: new_store()["SQLALCHEMY_URL"] for team in teams.applications}
    own = {
        f"{name.upper()}_SQLALCHEMY_URL": urls[team] for team, name in teams.applications.items()
    }
    urls["everyone"] = store["SQLALCHEMY_URL"]
    engines = {name: create_engine(url, poolclass=NullPool) for name, url in urls.items()}
    yield Company(teams, store | own, engines)
    for engine in engines.values():
        engine.dispose()


def cents(amount: Money) -> int:
    """Give an amount as the number of cents in which teams tell it."""
    return int(amount.amount * 100)


def first(team: str) -> str:
    """Write a team's name as at the beginning of a sentence."""
    return team[:1].upper() + team[1:]


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


class Reading:
    """What the modules of each team import, directly or through one another."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams
        self.offences: list[str] = []
        self.readers: dict[str, list[str]] = {}
        """The teams that import a module, by the module's file."""
        for team, modules in teams.modules.items():
            self._read(team, modules)

    def _read(self, team: str, modules: Sequence[str]) -> None:
        seen: set[str] = set()
        ahead = list(modules)
        while ahead:
            module = ahead.pop()
            if module in seen or not self._teams.path(module).is_file():
                continue
            seen.add(module)
            self.readers.setdefault(f"{module}.py", []).append(team)
            for line, name in _imports(self._teams.path(module), self._teams.package):
                owner = self._teams.owner(name)
                if owner and owner != team:
                    self.offences.append(
                        f"{module}.py, line {line}, imports {name}, which is owned by {owner}"
                    )
                else:
                    ahead.append(name)


def _imports(path: Path, package: str) -> Iterator[tuple[int, str]]:
    """Tell the modules that a file imports: those of the kata by their names alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "") not in ("", package):
            found = [node.module or ""]
        elif isinstance(node, ast.ImportFrom):
            found = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name.removeprefix(f"{package}.")) for name in found)


@when("she reads what the modules of each team import", target_fixture="reading")
def she_reads_what_the_modules_import(teams: Teams) -> Reading:
    return Reading(teams)


@then("no team imports a module of another")
def no_team_imports_a_module_of_another(reading: Reading) -> None:
    assert not reading.offences, f"{reading.offences[0]}. No team should need another's code."


@then("no module is imported by two teams")
def no_module_is_imported_by_two_teams(reading: Reading) -> None:
    for module, teams in reading.readers.items():
        assert len(teams) == 1, (
            f"{module} is imported by {' and by '.join(teams)}. A change of it changes them all."
        )


class OthersAtHome:
    """Finds no module of the teams that have not come to work, nor those that all share."""

    def __init__(self, teams: Teams, team: str) -> None:
        self._teams = teams
        self._team = team
        names = [name for other in teams.modules if other != team for name in teams.modules[other]]
        self._absent = {f"{teams.package}.{name}" for name in [*names, *teams.shared]}

    def find_spec(self, name: str, *_: object) -> None:
        """Answer the import system (importlib.abc.MetaPathFinder)."""
        if name in self._absent:
            raise AssertionError(
                f"{first(self._team)} should work when nobody else is there, but it imports "
                f"{name.removeprefix(self._teams.package + '.')}.py, which is not its own."
            )


def _forget(package: str) -> dict[str, ModuleType]:
    """Let the kata's modules be imported anew, and give those that were imported."""
    names = [name for name in sys.modules if name == package or name.startswith(f"{package}.")]
    clear_topic_cache()
    return {name: sys.modules.pop(name) for name in names}


@pytest.fixture
def door(teams: Teams) -> Iterator[Callable[[str], None]]:
    """Let one team in, and the others too when the scenario is over."""
    modules = _forget(teams.package)
    finders = list(sys.meta_path)
    yield lambda team: sys.meta_path.insert(0, OthersAtHome(teams, team))
    sys.meta_path[:] = finders
    _forget(teams.package)
    sys.modules.update(modules)


@given(parsers.parse("nobody but {team} has come to work"))
def nobody_but_one_team_has_come_to_work(door: Callable[[str], None], team: str) -> None:
    door(team)
