"""The notes of a scenario, in the order in which it happened."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from katas._runner.recorded import Recorded
from katas._runner.result import Scenario

from .conflicts import with_conflicts
from .folding import folded
from .note import BEFORE, COMMAND, ERROR, EVENT, MESSAGE, REFUSAL, Line, Note
from .of_recorded import notes_of, notes_of_rows
from .stores import with_stores
from .times import with_times
from .transactions import with_transactions


def notes(scenario: Scenario) -> list[Note]:
    """Return the notes of a scenario, in the order in which it happened."""
    made = [note for each in _recorded(scenario) for note in notes_of(each)]
    made += notes_of_rows(scenario.rows)
    made = _refused_at_once(_once_said(sorted(made, key=_moment)))
    made = folded(with_conflicts(_in_steps(made)))
    made = with_stores(with_transactions(made))
    return [*with_times(made), *_failure(scenario)]


def _recorded(scenario: Scenario) -> Iterator[Recorded]:
    yield from scenario.commands
    yield from scenario.events
    yield from scenario.tracking
    yield from scenario.messages
    yield from scenario.calls
    yield from scenario.deliveries
    yield from scenario.queries
    yield from scenario.faults


def _moment(note: Note) -> tuple[int, int]:
    """Return when something was done: what was stored, when its transaction has ended."""
    return max(note.settled, default=note.order), note.order


def _once_said(made: list[Note]) -> list[Note]:
    """Leave out what a reader receives, if the wall shows where it was said."""
    said, kept = set(), []
    for note in made:
        place = note.context, note.position
        if note.kind not in (MESSAGE, EVENT) or note.position is None:
            kept.append(note)
        elif not note.is_received or place not in said:
            said.add(place)
            kept.append(note)
    return kept


def _refused_at_once(made: list[Note]) -> list[Note]:
    """Make one note of a command and its refusal, if nothing has happened in between."""
    kept: list[Note] = []
    for note in made:
        command = kept[-1] if kept else note
        if note.kind == REFUSAL and command.kind == COMMAND and command.order == note.answers:
            lines = (*command.lines, *note.lines)
            kept[-1] = replace(command, lines=lines, state=note.state)
        else:
            kept.append(note)
    return kept


def _in_steps(made: list[Note]) -> list[Note]:
    """Put what happened between two steps into the step before it."""
    placed, step = [], BEFORE
    for note in made:
        step = max(step, note.step)
        placed.append(replace(note, step=step))
    return placed


def _failure(scenario: Scenario) -> Iterable[Note]:
    """Return a note for the error with which a scenario has failed."""
    if not scenario.error or scenario.error.is_gap:
        return []
    failed = [number for number, step in enumerate(scenario.steps) if step.status == "failed"]
    lines = (Line(scenario.error.message),)
    step = failed[-1] if failed else BEFORE
    return [Note(ERROR, scenario.error.type, lines, is_alarming=True, step=step, context="Test")]
