"""Backups are kept apart, whatever the clock says."""

from pathlib import Path

import pytest

from katas._runner import backups
from katas._runner.catalogue import find
from tests.runner.learner import SLUG

pytestmark = pytest.mark.slow


def test_two_resets_within_a_second_have_two_backups(tmp_path: Path) -> None:
    """The newest is the later one."""
    kata = find(SLUG)
    kept = [backups.back_up(kata, tmp_path) for _ in range(2)]
    assert kept[0] < kept[1]
    assert backups.newest(kata, tmp_path) == kept[1]


def test_a_clock_set_back_does_not_change_which_is_the_newest(tmp_path: Path) -> None:
    """As at the end of summer: `--undo` brings back the files kept last."""
    kata = find(SLUG)
    (tmp_path / "backups" / SLUG / "2999-01-01_00-00-00_999999").mkdir(parents=True)
    (tmp_path / "backups" / SLUG / "2999-12-31").touch()  # no backup, whoever has put it there
    kept = backups.back_up(kata, tmp_path)
    assert kept.name == "2999-01-01_00-00-01_000000"
    assert backups.newest(kata, tmp_path) == kept
    assert (kept / "order.py").exists()
