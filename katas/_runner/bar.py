"""A progress bar for a run that takes its time."""

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from .launch import Run
from .terminal import console

_PATIENCE = 0.4
"""Seconds after which people would like to know how far it is."""

_TICK = 0.1


def wait_with_bar(running: Run) -> None:
    """Wait for the end of a run; on a terminal a bar shows how far it is, and then vanishes."""
    out = console()
    if not out.is_terminal or running.has_ended(_PATIENCE):
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("scenarios", total=None)
        while not running.has_ended(_TICK):
            stage = running.stage()
            bar.update(
                task,
                description=stage.what,
                completed=stage.done,
                total=stage.total or None,
            )
