"""A session of `kata watch`: takes one event after the other, and acts on it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty
from typing import TYPE_CHECKING

import click

from katas._runner import inputs
from katas._runner.actions.brief import show_brief
from katas._runner.actions.compare import show_comparison
from katas._runner.actions.edit import open_editor
from katas._runner.actions.hint import show_next_hint
from katas._runner.actions.katas import show_katas
from katas._runner.actions.runs import remember
from katas._runner.catalogue import Kata
from katas._runner.journey.facade import JourneyFacade
from katas._runner.paths import in_repository
from katas._runner.result import BROKEN, Result
from katas._runner.run.shared_run import SharedRun
from katas._runner.wall.live import LiveWall

from .current_run import CurrentRun
from .events import Finished, Pressed, Queue, Resumed, Saved, Verdict, Watching
from .keyboard import QUIT
from .screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

_AT_ONCE, _MOST_QUICK_ENDS = 1.0, 3
"""Seconds: a save that ends a run earlier is a quick end; and how many may follow each other."""

_TICK = 0.1
"""Seconds between two updates of the progress bar."""


class Session:
    """Watches one kata after the other, until somebody quits."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it brings together
        self,
        kata: Kata,
        journey: JourneyFacade,
        runs: CurrentRun,
        screen: Screen,
        events: Queue,
        wall: LiveWall,
    ) -> None:
        self._kata = kata
        self._journey = journey
        self._runs = runs
        self._screen = screen
        self._events = events
        self._wall = wall
        self._result: Result | None = None
        self._watched_how = ""
        self._has_tried_again = self._has_verdict = False
        self._quick_ends = 0
        self._actions: dict[str, Callable[[], None]] = {
            "n": self._next,
            "e": self._edit,
            "h": self._hint,
            "b": self._brief,
            "l": self._list,
            "c": self._compare,
            "o": self._output,
            "w": self._open_wall,
            "r": self._run,
        }

    def follow(self) -> None:
        """Run the kata, then handle events until somebody quits."""
        self._run()
        try:
            while self._handle_event():
                pass
        finally:
            self._screen.hide_progress()

    def _handle_event(self) -> bool:
        """Handle one event, or show the progress of the run. Return False to quit."""
        try:
            event = self._events.get(timeout=_TICK)
        except Empty:
            self._show_progress()
            return True
        match event:
            case Saved():
                self._run_if_changed()
            case Pressed(key=key) if key == QUIT:
                return False
            case Pressed(key=key):
                self._act(key)
            case Resumed():
                self._show_again()
            case Verdict() if event.run is self._runs.current:
                self._has_verdict = True
                self._show_progress()
            case Finished() if event.run is self._runs.current:
                self._finish(event.run, event.result.result())
            case Watching(how=how):
                self._watched_how = how
        return True

    def _show_progress(self) -> None:
        """Show how far the run is, after the verdict on the scenario that failed last with that."""
        run = self._runs.current
        if run and self._has_verdict:
            result = run.so_far()
            self._wall.show(self._kata, result, is_whole=False)
            self._screen.unfinished(self._kata, result, run.stage(result))
        elif run:
            self._screen.progress(run)

    def _run_if_changed(self) -> None:
        """Run again if the files have changed since the last run began.

        Code that writes into its own folder would end each of its own runs. So after a few quick
        ends in a row, a run may finish first.
        """
        now = inputs.fingerprint(self._kata)
        if now == self._before:
            return
        running = self._runs.current
        is_quick = running is not None and running.seconds < _AT_ONCE
        self._quick_ends = self._quick_ends + 1 if is_quick else 0
        if self._quick_ends <= _MOST_QUICK_ENDS:
            self._run(now)

    def _run(self, fingerprint: str = "") -> None:
        """Run the files, whose fingerprint may be known already."""
        self._has_tried_again = False
        self._start(fingerprint)

    def _start(self, fingerprint: str = "") -> None:
        self._result = None
        self._has_verdict = False
        self._before = fingerprint or inputs.fingerprint(self._kata)
        self._runs.start(self._kata, self._wall.shown)

    def _finish(self, run: SharedRun, result: Result) -> None:
        """Show a result first, then remember it, so that nobody waits for the file."""
        if run.is_lost and result.status == BROKEN and not self._has_tried_again:
            self._has_tried_again = True
            self._start()
            return
        self._runs.finish(self._kata, result)
        self._quick_ends = 0
        self._result = result
        if self._watched_how:
            folder = in_repository(self._kata.folder)
            self._screen.note(f"Watching {folder}/: {self._watched_how}.")
            self._watched_how = ""
        self._show(result)
        self._wall.show(self._kata, result)
        remember(self._journey, self._kata, result, self._before)

    def _show(self, result: Result) -> None:
        if self._wall.address:
            self._screen.note(f"The wall: {self._wall.address}")
        self._screen.result(self._kata, result, self._journey.progress.following(self._kata))

    def _show_again(self) -> None:
        """Show the last result again, if there is one, after another program had the screen."""
        if self._result:
            self._show(self._result)
        else:
            self._screen.keys()

    def _act(self, key: str) -> None:
        """Do what a key means. Afterwards the screen always shows the keys."""
        self._screen.hide_progress()
        self._has_verdict = False  # the screen shows something else now
        try:
            self._actions.get(key, self._screen.keys)()
        except click.ClickException as error:
            self._screen.say(error.format_message())

    def _next(self) -> None:
        progress = self._journey.progress
        following = progress.following(self._kata)
        if not progress.is_solved(self._kata):
            self._screen.say(
                f"{self._kata.name} is not solved yet: n works when all scenarios pass."
            )
        elif following is None:
            self._screen.say("That was the last kata. Well done!")
        else:
            self._kata = following
            self._journey.open(following)
            self._screen.note(f"The brief is in {in_repository(following.brief)}, or press b.")
            self._run()

    def _edit(self) -> None:
        opened = open_editor(self._kata, self._result, self._lent)
        if opened:
            self._screen.say(opened)
        else:
            self._show_again()

    @contextmanager
    def _lent(self) -> Iterator[None]:
        """Leave the terminal to an editor. Afterwards check once what it has saved."""
        try:
            with self._screen.lent():
                yield
        finally:
            self._pass_over()
            self._run_if_changed()

    def _pass_over(self) -> None:
        """Drop the waiting saves and keys: there may be thousands."""
        waiting = []
        with suppress(Empty):
            while True:
                waiting.append(self._events.get_nowait())
        for event in waiting:
            if not isinstance(event, Saved | Pressed):
                self._events.put(event)

    def _output(self) -> None:
        self._screen.with_output = not self._screen.with_output
        if self._result:
            self._show(self._result)
        else:
            self._screen.say("The output is shown when this run has ended.")

    def _open_wall(self) -> None:
        self._wall.open()
        self._screen.say(f"The wall: {self._wall.address}")

    def _hint(self) -> None:
        if self._result is None:
            self._screen.say("The hint comes when this run has ended.")
            return
        click.echo()
        show_next_hint(self._kata, self._result, self._journey, again="h")
        self._screen.keys()

    def _brief(self) -> None:
        self._screen.clear()
        show_brief(self._kata)
        self._screen.keys()

    def _list(self) -> None:
        self._screen.clear()
        show_katas(self._journey.progress)
        self._screen.keys()

    def _compare(self) -> None:
        self._run_if_changed()  # otherwise the comparison itself would run an unnoticed save
        if self._result is None:
            self._screen.say("The comparison comes when this run has ended.")
        elif not self._journey.progress.is_solved(self._kata):
            self._screen.say(
                f"{self._kata.name} is not solved yet: c works when all scenarios pass."
            )
        else:
            self._screen.clear()
            show_comparison(self._kata, self._journey)
            self._screen.keys()
