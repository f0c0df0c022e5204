"""How two folders differ, file by file."""

import shutil
from pathlib import Path

import pytest

from katas._runner.catalogue import find
from katas._runner.compare.files import ADDED, CHANGED, MISSING, SAME, files
from katas._runner.paths import SOLUTIONS


def test_files_are_added_missing_changed_or_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A given file counts only if the learner has changed it; an editor's hidden ones never do."""
    kata = find("k07")
    monkeypatch.setattr("katas._runner.catalogue.KATAS", tmp_path)
    mine = Path(shutil.copytree(SOLUTIONS / kata.slug, kata.folder))
    assert [(file.name, file.status) for file in files(kata)] == [
        ("pick_list.py", SAME),
        ("warehouse.py", SAME),
    ]
    (mine / "nightly_copy.py").write_bytes(b"# mine\n\xff")
    (mine / "pick_list.py").unlink()
    (mine / "warehouse.py").write_bytes(
        (mine / "warehouse.py").read_bytes().replace(b"\n", b"\r\n")
    )
    for added in ("own/model.py", ".ipynb_checkpoints/model.py"):
        (mine / added).parent.mkdir()
        (mine / added).write_text("", "utf-8")
    assert [(file.name, file.status) for file in files(kata)] == [
        ("nightly_copy.py", CHANGED),
        ("own/model.py", ADDED),
        ("pick_list.py", MISSING),
        ("warehouse.py", SAME),
    ]
