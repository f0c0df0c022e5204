"""The wall of a command that runs a kata again and again: the browser follows."""

import os
import sys
import webbrowser
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from katas._runner.catalogue import Kata
from katas._runner.result import NOT_RUN, Result, Scenario

if TYPE_CHECKING:
    from .server import WallServer


class LiveWall:
    """Shows the last result to whoever has the page open. It starts its server when it is opened.

    `first` is the number of the scenario to show first; otherwise that is the one that fails.
    Leaving the `with` block ends the server.
    """

    def __init__(self, first: int | None = None) -> None:
        self._first = first
        self._server: WallServer | None = None
        self._kata: Kata | None = None
        self._result: Result | None = None
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._server:
            self._server.__exit__(*error)

    @property
    def address(self) -> str:
        """Where the page is, empty if nobody has opened it."""
        return self._server.address if self._server else ""

    @property
    def shown(self) -> str:
        """The title of the scenario that a browser has shown last, empty if there is none."""
        return self._shown

    def open(self) -> None:
        """Serve the page, and open it in a browser if there is one."""
        if self._server is None:
            from .server import WallServer  # noqa: PLC0415 - only who looks at it waits for it

            self._server = WallServer(self._page).__enter__()
        open_browser(self._server.address)

    def show(self, kata: Kata, result: Result, *, is_whole: bool = True) -> None:
        """Show a result from now on.

        While a run goes on, a scenario that it has not reached stays as it was.
        """
        if self._kata not in (None, kata):
            self._first = self._result = None
            self._shown = ""
        if not is_whole and self._result:
            scenarios = [_latest(each, self._result) for each in result.scenarios]
            result = replace(result, scenarios=scenarios)
        has_changed = (kata, result) != (self._kata, self._result)
        self._kata, self._result = kata, result
        if self._server and has_changed:
            self._server.changed()

    def _page(self, number: int | None) -> str:
        from . import page, scenes  # noqa: PLC0415 - only who looks at it waits for it

        if self._kata is None or self._result is None:
            return page.page("The first run …", None, [], is_live=True)
        result = self._result
        count = len(result.scenarios)
        asked = [each for each in (number, self._first) if each and each <= count]
        numbers = [*asked, scenes.first_to_see(result, self._kata.decisive)][: min(count, 1)]
        self._shown = "".join(result.scenarios[each - 1].title for each in numbers)
        made = scenes.sections([scenes.Source(result)], numbers, is_compared=False)
        return page.page(self._kata.name, result, made, is_live=True)


def _latest(scenario: Scenario, before: Result) -> Scenario:
    """Return a scenario as it is now, or as it was in the run before."""
    was = next((each for each in before.scenarios if each.title == scenario.title), None)
    return was if was and scenario.status == NOT_RUN else scenario


def open_browser(address: str) -> bool:
    """Open a page in a browser. Return False if this computer has none that people see.

    A browser on the far side of an ssh connection, or one that runs in the terminal, is none.
    """
    if "BROWSER" not in os.environ:
        has_screen = sys.platform in ("win32", "darwin") or any(
            os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
        )
        if not has_screen or "SSH_CONNECTION" in os.environ:
            return False
    try:
        return webbrowser.open(address)
    except (OSError, webbrowser.Error):
        return False
