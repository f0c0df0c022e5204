"""The teams of a company, and which modules each of them owns. No steps."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate

from katas._runner import published
from tests.stores import Store


@dataclass(frozen=True)
class Teams:
    """The teams in a kata's package: each has an application, and modules of its own.

    `applications` names the class by team. The class is in the first of the team's `modules`.
    `shared` are the modules that no team owns, each with the team that maintains it. `keeper`
    maintains the store that all of them share.
    """

    package: str
    applications: dict[str, str]
    modules: dict[str, list[str]]
    shared: dict[str, str] = field(default_factory=dict)
    keeper: str = "everyone"

    def open(self, team: str, env: Store) -> Any:
        """Open a team's application."""
        module = import_module(f"{self.package}.{self.modules[team][0]}")
        name = self.applications[team]
        application = getattr(module, name)(env)
        assert not isinstance(application, Application) or hasattr(application, "closing"), (
            f"The `__init__` of {name} does not call that of `Application`, which opens the store. "
            "Remove this `__init__`: an `Application` takes `env` by itself."
        )
        return application

    def aggregates(self, team: str) -> list[type[Aggregate]]:
        """Return the aggregates of a team, in the order of its modules."""
        modules = [import_module(f"{self.package}.{name}") for name in self.modules[team]]
        return [
            each
            for module in modules
            for each in vars(module).values()
            if isinstance(each, type)
            and issubclass(each, Aggregate)
            and each.__module__ == module.__name__
        ]

    def owner(self, module: str) -> str | None:
        """Return the team that owns a module, if there is one. A kata's module has a short name."""
        given = next((team for team in self.modules if module.startswith(_given(team))), None)
        return given or next((team for team in self.modules if module in self.modules[team]), None)

    @property
    def folder(self) -> Path:
        """Where the modules are."""
        return Path(import_module(self.package).__path__[0])

    def path(self, module: str) -> Path:
        """Return the file of a module of the kata; `__init__` is the package itself."""
        path = self.folder.joinpath(*module.split("."))
        return path / "__init__.py" if path.is_dir() else path.with_name(f"{path.name}.py")

    def moved(self) -> list[str]:
        """Return the teams that maintain the shared modules that were changed in the kata."""
        return [
            keeper
            for module, keeper in self.shared.items()
            if _code(self.path(module).read_bytes()) != _code(self._at_first(module))
        ]

    def old(self, team: str, env: Store) -> Any:
        """Open a team's application from the start state, with the others' present modules."""
        module = self.modules[team][0]
        old = ModuleType(f"{self.package}.{module}_of_old")
        old.__package__ = self.package
        exec(compile(self._at_first(module), f"{module}.py", "exec"), vars(old))  # noqa: S102 - runs the module
        return getattr(old, self.applications[team])(env)

    def _at_first(self, module: str) -> bytes:
        return published.files(self.package.rpartition(".")[2])[f"{module}.py"]

    @contextmanager
    def at_the_start(self, folder: Path) -> Iterator["Teams"]:
        """Yield these teams with the kata's start state, which is written into `folder`."""
        slug = self.package.rpartition(".")[2]
        for name, content in published.files(slug).items():
            (folder / name).write_bytes(content)
        package = ModuleType(f"start_of_{slug}")
        package.__path__ = [str(folder)]
        sys.modules[package.__name__] = package
        try:
            yield replace(self, package=package.__name__)
        finally:
            for name in [each for each in sys.modules if each.startswith(package.__name__)]:
                del sys.modules[name]


def _code(source: bytes) -> str:
    """Return a module's syntax tree as text, without its comments."""
    return ast.dump(ast.parse(source))


def _given(team: str) -> str:
    """Return the beginning of the names of modules that a team has from earlier katas."""
    return f"katas.given.{team.removeprefix('the ').lower()}"


def first(team: str) -> str:
    """Return a team's name for the beginning of a sentence."""
    return team[:1].upper() + team[1:]
