"""The teams of a company: whose modules are whose. No steps."""

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from eventsourcing.application import Application

from tests.stores import Store


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
        name = self.applications[team]
        application = getattr(module, name)(env)
        assert not isinstance(application, Application) or hasattr(application, "closing"), (
            f"The `__init__` of {name} does not call that of `Application`, which opens the store. "
            "Take it out: an `Application` takes `env` by itself."
        )
        return application

    def owner(self, module: str) -> str | None:
        """Tell whose module it is, if it is anyone's."""
        if module.startswith("katas.given.sales"):
            return "Sales"
        return next((team for team, modules in self.modules.items() if module in modules), None)

    def path(self, module: str) -> Path:
        """Tell the file of a module."""
        package = sys.modules[self.package]
        return Path(package.__path__[0]) / f"{module}.py"


def first(team: str) -> str:
    """Write a team's name as at the beginning of a sentence."""
    return team[:1].upper() + team[1:]
