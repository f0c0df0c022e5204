"""PYTHONPATH is set for another project: to another clone, or to other packages."""

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from katas._runner import entry
from katas._runner.paths import ROOT
from tests.runner.checkout import Answer, Checkout
from tests.runner.learner import SLUG, TITLES
from tests.runner.shell import Shell

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the commands are run by sh"),
    pytest.mark.skipif(not entry.origin(), reason="this environment has no `kata` of its own"),
]


_ASK_THE_DOCTOR = "from katas._runner.doctor import machine; print(machine.checkout().mend)"


@pytest.fixture
def second(checkout: Checkout) -> Path:
    """A copy of the checkout that PYTHONPATH names."""
    return shutil.copytree(checkout.root, checkout.root.with_name("second"))


def _advised(answer: Answer) -> str:
    """Return the commands at the end of a message, and after them the command to try again."""
    return "; ".join(re.findall(r"^  (unset \w+|kata)$", answer.err, re.MULTILINE))


@pytest.mark.parametrize("how", ["{second}", "/nowhere:../second", "{link}:/nowhere"])
def test_another_clone_is_not_driven_and_what_is_advised_helps(
    how: str, second: Path, checkout: Checkout, tmp_path: Path
) -> None:
    """Installing this one once more would not help."""
    link = tmp_path / "link"
    link.symlink_to(second)
    path = how.format(second=second, link=link)
    shell = Shell(checkout, tmp_path / "scripts", PYTHONPATH=path)
    answer = shell.run("kata run k01")
    assert (answer.code, answer.out) == (2, "")
    assert f"PYTHONPATH names {second.resolve()}\n" in answer.err
    assert f"you are in       {checkout.root.resolve()}\n" in answer.err
    assert not (second / ".kata").exists()
    found = shell.run(f"{sys.executable} -P -c {shlex.quote(_ASK_THE_DOCTOR)}")
    assert found.out == "To work there: `unset PYTHONPATH`, `kata`.\n"
    answer = shell.run(_advised(answer))
    assert (answer.code, answer.err) == (1, "")
    assert "k01 · Say what happened" in answer.out
    assert (checkout.state.exists(), (second / ".kata").exists()) == (True, False)


def test_pytest_drives_the_checkout_in_which_people_are(
    second: Path, checkout: Checkout, tmp_path: Path
) -> None:
    """Also where PYTHONPATH leads to another clone."""
    checkout.solve()
    shell = Shell(checkout, tmp_path / "scripts", PYTHONPATH=str(second))
    answer = shell.run(f"pytest --mine tests/test_{SLUG}.py")
    assert (answer.code, f"{len(TITLES)} passed" in answer.out) == (0, True), answer


def test_other_packages_are_named(checkout: Checkout, tmp_path: Path) -> None:
    """One that belongs to another project, or to another Python."""
    folder = tmp_path / "other"
    folder.mkdir()
    shell = Shell(checkout, tmp_path / "scripts", PYTHONPATH=str(folder))
    (folder / "rich.py").write_text("raise ImportError('of another Python')", "utf-8")
    assert "`kata doctor` says" in shell.run("kata list").err
    assert "another one: `unset PYTHONPATH`" in shell.run("kata doctor").out
    (folder / "click.py").write_text("# another one\n", "utf-8")
    answer = shell.run("kata list")
    assert (answer.code, answer.out) == (2, "")
    assert f"PYTHONPATH names {folder},\n" in answer.err
    assert shell.run(f"{_advised(answer)}; kata list").code == 0


def test_other_katas_are_named(checkout: Checkout, tmp_path: Path) -> None:
    """A package `katas` of one's own: those that are installed are not gone."""
    (tmp_path / "katas").mkdir()
    (tmp_path / "katas" / "__init__.py").touch()
    shell = Shell(checkout, tmp_path / "scripts", PYTHONPATH=str(tmp_path))
    script = f"{sys.executable} {shlex.quote(str(ROOT / 'katas' / '_runner' / 'entry.py'))}"
    answer = shell.run(f"{script} --version")
    assert (answer.code, answer.out) == (2, "")
    assert "another package katas there" in answer.err
    assert shell.run(f"{_advised(answer)}; {script} --version").code == 0


def test_a_package_that_is_missing_is_to_be_installed(checkout: Checkout, tmp_path: Path) -> None:
    """Without click nobody can ask the doctor."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['click'] = None\n", "utf-8")
    answer = checkout.kata("list", PYTHONPATH=os.fspath(tmp_path))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("The package click is missing or damaged: ")
    assert f"--editable {checkout.root}" in answer.err
