"""A plugin that finds the definition of a step once for each module.

pytest-bdd asks for it twice whenever a step runs, and looks through all fixtures each time.
"""

import sys
from collections.abc import Callable
from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    scenario: Any = sys.modules["pytest_bdd.scenario"]  # the package has a function of that name
    find = scenario.find_fixturedefs_for_step
    scenario.find_fixturedefs_for_step = _remembering(find)
    config.add_cleanup(lambda: setattr(scenario, find.__name__, find))


def _remembering(find: Callable[..., Any]) -> Callable[..., list[Any]]:
    found: dict[object, list[Any]] = {}

    def find_once(step: Any, fixturemanager: Any, node: Any) -> list[Any]:
        key = node.parent, step.type, step.name
        if key not in found:
            found[key] = list(find(step, fixturemanager, node))
        return found[key]

    return find_once
