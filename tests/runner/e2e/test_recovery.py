"""Missing or damaged files come back by the advised command, however they were lost."""

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG, order
from tests.runner.shell import Shell, commit, git

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the commands are run by sh"),
]

FEATURE = f"features/{SLUG}.feature"
BRIEF = f"katas/{SLUG}/README.md"
ORDER = f"katas/{SLUG}/order.py"
CATALOGUE = "katas/catalogue.toml"
ARCHIVE = "katas/_runner/published.zip"

Damage = Callable[[Path, str], None]


def _delete(root: Path, file: str) -> None:
    path = root / file
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _delete_and_commit(root: Path, file: str) -> None:
    _delete(root, file)
    commit(root)
    (root / "katas" / "mine.txt").write_text("later work", "utf-8")
    commit(root)


def _move(root: Path, file: str) -> None:
    git(root, "mv", file, f"{file}.old")


def _move_and_commit(root: Path, file: str) -> None:
    _move(root, file)
    commit(root)


def _unstage(root: Path, file: str) -> None:
    git(root, "rm", "-r", "--cached", "--quiet", file)
    _delete(root, file)


def _garble(root: Path, file: str) -> None:
    (root / file).write_bytes(b"\xff\xfe\0[[")


def _garble_and_add(root: Path, file: str) -> None:
    _garble(root, file)
    git(root, "add", file)


def _garble_and_commit(root: Path, file: str) -> None:
    _garble(root, file)
    commit(root)


def _fail_and_commit(root: Path, file: str) -> None:
    """Commit a broken version twice, so that the version before the last one does not work."""
    for _ in range(2):
        with (root / file).open("a", encoding="utf-8") as text:
            text.write("\n1 / 0\n")
        commit(root)


def _make_a_folder(root: Path, file: str) -> None:
    _delete(root, file)
    (root / file).mkdir()
    (root / file / "notes.txt").write_text("mine", "utf-8")


def _link(root: Path, file: str) -> None:
    _delete(root, file)
    (root / file).symlink_to("/nowhere/at/all")


