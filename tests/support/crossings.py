"""Counts what crosses the boundaries of teams while the program runs. No steps."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import CO_OPTIMIZED
from types import FrameType
from typing import Any

from .teams import Teams

CALLS, READS, WRITES = KINDS = "calls", "reads", "writes"

EVERYONE = "everyone"
"""The owner of what no single team owns."""

_STATEMENTS = {"SELECT": READS, "INSERT": WRITES, "UPDATE": WRITES, "DELETE": WRITES}


@dataclass
class Crossings:
    """Counts the calls of a kata's functions, and the statements on its stores, by their owners.

    `stores` names the owner of each store by its address. Only reading and writing are counted,
    not creating or opening a store.
    """

    teams: Teams
    stores: Mapping[str, str]
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often, by team, by the owner of what it used, and by kind."""

    def __post_init__(self) -> None:
        owners = self.teams.shared | {
            module: team for team, modules in self.teams.modules.items() for module in modules
        }
        self._owners = {str(self.teams.path(name)): owner for name, owner in owners.items()}
        self._folder = str(self.teams.folder)

    @contextmanager
    def of(self, team: str) -> Iterator[None]:
        """Count what a team does inside a `with` block."""
        from sqlalchemy import Engine, event  # noqa: PLC0415 - costs half a second

        def executed(connection: Any, _: Any, statement: str, *__: Any) -> None:
            kind = _STATEMENTS.get(statement.split(maxsplit=1)[0].upper())
            store = connection.engine.url.render_as_string(hide_password=False)
            if kind and store in self.stores:
                self.counts[team, self.stores[store], kind] += 1

        def called(frame: FrameType, happened: str, _: Any) -> None:
            owner = self._owner(frame) if happened == "call" else None
            if owner and frame not in running and _is_function(frame) and self._is_inside(frame):
                running.add(frame)  # a generator's frame is called several times
                self.counts[team, owner, CALLS] += 1

        running: set[FrameType] = set()
        before = sys.getprofile()
        event.listen(Engine, "before_cursor_execute", executed)
        sys.setprofile(called)
        try:
            yield
        finally:
            sys.setprofile(before)
            event.remove(Engine, "before_cursor_execute", executed)

    def across(self) -> dict[tuple[str, str], dict[str, int]]:
        """Return what crosses boundaries: how often each team uses another's code or store."""
        return self._by_owner(is_own=False)

    def sums(self, *, is_own: bool) -> dict[str, int]:
        """Return, by kind, how often teams use what is their own, or what is not."""
        found = self._by_owner(is_own=is_own).values()
        return {kind: sum(each[kind] for each in found) for kind in KINDS}

    def owners(self) -> list[str]:
        """Return the owners of all code and stores that were used."""
        touched = {owner for (_, owner, _), count in self.counts.items() if count}
        known = [*self.teams.modules, *self.teams.shared.values()]
        return [owner for owner in dict.fromkeys([*known, *sorted(touched)]) if owner in touched]

    def _by_owner(self, *, is_own: bool) -> dict[tuple[str, str], dict[str, int]]:
        found: dict[tuple[str, str], dict[str, int]] = {}
        for (team, owner, kind), count in self.counts.items():
            if count and (team == owner) == is_own:
                found.setdefault((team, owner), dict.fromkeys(KINDS, 0))[kind] += count
        return found

    def _owner(self, frame: FrameType) -> str | None:
        """Return the owner of the code that is called, if it is the kata's."""
        file = frame.f_code.co_filename
        is_new = file.startswith(self._folder)
        return self._owners.get(file) or (EVERYONE if is_new else None)

    def _is_inside(self, frame: FrameType) -> bool:
        """Return whether the kata's code has called this, and not a step."""
        caller = frame.f_back
        while caller and not self._owner(caller):
            caller = caller.f_back
        return caller is not None


def _is_function(frame: FrameType) -> bool:
    """Return whether this is a function, not the body of a module or class."""
    return frame.f_code.co_name != "<module>" and bool(frame.f_code.co_flags & CO_OPTIMIZED)


def drawn(
    title: str, before: Crossings, now: Crossings, names: tuple[str, str] = ("before", "now")
) -> str:
    """Draw what crosses boundaries, before and now: an arrow for each dependency, and the sums."""
    lines = [f"{title:<42}" + "".join(f"{kind:>8}" for kind in KINDS)]
    for when, crossings in zip(names, (before, now), strict=True):
        arrows = crossings.across()
        for (team, owner), counts in arrows.items():
            lines.append(_row(when, f"{team} -> {owner}", counts))
        if not arrows:
            lines.append(f"{when:<8}nobody -> nobody")
        lines.append(_row("", "across a boundary (coupling)", crossings.sums(is_own=False)))
        lines.append(_row("", "within a team (cohesion)", crossings.sums(is_own=True)))
    return "\n".join(lines)


def _row(when: str, text: str, counts: Mapping[str, int]) -> str:
    return f"{when:<8}{text:<34}" + "".join(f"{counts[kind]:>8}" for kind in KINDS)
