"""Two checkouts and one environment: the command never works on the wrong checkout."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from katas._runner import checkouts, commands, entry
from katas._runner.paths import ROOT
from tests.runner.checkout import Answer, Checkout
from tests.runner.learner import SLUG
from tests.runner.shell import Shell, commit, git

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the commands are run by sh"),
]

CHANGING = {
    "": "kata", "run 2": "kata run", "reset --yes": "kata reset", "reset --all --yes": "kata reset",
    "next": "kata next", "wall": "kata wall",
    "hint": "kata hint", "watch": "kata watch", "check": "kata check",
    "edit": "kata edit", "update": "kata update",
    "compare --anyway": "kata compare", "wrong --anyway": "kata wrong",
    "open-for-business": "kata open-for-business",
}  # fmt: skip
LOOKING = ["list --json", "journey --json", "doctor --json", "run 1 --solutions --json"]


@pytest.fixture
def first(checkout: Checkout, tmp_path: Path) -> Shell:
    """The first checkout's environment; k01 is half solved there."""
    checkout.order.write_text(checkout.order.read_text("utf-8") + "\n# mine\n", "utf-8")
    return Shell(checkout, tmp_path / "scripts")


@pytest.fixture
def second(checkout: Checkout) -> Path:
    """A copy of the first checkout."""
    return shutil.copytree(checkout.root, checkout.root.with_name("second"))


