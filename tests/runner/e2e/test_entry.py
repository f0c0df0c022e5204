"""The installed script says which file stops the command from starting, without a traceback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runner.checkout import Answer, Checkout
from tests.runner.damages import Damage, empty, fail_at_import, garble, remove
from tests.runner.shell import commit

pytestmark = pytest.mark.slow

START = "from roastery_katas_entry import main; main()"


def _start(checkout: Checkout, folder: Path) -> Answer:
    """Call the script as it is installed: as a copy outside the checkout."""
    folder.mkdir()
    shutil.copy(
        checkout.root / "katas" / "_runner" / "entry.py", folder / "roastery_katas_entry.py"
    )
    path = f"{folder}:{checkout.root}" if sys.platform != "win32" else f"{folder};{checkout.root}"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-P", "-c", START, "list"],
        cwd=checkout.root,
        env=checkout.environment(PYTHONPATH=path),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("file", "damage", "back"),
    [
        ("katas/__init__.py", fail_at_import, "git restore katas/__init__.py"),
        ("katas/__init__.py", garble, "git restore katas/__init__.py"),
        ("katas/_runner/__main__.py", remove, "git restore katas/_runner/__main__.py"),
        ("katas/_runner/commands/__init__.py", garble, "git restore katas/_runner/commands"),
        ("katas/_runner/cli.py", fail_at_import, "git restore katas/_runner/cli.py"),
        ("katas/_runner/paths.py", remove, "with git, or from another clone"),
    ],
)
def test_what_keeps_it_from_beginning_is_named(
    checkout: Checkout, tmp_path: Path, file: str, damage: Damage, back: str
) -> None:
    """Even if no line of the command can run, nor `recovery`."""
    commit(checkout.root)
    damage(checkout.root / file)
    answer = _start(checkout, tmp_path / "scripts")
    assert answer.code == 2
    assert f"{file} is missing or damaged." in answer.err
    assert back in answer.err


def test_a_package_that_is_broken_is_installed_again(checkout: Checkout, tmp_path: Path) -> None:
    """No file of the workshop is named."""
    package = checkout.root / "click"
    package.mkdir()
    (package / "__init__.py").write_text("raise OSError('half of it')", "utf-8")
    answer = _start(checkout, tmp_path / "scripts")
    assert answer.code == 2
    assert "A package is missing or damaged." in answer.err
    assert "katas/" not in answer.err


def test_a_file_that_is_imported_late_is_named_too(checkout: Checkout) -> None:
    """It is missing, or Python cannot parse it. The message does not ask for a report."""
    view = checkout.root / "katas" / "_runner" / "views" / "result.py"
    for damage in (garble, remove):
        damage(view)
        said = " ".join(checkout.kata("run", "k01").err.split())
        assert "katas/_runner/views/result.py is missing or damaged" in said
        assert "copy from there: katas/_runner/views/result.py" in said


def test_an_empty_package_needs_nothing(checkout: Checkout, tmp_path: Path) -> None:
    """A file that has only a docstring may be missing."""
    empty(checkout.root / "katas" / "__init__.py")
    assert _start(checkout, tmp_path / "scripts").code == 0
