"""A progress bar for a run that takes its time."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from katas._runner.run.messages import Stage
from katas._runner.run.run import Run
from katas._runner.terminal import is_shown

from .console import console

DELAY = 0.4
"""Seconds after which people would like to know how far it is."""

_TICK = 0.1


class ProgressBar:
    """How far a run is, in a line that vanishes again."""

    def __init__(self, out: Console) -> None:
        self._console = out
        self._progress: Progress | None = None

    def show(self, stage: Stage) -> None:
        """Show a stage; the first one makes the line."""
        if not self._progress:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._progress = Progress(*columns, console=self._console, transient=True)
            self._progress.add_task("scenarios", total=None)
            self._progress.start()
        self._progress.update(
            self._progress.task_ids[0],
            description=stage.what,
            completed=stage.done,
            total=stage.total or None,
        )

    def hide(self) -> None:
        """Take the line away."""
        if self._progress:
            self._progress.stop()
            self._progress = None


def wait_with_progress_bar(running: Run) -> None:
    """Wait for the end of a run; on a terminal a bar shows how far it is, and then vanishes."""
    if not is_shown() or running.has_ended(DELAY):
        return
    bar = ProgressBar(console())
    try:
        while not running.has_ended(_TICK):
            bar.show(running.stage())
    finally:
        bar.hide()
