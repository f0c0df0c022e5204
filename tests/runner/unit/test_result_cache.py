"""When a kept result is still valid."""

from pathlib import Path

import pytest

from katas._runner import inputs, result_cache
from katas._runner.catalogue import Kata, find
from katas._runner.result import FAILED, FAILING, TIMEOUT, Result, Scenario
from tests.runner.learner import SLUG


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kata:
    """A failed last run of k01, whose files are in a temporary folder."""
    kata = find(SLUG)
    (tmp_path / "katas" / SLUG).mkdir(parents=True)
    monkeypatch.setattr("katas._runner.catalogue.KATAS", tmp_path / "katas")
    (kata.folder / "order.py").write_text("1", "utf-8")
    result = Result(SLUG, "katas", status=FAILING)
    result_cache.keep(kata, result, inputs.fingerprint(kata), tmp_path)
    return kata


def test_a_result_is_reused_as_long_as_nothing_changes(kept: Kata, tmp_path: Path) -> None:
    """The same files: the last result, and no child is needed."""
    assert result_cache.fresh(kept, tmp_path)


@pytest.mark.parametrize("change", ["order.py", "new.py"])
def test_a_result_is_not_reused_after_a_change(kept: Kata, tmp_path: Path, change: str) -> None:
    """A file of equal length, or a new one, counts."""
    (kept.folder / change).write_text("2", "utf-8")
    assert result_cache.fresh(kept, tmp_path) is None


def test_an_unreadable_file_does_not_hinder(kept: Kata, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as another state of the file."""
    before = inputs.fingerprint(kept)

    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert inputs.fingerprint(kept) != before


def test_a_garbled_result_is_not_reused(kept: Kata, tmp_path: Path) -> None:
    """It is run again instead."""
    (tmp_path / "results" / f"{SLUG}.json").write_bytes(b"\xff{")
    assert result_cache.fresh(kept, tmp_path) is None


def test_a_run_that_was_not_ready_in_time_is_not_kept(kept: Kata, tmp_path: Path) -> None:
    """A busy machine is no state of the files. An endless scenario is, and is kept."""
    before = inputs.fingerprint(kept)
    late = Result(SLUG, "katas", status=TIMEOUT, scenarios=[Scenario("It waits", None, 1, [])])
    result_cache.keep(kept, late, before, tmp_path)
    found = result_cache.fresh(kept, tmp_path)
    assert found
    assert found.status == FAILING
    late.scenarios[0].status = FAILED
    result_cache.keep(kept, late, before, tmp_path)
    found = result_cache.fresh(kept, tmp_path)
    assert found
    assert found.status == TIMEOUT
