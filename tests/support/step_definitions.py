"""A plugin that looks for the definitions of steps once for each module.

pytest-bdd asks for a step's definition twice whenever it runs, and looks through all fixtures each
time.
"""

import sys
from collections.abc import Callable
from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    scenario: Any = sys.modules["pytest_bdd.scenario"]  # the package has a function of that name
    find = scenario.find_fixturedefs_for_step
    scenario.find_fixturedefs_for_step = _remembering(scenario)
    config.add_cleanup(lambda: setattr(scenario, find.__name__, find))


def _remembering(scenario: Any) -> Callable[..., list[Any]]:
    """Return what finds the definitions of a step that are visible to a test."""
    visible: dict[object, list[Any]] = {}
    found: dict[object, list[Any]] = {}
    contexts = scenario.step_function_context_registry

    def find_once(step: Any, fixturemanager: Any, node: Any) -> list[Any]:
        module = node.parent
        if module not in visible:
            names = scenario.get_fixture_names(fixturemanager=fixturemanager)
            fixtures = (scenario.getfixturedefs(fixturemanager, name, node) for name in names)
            visible[module] = [
                each for some in fixtures for each in some or () if each.func in contexts
            ]
        key = module, step.type, step.name
        if key not in found:
            found[key] = [each for each in visible[module] if _defines(contexts[each.func], step)]
        return found[key]

    return find_once


def _defines(context: Any, step: Any) -> bool:
    return context.type in (None, step.type) and bool(context.parser.is_matching(step.name))
