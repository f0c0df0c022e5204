"""Steps about the modules that teams own, and which of them need each other.

The kata's test module provides the fixture `teams`, which says which modules each team owns.
"""

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import resolve_name
from pathlib import Path
from types import ModuleType

import pytest
from eventsourcing.utils import clear_topic_cache
from pytest_bdd import given, parsers, then

from tests.support.source_line import Place, PlacedError
from tests.support.teams import Teams, first


class Reading:
    """What the modules of each team import, directly or through other modules."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams
        self.offences: list[PlacedError] = []
        self.readers: dict[Path, dict[str, Place | None]] = {}
        """By a module's file the teams that need it, and where each imports it, if a line does."""
        for team, modules in teams.modules.items():
            self._read(team, modules)

    def _read(self, team: str, modules: Sequence[str]) -> None:
        seen: set[str] = set()
        # Python runs the package's own file for each of them
        ahead: list[tuple[str, Place | None]] = [(name, None) for name in ("__init__", *modules)]
        while ahead:
            module, importer = ahead.pop()
            path = self._teams.path(module)
            if module in seen or not path.is_file():
                continue
            seen.add(module)
            self.readers.setdefault(path, {})[team] = importer
            for line, name in imports(path, self._teams):
                is_elsewhere = name.startswith("katas.k")
                owner = "another kata" if is_elsewhere else self._teams.owner(name)
                if owner and owner != team:
                    message = (
                        f"Line {line} of {path.name} imports {name}, which is owned by {owner}. "
                        "No team should need another's code."
                    )
                    self.offences.append(PlacedError(message, path, line))
                else:
                    ahead.append((name, (path, line)))


def imports(path: Path, teams: Teams) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each module that a file imports. A kata's has a short name."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        for name in _imported(node, teams):
            local = name.removeprefix(teams.package)
            yield node.lineno, name if local == name else local.lstrip(".") or "__init__"  # type: ignore[attr-defined]


def _imported(node: ast.AST, teams: Teams) -> list[str]:
    """Return the full names of the modules that a node imports; most nodes import none."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        source = resolve_name("." * node.level + (node.module or ""), teams.package)
        inside = [f"{source}.{alias.name}" for alias in node.names]
        local = [name.removeprefix(f"{teams.package}.") for name in inside]
        return [
            name if source == "katas" or teams.path(part).is_file() else source
            for name, part in zip(inside, local, strict=True)
        ]
    match node:
        case ast.Call(
            func=ast.Name(id=called) | ast.Attribute(attr=called),
            args=[ast.Constant(str(name)), *_],
        ) if called in ("import_module", "__import__"):
            return [resolve_name(name, teams.package)]
    return []


@then("no team needs another's code")
def no_team_needs_anothers_code(teams: Teams) -> None:
    offences = Reading(teams).offences
    if offences:
        raise offences[0]


@then("no code is needed by two teams")
def no_code_is_needed_by_two_teams(teams: Teams) -> None:
    for module, readers in Reading(teams).readers.items():
        if len(readers) > 1:
            raise _shared(module, readers)


def _shared(module: Path, readers: dict[str, Place | None]) -> PlacedError:
    """Return what is wrong with a module that several teams need, at the first import of it."""
    importers = [place for place in readers.values() if place]
    by = " and by ".join(
        f"{team} (line {place[1]} of {place[0].name})" if place else team
        for team, place in readers.items()
    )
    message = f"The module {module.name} is imported by {by}. A change of it changes them all."
    return PlacedError(message, *importers[0]) if importers else PlacedError(message, module)


class OthersAtHome:
    """Refuses to import the modules of all other teams, and those that all share."""

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
    """Let the kata's modules be imported again, and return those that were imported."""
    names = [name for name in sys.modules if name == package or name.startswith(f"{package}.")]
    clear_topic_cache()
    return {name: sys.modules.pop(name) for name in names}


@pytest.fixture
def door(teams: Teams) -> Iterator[Callable[..., None]]:
    """A function that lets only the given team's modules be imported, or all of them."""
    modules = _forget(teams.package)
    finders = list(sys.meta_path)

    def let_in(team: str | None = None) -> None:
        if team:
            _forget(teams.package)
        sys.meta_path[:] = [*([OthersAtHome(teams, team)] if team else []), *finders]

    yield let_in
    sys.meta_path[:] = finders
    _forget(teams.package)
    sys.modules.update(modules)


@given(parsers.parse("nobody but {team} has come to work"))
def nobody_but_one_team_has_come_to_work(door: Callable[..., None], team: str) -> None:
    door(team)
