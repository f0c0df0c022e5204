"""A progress bar for a long run."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from katas._runner.run.messages import Stage
from katas._runner.run.run import Run
from katas._runner.run.shared_run import SharedRun
from katas._runner.terminal import is_shown

from .console import console

DELAY = 0.4
"""Seconds until the bar appears."""

_TICK = 0.1


class ProgressBar:
    """Shows how far a run is, in a line that disappears at the end."""

    def __init__(self, out: Console) -> None:
        self._console = out
        self._progress: Progress | None = None

    def show(self, stage: Stage) -> None:
        """Show a stage; the first one creates the line."""
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
        """Remove the line."""
        if self._progress:
            self._progress.stop()
            self._progress = None


def wait_with_progress_bar(running: Run | SharedRun) -> None:
    """Wait for the end of a run. On a terminal, a progress bar appears if it takes long."""
    if not is_shown() or running.has_ended(DELAY):
        return
    bar = ProgressBar(console())
    try:
        while not running.has_ended(_TICK):
            bar.show(running.stage())
    finally:
        bar.hide()
