"""`kata update` brings new files, and loses nothing of the learner's."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.runner.clone import BRIEF, ORDER, REMARK, Clone, Workshop, commit, git, is_newest, kept
from tests.runner.learner import SLUG, order

pytestmark = pytest.mark.slow


def test_nothing_new(mine: Clone) -> None:
    """It says so, and what to do if that is a surprise."""
    answer = mine.kata("update")
    assert answer.code == 0
    assert "there is nothing new" in answer.out
    assert "git remote add upstream ADDRESS" in answer.out
    assert mine.kata("update", "--check").code == 0


def test_a_clean_clone_goes_on(mine: Clone, workshop: Workshop) -> None:
    """No backup is needed, and the new items of the changelog and the changed katas are shown.

    Nothing is left behind: nobody has begun.
    """
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert is_newest(mine, workshop)
    assert mine.git("status", "--porcelain") == ""
    assert "· k01 has a remark, which goes on." in answer.out
    assert "The first" not in answer.out
    assert "k01 · Say what happened  start state, brief, scenarios" in answer.out
    assert not mine.state.exists()


def test_a_look_changes_nothing(mine: Clone, workshop: Workshop) -> None:
    """`--check` shows what is new, and exits with 1."""
    workshop.change_start_state()
    mine.solve()
    head = mine.git("rev-parse", "HEAD")
    answer = mine.kata("update", "--check")
    assert answer.code == 1
    assert "+# A clerk writes an order." in answer.out
    assert "nothing has changed" in answer.out
    assert mine.git("rev-parse", "HEAD") == head
    assert not (mine.state / "backups").exists()


def test_a_learners_file_stays_and_what_it_misses_is_shown(mine: Clone, workshop: Workshop) -> None:
    """The start state is the new one, and each piece of advice works."""
    mine.solve()
    assert mine.kata("run", "k01").code == 0
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 0
    assert is_newest(mine, workshop)
    assert mine.order.read_text("utf-8") == order()
    assert kept(mine, "order.py") == [order()]
    assert "+# A clerk writes an order." in answer.out
    assert "New in the brief" in (mine.root / BRIEF).read_text("utf-8")
    assert mine.kata("list", "--json").json()["katas"][0]["solved"]
    assert "kata reset k01" in answer.out
    assert mine.kata("reset", "k01", "--yes").code == 0
    assert REMARK in mine.order.read_text("utf-8")
    assert mine.git("status", "--porcelain") == ""
    assert mine.kata("reset", "k01", "--undo").code == 0
    assert mine.order.read_text("utf-8") == order()
    assert mine.kata("run", "k01").code == 0


def test_committed_solutions_are_merged_with(mine: Clone, workshop: Workshop) -> None:
    """The learner's commits stay, and so do the kata files that they have changed."""
    mine.solve()
    commit(mine.root, "k01 solved")
    own = mine.git("rev-parse", "HEAD").strip()
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert is_newest(mine, workshop)
    mine.git("merge-base", "--is-ancestor", own, "HEAD")
    assert mine.git("status", "--porcelain") == ""
    assert mine.order.read_text("utf-8") == order()
    assert mine.git("branch", "--show-current").strip() == "main"
    assert "nothing new" in mine.kata("update").out
    workshop.write("README.md", lambda text: f"{text}More.\n")
    commit(workshop.root, "More")
    assert mine.kata("update").code == 0
    assert mine.order.read_text("utf-8") == order()


def test_a_container_that_knows_no_author_merges_too(mine: Clone, workshop: Workshop) -> None:
    """Otherwise git would ask for a name and an address."""
    mine.solve()
    commit(mine.root, "k01 solved")
    workshop.change_start_state()
    mine.git("config", "user.useConfigOnly", "true")
    nobody = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "")
    answer = mine.kata("update", **nobody, GIT_AUTHOR_EMAIL="", GIT_COMMITTER_EMAIL="")
    assert answer.code == 0, answer
    assert is_newest(mine, workshop)


