"""Katas that are renamed or gone, and packages that are new."""

import zipfile
from pathlib import Path

import pytest

from katas._runner.published import files
from tests.runner.clone import Clone, Workshop, commit, git, is_newest, kept
from tests.runner.learner import SLUG, order

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("state", ["uncommitted", "committed"])
def test_a_renamed_kata_takes_its_files_along(state: str, mine: Clone, workshop: Workshop) -> None:
    """The learner's files are in the new folder, and the old one is gone."""
    new = "k01_what_happened"
    mine.solve()
    (mine.order.parent / "notes.txt").write_text("mine", "utf-8")
    if state == "committed":
        commit(mine.root, "k01 solved")
    _rename(workshop, SLUG, new)
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert f"katas/{new}" in answer.out
    assert not mine.order.parent.exists()
    folder = mine.root / "katas" / new
    assert (folder / "order.py").read_text("utf-8") == order()
    assert (folder / "notes.txt").read_text("utf-8") == "mine"
    assert kept(mine, "order.py") == [order()]
    assert is_newest(mine, workshop)
    assert ("notes.txt" in mine.git("ls-files")) == (state == "committed")
    assert mine.kata("run", "k01").code == 0
    assert mine.kata("reset", "k01", "--yes").code == 0


def _rename(workshop: Workshop, old: str, new: str) -> None:
    for folder, end in (("katas", ""), ("solutions", ""), ("features", ".feature")):
        git(workshop.root, "mv", f"{folder}/{old}{end}", f"{folder}/{new}{end}")
    git(workshop.root, "mv", f"tests/test_{old}.py", f"tests/test_{new}.py")
    for path in ("katas/catalogue.toml", f"tests/test_{new}.py"):
        workshop.write(path, lambda text: text.replace(old, new))
    workshop.publish("k01")


def test_a_kata_that_is_gone_leaves_the_learners_files(mine: Clone, workshop: Workshop) -> None:
    """They are told where, and all of it is in a backup."""
    slug = "k21_the_last_voucher"
    name = next(each for each, content in files(slug).items() if b"TODO" in content)
    file = mine.root / "katas" / slug / name
    file.write_text("mine\n", "utf-8")
    git(workshop.root, "rm", "-r", "--quiet", f"katas/{slug}", f"solutions/{slug}")
    workshop.write("katas/catalogue.toml", lambda text: _without(text, slug))
    workshop.publish("k21")
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert "is no longer part of the workshop" in answer.out
    assert f"katas/{slug}/{name} is yours, and stays" in answer.out
    assert [path.name for path in file.parent.iterdir()] == [name]
    assert file.read_text("utf-8") == "mine\n"
    assert kept(mine, "README.md")
    assert mine.kata("list").code == 0


def _without(catalogue: str, slug: str) -> str:
    head, *entries = catalogue.split("[[kata]]")
    return "[[kata]]".join([head, *(each for each in entries if slug not in each)])


@pytest.mark.parametrize("state", ["to be had", "not to be had"])
def test_new_packages_are_installed(
    state: str, mine: Clone, workshop: Workshop, tmp_path: Path
) -> None:
    """Or it says what to type."""
    wheels, target = tmp_path / "wheels", tmp_path / "target"
    wheels.mkdir()
    target.mkdir()
    if state == "to be had":
        _build_wheel(wheels)
    workshop.write(
        "pyproject.toml",
        lambda text: text.replace("dependencies = [", 'dependencies = [\n  "kata-beans>=1",', 1),
    )
    workshop.publish()
    answer = mine.kata(
        "update",
        PIP_NO_INDEX="1",
        PIP_FIND_LINKS=str(wheels),
        PIP_TARGET=str(target),
        PYTHONPATH=str(target),
    )
    assert is_newest(mine, workshop)
    if state == "to be had":
        assert answer.code == 0, answer
        assert (target / "kata_beans.py").exists()
    else:
        assert answer.code == 1
        assert "kata-beans is missing" in answer.out
        assert "pip install" in answer.out


def _build_wheel(folder: Path) -> None:
    with zipfile.ZipFile(folder / "kata_beans-1.0-py3-none-any.whl", "w") as wheel:
        info = "kata_beans-1.0.dist-info"
        wheel.writestr("kata_beans.py", "")
        wheel.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: kata-beans\nVersion: 1.0\n"
        )
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