def _contents(root: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_other_checkout_is_not_changed(first: Shell, second: Path, checkout: Checkout) -> None:
    """Its files and its journey stay; the message names both checkouts."""
    before = _contents(checkout.root)
    first.folder = second
    for verb, command in CHANGING.items():
        answer = first.run(f"kata {verb}")
        assert (answer.code, answer.out) == (2, ""), verb
        assert f"`{command}` would work on another checkout" in answer.err
        for place in (checkout.root, second):
            assert str(place.resolve()) in answer.err
    assert _contents(checkout.root) == before
    assert not (second / ".kata").exists()


def test_each_verb_is_tried() -> None:
    """A new command is refused until its author says that it changes nothing."""
    tried = {words.partition(" ")[0] for words in [*CHANGING, *LOOKING]} - {""}
    assert tried | {"brief"} == set(commands.NAMES)


def test_who_only_looks_is_told_where(first: Shell, second: Path, checkout: Checkout) -> None:
    """One line on stderr says so, so that the JSON on stdout stays valid."""
    first.folder = second / "katas" / SLUG
    for verb in LOOKING:
        answer = first.run(f"kata {verb}")
        json.loads(answer.out)
        assert " ".join(answer.err.split()) == (
            f"This shows {checkout.root.resolve()}, not {second.resolve()}, where you are."
        )
    helped = first.run("kata reset --help")
    assert (helped.code, helped.out[:11]) == (0, "Usage: kata")


@pytest.mark.parametrize("place", ["worktree", "fork", "within", "sparse", "link"])
def test_each_kind_of_second_checkout_is_noticed(
    place: str, first: Shell, checkout: Checkout, tmp_path: Path
) -> None:
    """A worktree beside or in the first, a fork beside it, half of a clone, or a link to one."""
    commit(checkout.root)
    second = (checkout.root if place == "within" else tmp_path) / "another"
    if place in ("worktree", "within"):
        git(checkout.root, "worktree", "add", "--quiet", str(second))
    else:
        git(tmp_path, "clone", "--quiet", str(checkout.root), str(second))
    if place == "sparse":
        git(second, "sparse-checkout", "set", "--no-cone", "/*", "!/features/", "!/solutions/")
    first.folder = second / "katas"
    if place == "link":
        first.folder = tmp_path / "link"
        first.folder.symlink_to(second)
    assert f"  you are in {second.resolve()}\n" in first.run("kata reset --yes").err


def test_elsewhere_nothing_is_said(first: Shell, checkout: Checkout, tmp_path: Path) -> None:
    """Outside all checkouts, in any folder of the right one, and through a link to it."""
    link = tmp_path / "link"
    link.symlink_to(checkout.root)
    for folder in (tmp_path, checkout.root / "tests" / "steps", link, link / "katas" / SLUG):
        first.folder = folder
        answer = first.run("kata list")
        assert (answer.code, answer.err) == (0, "")


def test_a_folder_that_is_gone_is_in_no_checkout(first: Shell, tmp_path: Path) -> None:
    """For example if another terminal has deleted it."""
    first.folder = tmp_path / "gone"
    first.folder.mkdir()
    answer = first.run(f"rmdir {first.folder}; kata list")
    assert (answer.code, "another" in answer.err) == (0, False)


def test_the_module_drives_the_checkout_in_which_it_is_started(
    first: Shell, second: Path, checkout: Checkout
) -> None:
    """`python -m katas._runner` takes the code of the current folder, and so does each run."""
    before = _contents(checkout.root)
    Checkout(second).solve()
    answer = Checkout(second).kata("run", "1")
    assert (answer.code, answer.err) == (0, "")
    assert _contents(checkout.root) == before
    first.folder = second / "katas"
    assert "you are in" in first.run(f"{sys.executable} -m katas._runner").err


def test_pytest_imports_the_checkout_in_which_it_stands(first: Shell, second: Path) -> None:
    """With the environment of the first, from its top, from a folder in it, and from outside."""
    Checkout(second).solve()
    for folder, path in (".", f"tests/test_{SLUG}.py"), ("katas", f"../tests/test_{SLUG}.py"):
        first.folder = second / folder
        assert first.run(f"pytest --mine {path}").code == 0
    first.folder = second.parent
    assert first.run(f"pytest --mine {second}/tests/test_{SLUG}.py").code == 0
    first.folder = second
    (second / "tests" / f"test_{SLUG}.py").write_text(
        "import katas.given, katas._runner.paths\n"
        f"def test_place():\n"
        f"    assert str(katas._runner.paths.ROOT) == {str(second.resolve())!r}\n"
        f"    assert katas.given.__file__.startswith({str(second.resolve())!r})\n",
        "utf-8",
    )
    assert first.run(f"pytest tests/test_{SLUG}.py").code == 0


def _checkout_finding(answer: Answer) -> dict[str, str]:
    return next(each for each in answer.json()["checks"] if each["name"] == "Checkout")


def test_the_doctor_says_which_checkout_it_looks_at(
    first: Shell, second: Path, checkout: Checkout
) -> None:
    """It also says whether `kata` works on it. Here, `kata` works on the tests' own checkout."""
    found = _checkout_finding(first.run("kata doctor --json"))
    assert str(checkout.root.resolve()) in found["found"]
    driven = entry.origin()
    if driven and driven.samefile(ROOT):
        assert found["status"] == "note"
        assert str(driven) in found["found"]
    first.folder = second
    found = _checkout_finding(first.run("kata doctor --json"))
    assert found["status"] == "wrong"
    assert f"you are in {second.resolve()}" in found["found"]
    assert "-m venv" in found["mend"]


def test_an_environment_that_was_copied_is_made_anew(second: Path, tmp_path: Path) -> None:
    """Its scripts start the Python of the first checkout, or it is a link to that environment."""
    assert not any("--clear" in line for line in checkouts.installation(second))
    (second / ".venv").mkdir()
    assert "python3 -m venv --clear .venv" in checkouts.installation(second)
    (second / ".venv").rmdir()
    (second / ".venv").symlink_to(tmp_path)
    assert "python3 -m venv venv" in checkouts.installation(second)


def test_start_states_are_published_where_people_are(second: Path) -> None:
    """From a folder of the second checkout, Python finds the first one's code."""
    done = subprocess.run(
        [sys.executable, "-m", "katas._runner.published", "--check"],
        cwd=second / "tests",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert str(second.resolve()) in done.stdout + done.stderr