def _leave_out(root: Path, file: str) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/*", f"!/{file}")


def _merge(root: Path, file: str) -> None:
    """Stop a merge in a conflict: a file is deleted here, and changed there."""
    git(root, "checkout", "--quiet", "-b", "theirs")
    with (root / file).open("a", encoding="utf-8") as text:
        text.write("\n# theirs\n")
    commit(root)
    git(root, "checkout", "--quiet", "-b", "mine", "HEAD~1")
    with (root / file).open("a", encoding="utf-8") as text:
        text.write("\n# mine\n")
    commit(root)
    with pytest.raises(Exception, match="merge"):
        git(root, "merge", "theirs")
    _delete(root, file)


@dataclass(frozen=True)
class Loss:
    """A loss in a clone, which a command notices when it is run in `folder`."""

    file: str
    damage: Damage
    command: str
    verb: str = "run 1"
    folder: str = "."

    def __str__(self) -> str:
        return f"{self.file}{self.damage.__name__}-{self.folder}"


LOSSES = [
    Loss(FEATURE, _delete, "git restore"),
    Loss(FEATURE, _delete, "git restore", folder=f"katas/{SLUG}"),
    Loss(FEATURE, _delete, "git -C", folder=".."),
    Loss(FEATURE, _link, "git restore"),
    Loss(FEATURE, _move, "git checkout HEAD"),
    Loss(FEATURE, _unstage, "git checkout HEAD"),
    Loss(FEATURE, _move_and_commit, "git checkout"),
    Loss(FEATURE, _delete_and_commit, "git checkout"),
    Loss(FEATURE, _garble, "git restore"),
    Loss(FEATURE, _garble_and_add, "git checkout HEAD"),
    Loss(FEATURE, _garble_and_commit, "git checkout"),
    Loss(FEATURE, _leave_out, "git sparse-checkout disable"),
    Loss(FEATURE, _merge, "git checkout"),
    Loss("features", _delete, "git restore", "list"),
    Loss("features", _move, "git checkout HEAD", "list"),
    Loss("features", _leave_out, "git sparse-checkout disable", "list"),
    Loss("tests", _delete_and_commit, "git checkout", "list"),
    Loss("tests/steps", _unstage, "git checkout HEAD"),
    Loss("tests/conftest.py", _move, "git checkout HEAD"),
    Loss("katas/given", _delete_and_commit, "git checkout"),
    Loss("pyproject.toml", _move_and_commit, "git checkout"),
    Loss(CATALOGUE, _move, "git checkout HEAD", "list"),
    Loss(CATALOGUE, _garble_and_commit, "git checkout", "list"),
    Loss("katas/given/feed.py", _fail_and_commit, "git checkout", "run 9"),
    Loss("katas/given/sales", _delete_and_commit, "git checkout"),
    Loss("tests/steps/order.py", _fail_and_commit, "git checkout"),
    Loss("katas/_roastery", _move, "git checkout HEAD"),
    Loss(ARCHIVE, _garble, "git restore", "reset"),
    Loss(ARCHIVE, _delete_and_commit, "git checkout", "reset"),
    Loss(f"solutions/{SLUG}/README.md", _garble_and_commit, "git checkout", "compare 1 --anyway"),
    Loss(f"solutions/{SLUG}/order.py", _move, "git checkout HEAD", "run 1 --solutions"),
    Loss(f"solutions/{SLUG}", _move, "git checkout HEAD", "compare 1 --anyway"),
    Loss(BRIEF, _delete, "kata reset k01 README.md", "brief 1"),
    Loss(BRIEF, _move_and_commit, "kata reset k01 README.md", "brief 1"),
    Loss(BRIEF, _garble_and_commit, "kata reset k01 README.md", "brief 1"),
    Loss(BRIEF, _make_a_folder, "kata reset k01 README.md", "brief 1"),
    Loss(ORDER, _delete, "kata reset k01 order.py"),
    Loss(ORDER, _delete, "kata reset k01 order.py", folder="tests"),
    Loss(ORDER, _link, "kata reset k01 order.py"),
    Loss(BRIEF, _link, "kata reset k01 README.md", "brief 1"),
    Loss(ORDER, _make_a_folder, "kata reset k01 order.py"),
    Loss(f"katas/{SLUG}", _delete, "kata reset k01"),
    Loss(f"katas/{SLUG}", _delete_and_commit, "kata reset k01"),
]


@pytest.fixture
def clone(checkout: Checkout) -> Checkout:
    """A checkout with a history of one commit."""
    commit(checkout.root)
    return checkout


def _command(said: str) -> str:
    found = re.search(r"(?i:bring (?:it|them|the file|that) back)[^:`]*: `([^`]+)`", _flat(said))
    assert found, said
    return found[1]


def _flat(said: str) -> str:
    return " ".join(said.split())


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_what_is_lost_comes_back(loss: Loss, clone: Checkout, tmp_path: Path) -> None:
    """The command is run as advised, in the same folder. Then nothing is missing any more."""
    loss.damage(clone.root, loss.file)
    shell = Shell(clone, tmp_path / "scripts")
    shell.folder = clone.root / loss.folder
    answer = shell.run(f"kata {loss.verb}")
    command = _command(answer.said)
    assert command.startswith(loss.command)
    assert len(max(answer.said.splitlines(), key=len)) <= 100 or command.startswith("git -C")
    done = shell.run(command)
    if "--yes" in done.said:  # nobody sits there to answer
        done = shell.run(f"{command} --yes")
    assert done.code == 0, done
    assert "back:" not in _flat(shell.run(f"kata {loss.verb}").said)


@pytest.mark.parametrize("file", [FEATURE, "features", CATALOGUE, BRIEF, ORDER])
@pytest.mark.parametrize("has_history", [False, True], ids=["download", "no git"])
def test_without_git_it_comes_from_the_archive_or_from_another_download(
    checkout: Checkout, tmp_path: Path, file: str, *, has_history: bool
) -> None:
    """An archive download has no history, and not everyone has git."""
    another = shutil.copytree(checkout.root, tmp_path / "another")
    settings = {}
    if has_history:
        commit(checkout.root)
        settings = {"PATH": str(tmp_path)}
    _delete(checkout.root, file)
    verb = ["brief", "1"] if file == BRIEF else []
    said = _flat(checkout.kata(*verb, **settings).said)
    assert "git " not in said
    if SLUG in file and file.startswith("katas"):
        assert checkout.kata(*_command(said).split()[1:], **settings).code == 0
    else:  # by hand, as it says
        assert f"copy from there: {file}" in said
        copy = shutil.copytree if (another / file).is_dir() else shutil.copy
        copy(another / file, checkout.root / file)
    assert "back:" not in _flat(checkout.kata(*verb).said)


def test_another_s_repository_around_a_download_does_not_know_it(
    checkout: Checkout, tmp_path: Path
) -> None:
    """For example if somebody has their home folder in git."""
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    git(tmp_path, "init", "--quiet")
    _delete(checkout.root, FEATURE)
    assert f"copy from there: {FEATURE}" in _flat(checkout.kata().said)


def test_a_folder_in_the_place_of_a_file_makes_way(clone: Checkout, tmp_path: Path) -> None:
    """It is renamed first, by hand, as it says."""
    file = f"solutions/{SLUG}/order.py"
    _make_a_folder(clone.root, file)
    said = clone.kata("run", "1", "--solutions").said
    assert "rename that folder" in said
    (clone.root / file).rename(clone.root / "solutions" / SLUG / "mine")
    assert Shell(clone, tmp_path / "scripts").run(_command(said)).code == 0
    assert clone.kata("run", "1", "--solutions").code == 0


def test_committed_work_comes_from_the_commit(clone: Checkout, tmp_path: Path) -> None:
    """The start state would lack the learner's own work."""
    clone.solve()
    commit(clone.root)
    clone.order.unlink()
    command = _command(clone.kata().said)
    assert Shell(clone, tmp_path / "scripts").run(command).code == 0
    assert clone.order.read_text("utf-8") == order()


def test_one_file_comes_back_and_the_others_stay(checkout: Checkout) -> None:
    """If the brief is lost, the half-solved kata and its progress stay."""
    checkout.solve()
    assert checkout.kata("run", "1").code == 0
    _delete(checkout.root, BRIEF)
    answer = checkout.kata("reset", "k01", BRIEF)  # nothing is at stake, and nobody is asked
    assert answer.code == 0
    assert (checkout.root / BRIEF).is_file()
    assert checkout.order.read_text("utf-8") == order()
    assert checkout.kata("list", "--json").json()["katas"][0]["solved"] is True
    unknown = checkout.kata("reset", "k01", "orders.py")
    assert unknown.code == 2
    assert "It has: README.md, order.py." in _flat(unknown.err)
