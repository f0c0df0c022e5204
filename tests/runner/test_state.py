"""What the command remembers, and how it bears the loss of it."""

import json
from pathlib import Path

import pytest

from katas._runner.catalogue import katas
from katas._runner.progress import Progress, fingerprint
from katas._runner.result import FAILING, SOLVED, Result

from .checkout import Checkout

FIRST, SECOND, *_, LAST = katas()


def _remember(progress: Progress, index: int, status: str) -> None:
    kata = katas()[index]
    progress.remember(kata, Result(kata.slug, "katas", status=status), fingerprint(kata))


def test_the_current_kata_is_the_first_unsolved_one(tmp_path: Path) -> None:
    """Before anything is chosen, and after the first is solved."""
    assert Progress(tmp_path).current() == FIRST
    _remember(Progress(tmp_path), 0, SOLVED)
    assert Progress(tmp_path).current() == SECOND


def test_the_chosen_kata_stays_until_it_is_solved(tmp_path: Path) -> None:
    """After it comes the next unsolved one, in a ring."""
    Progress(tmp_path).choose(LAST)
    _remember(Progress(tmp_path), -1, FAILING)
    assert Progress(tmp_path).current() == LAST
    _remember(Progress(tmp_path), -1, SOLVED)
    assert Progress(tmp_path).current() == FIRST


def test_a_solved_kata_can_become_unsolved(tmp_path: Path) -> None:
    """The last run counts."""
    _remember(Progress(tmp_path), 0, SOLVED)
    _remember(Progress(tmp_path), 0, FAILING)
    assert not Progress(tmp_path).is_solved(FIRST)


def test_when_all_are_solved_the_last_one_is_current(tmp_path: Path) -> None:
    """And nothing follows."""
    for index in range(len(katas())):
        _remember(Progress(tmp_path), index, SOLVED)
    assert Progress(tmp_path).current() == LAST
    assert Progress(tmp_path).following(LAST) is None


@pytest.mark.parametrize("content", [
    b"", b"x", b"\xff\0", b"[]", b"3", b"null", b"[" * 100_000, b'{"solved": 3}',
    b'{"solved": [3, null, {}]}', b'{"hints": 3}', b'{"hints": {"k01_say_what_happened": 3}}',
    b'{"hints": {"k01_say_what_happened": {"Mina starts an order": "x"}}}',
], ids=lambda content: repr(content[-25:]))  # fmt: skip
def test_corrupted_progress_is_set_aside(tmp_path: Path, content: bytes) -> None:
    """It starts anew, says so, and keeps the old file."""
    (tmp_path / "progress.json").write_bytes(content)
    progress = Progress(tmp_path)
    assert progress.current() == FIRST
    assert progress.trouble
    assert "starts anew" in progress.trouble
    assert (tmp_path / "progress.unreadable.json").read_bytes() == content
    _remember(progress, 0, SOLVED)
    assert Progress(tmp_path).is_solved(FIRST)


def test_strange_but_readable_progress_is_used(tmp_path: Path) -> None:
    """Unknown katas and impossible levels do no harm."""
    state = {"chosen": "k99", "solved": ["k99"], "hints": {FIRST.slug: {"Mina": -5, "Ada": 99}}}
    (tmp_path / "progress.json").write_text(json.dumps(state), "utf-8")
    progress = Progress(tmp_path)
    assert progress.current() == FIRST
    assert progress.next_hint(FIRST, "Mina", 3) == 1
    assert progress.next_hint(FIRST, "Ada", 3) == 3


@pytest.mark.parametrize("place", [".kata", ".kata/progress.json", ".kata/results"])
def test_a_place_that_is_taken_does_no_harm(tmp_path: Path, place: str) -> None:
    """Where `.kata` cannot be written, all else works, and it is said."""
    taken = tmp_path / place
    taken.parent.mkdir(exist_ok=True)
    if taken.suffix:
        taken.mkdir()
    else:
        taken.write_text("mine", "utf-8")
    progress = Progress(tmp_path / ".kata")
    _remember(progress, 0, SOLVED)
    assert progress.is_solved(FIRST)
    assert progress.trouble


def test_the_command_works_without_a_place_for_its_state(checkout: Checkout) -> None:
    """`.kata` is a file of the learner's: it stays, and the run is shown."""
    checkout.state.write_text("mine", "utf-8")
    answer = checkout.kata("hint")
    assert answer.code == 0
    assert "Hint 1" in answer.out
    assert answer.err.count("Progress cannot be kept") == 1
    assert checkout.state.read_text("utf-8") == "mine"
