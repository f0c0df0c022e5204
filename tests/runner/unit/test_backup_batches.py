"""Batches of backups are numbered."""

from pathlib import Path

import pytest

from katas._runner import backup_batches
from katas._runner.catalogue import katas

pytestmark = pytest.mark.slow


def test_batches_are_numbered(tmp_path: Path) -> None:
    """The last one counts; of it only what is still there."""
    assert backup_batches.last(tmp_path) == []
    folders = [tmp_path / "backups" / kata.slug / "2026" for kata in katas()[:3]]
    for folder in folders:
        folder.mkdir(parents=True)
    for count in range(1, 12):
        backup_batches.note(folders[: 1 + count % 3], tmp_path)
    assert backup_batches.last(tmp_path) == folders
    folders[0].rmdir()
    assert backup_batches.last(tmp_path) == folders[1:]
