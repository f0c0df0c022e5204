"""Keys, and the folder that is watched."""

import sys
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from katas._runner.catalogue import Kata, find
from katas._runner.journey.facade import JourneyFacade
from katas._runner.result import PASSED, SOLVED, Result, Scenario
from katas._runner.wall.live import LiveWall
from katas._runner.watch import events, keyboard
from katas._runner.watch.current_run import CurrentRun
from katas._runner.watch.screen import Screen
from katas._runner.watch.session import Session

if TYPE_CHECKING:
    from katas._runner.run.shared_run import SharedRun

if sys.platform != "win32":
    pass

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there are no pseudo-terminals and signals as these"
)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("nh", ["n", "h"]),
        ("N", ["n"]),
        ("\x1b[Bq", ["\x1b[b", "q"]),
        ("h\x1b[B\x1bOQ\x1b", ["h", "\x1b[b", "\x1boq", "\x1b"]),
        ("\x1b[15~é", ["\x1b[15~", "é"]),
        ("\x04", ["q"]),
        ("", ["q"]),
    ],
)
def test_a_key_of_several_characters_is_one_key(typed: str, keys: list[str]) -> None:
    """The letters of arrows and function keys do nothing, whatever is typed before or after."""
    queue: events.Queue = SimpleQueue()
    keyboard._send(queue, typed)  # noqa: SLF001 - a terminal cannot be made to send at one stroke
    assert [queue.get_nowait() for _ in keys] == [events.Pressed(key) for key in keys]
    assert queue.empty()


class _Solving(CurrentRun):
    """Each run solves its kata at once, and some events come behind it."""

    def __init__(self, queue: events.Queue, behind: dict[str, list[events.Event]]) -> None:
        super().__init__(queue, time_limit=1)
        self._queue = queue
        self._behind = behind

    def start(self, kata: Kata, shown: str = "") -> None:  # noqa: ARG002 - nobody looks at a wall
        self.current = cast("SharedRun", SimpleNamespace(is_lost=False))
        passed = Scenario("It passes", None, 1, [], PASSED)
        result: Future[Result] = Future()
        result.set_result(Result(kata.slug, "katas", "Once", SOLVED, [passed]))
        for event in (events.Finished(self.current, result), *self._behind[kata.number]):
            self._queue.put(event)

    def stop(self) -> None:
        self.current = None


def test_the_folder_that_is_watched_is_that_of_the_kata_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it is known only after the first result, and n comes before the next."""
    monkeypatch.setattr("katas._runner.result_cache.keep", lambda *_: None)
    queue: events.Queue = SimpleQueue()
    behind: dict[str, list[events.Event]]
    behind = {"k01": [events.Watching("seen"), events.Pressed("n")], "k02": [events.Pressed("q")]}
    with closing(JourneyFacade(tmp_path)) as journey, _Solving(queue, behind) as runs:
        Session(find("k01"), journey, runs, Screen(None), queue, LiveWall()).follow()
    shown = capsys.readouterr().out
    assert "Watching katas/k02_decide_then_record/: seen." in shown
    assert "Watching katas/k01" not in shown
