"""Diffs are written as git reads them, and applied only if they fit exactly."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from katas._runner import patch

OLD = "".join(f"line {number}\n\n" for number in range(1, 9))

CHANGES = {
    "a line in the middle": (OLD, OLD.replace("line 4", "another")),
    "two places": (OLD, OLD.replace("line 1\n", "first\n").replace("line 8", "last")),
    "lines at the top": (OLD, "new\n" + OLD),
    "no line feed at the end any more": (OLD, OLD.rstrip()),
    "a line feed at the end": (OLD.rstrip(), OLD),
    "a new file": (None, OLD),
    "a removed file": (OLD, None),
    "lines that look like a diff": (OLD, OLD.replace("line 2", "-- a\n++ b\n@@ -1 +1 @@")),
    "a form feed": (OLD, OLD.replace("line 2", "line\f2\u2028")),
}


def _files(text: str | None) -> dict[str, str]:
    return {} if text is None else {"folder/file.py": text}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_what_is_written_leads_from_old_to_new(old: str | None, new: str | None) -> None:
    above, [change] = patch.read("What is wrong.\n\n" + patch.write(_files(old), _files(new)))
    assert above == "What is wrong."
    assert change.apply(old) == new


@pytest.mark.skipif(not shutil.which("git"), reason="compares with git")
@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_git_reads_it_alike(old: str | None, new: str | None, tmp_path: Path) -> None:
    for name, text in _files(old).items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8", newline="\n")
    diff = "What is wrong.\n\n" + patch.write(_files(old), _files(new))
    command = ["git", "apply", "-"]
    subprocess.run(command, cwd=tmp_path, input=diff.encode(), check=True)  # noqa: S603 - our own words
    file = tmp_path / "folder" / "file.py"
    assert (file.read_bytes().decode() if file.exists() else None) == new


def test_nothing_is_written_where_nothing_differs() -> None:
    assert patch.write(_files(OLD), _files(OLD)) == ""


def _change() -> patch.FileDiff:
    old, new = CHANGES["a line in the middle"]
    _, [change] = patch.read(patch.write(_files(old), _files(new)))
    return change


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n" + OLD, "folder/file.py has other lines at the hunk @@ -4,7 +4,7 @@"),
        (OLD.replace("line 3", "changed"), "other lines at the hunk"),
        (OLD[:20], "other lines at the hunk"),
        (None, "folder/file.py does not exist"),
    ],
    ids=["moved", "changed near by", "cut off", "gone"],
)
def test_a_diff_that_does_not_fit_to_the_line_is_refused(text: str | None, says: str) -> None:
    """`git apply` would find the moved lines; a drift is to be seen."""
    with pytest.raises(patch.PatchError, match=re.escape(says)):
        _change().apply(text)


def test_a_new_file_that_exists_is_refused() -> None:
    _, [change] = patch.read(patch.write({}, _files(OLD)))
    with pytest.raises(patch.PatchError, match="exists already"):
        change.apply(OLD)


def test_a_removed_file_that_has_more_is_refused() -> None:
    _, [change] = patch.read(patch.write(_files(OLD), {}))
    with pytest.raises(patch.PatchError, match="more lines than the diff removes"):
        change.apply(OLD + "more\n")


@pytest.mark.parametrize(
    "diff",
    [
        "Only words.\n",
        "--- a/x\n+++ b/x\nno hunk\n",
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n",
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n*two\n",
    ],
)
def test_what_is_no_diff_is_refused(diff: str) -> None:
    with pytest.raises(patch.PatchError):
        patch.read(diff)