def test_files_that_come_where_the_learner_has_some(mine: Clone, workshop: Workshop) -> None:
    """In a kata's folder the learner's files stay; others go to a backup, also ignored ones."""
    for path in (f"katas/{SLUG}/helper.py", "notes.md", "extra/ignored.txt"):
        workshop.write(path, lambda _: "ours\n")
        (mine.root / path).parent.mkdir(exist_ok=True)
        (mine.root / path).write_text("mine\n", "utf-8")
    (mine.root / ".git" / "info" / "exclude").write_text("extra\n", "utf-8")
    workshop.publish()
    answer = mine.kata("update")
    assert answer.code == 0
    assert (mine.root / "katas" / SLUG / "helper.py").read_text("utf-8") == "mine\n"
    assert (mine.root / "notes.md").read_text("utf-8") == "ours\n"
    assert kept(mine, "notes.md") == kept(mine, "ignored.txt") == ["mine\n"]
    assert is_newest(mine, workshop)
    assert mine.git("status", "--porcelain").strip() == f"M katas/{SLUG}/helper.py"


@pytest.mark.parametrize("state", ["uncommitted", "committed"])
def test_files_of_ours_that_the_learner_has_changed(
    state: str, mine: Clone, workshop: Workshop
) -> None:
    """Our new version replaces them, and theirs go to a backup; unchanged files of ours stay."""
    feature = f"features/{SLUG}.feature"
    for path in ("README.md", feature, "tests/conftest.py"):
        text = (mine.root / path).read_text("utf-8")
        (mine.root / path).write_text(f"{text}# mine\n", "utf-8")
    if state == "committed":
        commit(mine.root, "Mine")
    workshop.write("README.md", lambda text: f"{text}Ours.\n")
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 0
    assert f"\n  README.md\n  {feature}\n" in answer.out
    assert (mine.root / "README.md").read_text("utf-8") == "# The workshop\nOurs.\n"
    assert kept(mine, "README.md") == ["# The workshop\n# mine\n"]
    assert kept(mine, feature.partition("/")[2])[0].endswith("# mine\n")
    assert (mine.root / "tests" / "conftest.py").read_text("utf-8").endswith("# mine\n")
    assert is_newest(mine, workshop)


def test_what_is_staged_stays_staged_or_is_kept(mine: Clone, workshop: Workshop) -> None:
    """A file that was staged and then changed has two versions: both are kept."""
    mine.order.write_text("staged\n", "utf-8")
    (mine.root / "README.md").write_text("staged\n", "utf-8")
    mine.git("add", "--all")
    mine.solve()
    (mine.root / "README.md").write_text("mine\n", "utf-8")
    workshop.write("README.md", lambda text: f"{text}Ours.\n")
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert mine.git("show", f":{ORDER}") == "staged\n"
    assert mine.order.read_text("utf-8") == order()
    (backup,) = (mine.state / "backups" / "workshop").iterdir()
    assert (backup / "README.md").read_text("utf-8") == "mine\n"
    assert (backup / "README.md.staged").read_text("utf-8") == "staged\n"


def test_other_ends_of_lines_are_no_change(mine: Clone, workshop: Workshop) -> None:
    """As an editor on Windows saves them, and with git's settings there."""
    mine.git("config", "core.autocrlf", "true")
    mine.order.write_bytes(mine.order.read_bytes().replace(b"\n", b"\r\n"))
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 0
    assert "is yours" not in answer.out
    assert REMARK in mine.order.read_text("utf-8")
    assert mine.git("status", "--porcelain") == ""


def test_a_folder_that_becomes_a_file(mine: Clone, workshop: Workshop) -> None:
    """And the other way round."""
    workshop.write("a/b", lambda _: "ours\n")
    workshop.write("c", lambda _: "ours\n")
    workshop.publish()
    assert mine.kata("update").code == 0
    git(workshop.root, "rm", "-r", "--quiet", "a", "c")
    workshop.write("a", lambda _: "ours\n")
    workshop.write("c/d", lambda _: "ours\n")
    workshop.publish()
    assert mine.kata("update").code == 0
    assert mine.git("status", "--porcelain") == ""
    assert (mine.root / "c" / "d").read_text("utf-8") == "ours\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_a_link_in_the_place_of_a_file(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """The link and its target stay as they are; so does a folder."""
    mine.solve()
    shutil.move(mine.order, tmp_path / "elsewhere.py")
    mine.order.symlink_to(tmp_path / "elsewhere.py")
    (mine.root / BRIEF).unlink()
    (mine.root / BRIEF).mkdir()
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert mine.order.is_symlink()
    assert (mine.root / BRIEF).is_dir()
    assert (tmp_path / "elsewhere.py").read_text("utf-8") == order()


def test_a_deleted_file_comes_back(mine: Clone, workshop: Workshop) -> None:
    """There is nothing in it to lose."""
    mine.order.unlink()
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert REMARK in mine.order.read_text("utf-8")
