"""Where `kata update` takes updates from: branches, forks, missing networks."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runner.checkout import Checkout
from tests.runner.clone import ORDER, Clone, Workshop, begin, commit, commit_order, git, is_newest
from tests.runner.learner import order

pytestmark = pytest.mark.slow


def test_a_learners_branch_takes_the_main_branch(mine: Clone, workshop: Workshop) -> None:
    """The branch tracks no remote branch."""
    mine.git("switch", "--quiet", "--create", "mine")
    mine.solve()
    commit(mine.root, "k01 solved")
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert mine.git("branch", "--show-current").strip() == "mine"
    assert is_newest(mine, workshop)
    assert mine.order.read_text("utf-8") == order()


def test_a_branch_made_for_a_workshop_follows_its_own(workshop: Workshop, tmp_path: Path) -> None:
    """Not the main branch, which may have newer katas than the workshop needs."""
    git(workshop.root, "branch", "autumn")
    mine = Clone.of(workshop.root, tmp_path / "mine", "--branch", "autumn")
    workshop.change_start_state()
    assert "nothing new" in mine.kata("update").out
    assert mine.kata("update", "--from", "origin").code == 0
    assert is_newest(mine, workshop)


def test_without_a_branch_it_goes_on_unless_commits_would_be_lost(
    mine: Clone, workshop: Workshop
) -> None:
    """The message says what to type, and that works."""
    mine.git("switch", "--quiet", "--detach")
    mine.solve()
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)
    commit(mine.root, "k01 solved")
    workshop.write("README.md", lambda text: f"{text}More.\n")
    commit(workshop.root, "More")
    answer = mine.kata("update")
    assert answer.code == 1
    assert "git switch -c mine" in answer.err
    mine.git("switch", "--quiet", "-c", "mine")
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


def test_no_remote(mine: Clone, workshop: Workshop) -> None:
    """It says how to add one, and that works."""
    mine.git("remote", "remove", "origin")
    answer = mine.kata("update")
    assert answer.code == 1
    assert "git remote add origin ADDRESS" in answer.err
    workshop.change_start_state()
    mine.git("remote", "add", "origin", str(workshop.root))
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


def test_a_fork_takes_news_from_upstream(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """Its `origin` has none."""
    fork = tmp_path / "fork"
    git(tmp_path, "clone", "--quiet", "--bare", str(workshop.root), str(fork))
    mine.git("remote", "set-url", "origin", str(fork))
    workshop.change_start_state()
    assert "nothing new" in mine.kata("update").out
    mine.git("remote", "add", "upstream", str(workshop.root))
    answer = mine.kata("update")
    assert answer.code == 0
    assert "upstream/main" in answer.out
    assert is_newest(mine, workshop)


def test_several_remotes_are_asked_about(mine: Clone, workshop: Workshop) -> None:
    """If none of them is `upstream` or `origin`. A wrong name is answered with the known ones."""
    mine.git("remote", "rename", "origin", "here")
    mine.git("remote", "add", "there", str(workshop.root))
    mine.git("branch", "--unset-upstream")
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 1
    assert "kata update --from here" in answer.err
    wrong = mine.kata("update", "--from", "nowhere")
    assert wrong.code == 2
    assert "here, there" in wrong.err
    assert "no branch other in there" in mine.kata("update", "--from", "there/other").err
    assert mine.kata("update", "--from", "here").code == 0
    assert is_newest(mine, workshop)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://someone:secret@localhost:9/workshop.git", "cannot be reached"),
        ("https://workshop.invalid/workshop.git", "cannot be reached"),
        ("/nowhere/workshop", "cannot be read"),
    ],
)
def test_no_network(address: str, says: str, mine: Clone) -> None:
    """In plain words and without passwords; nothing has changed."""
    mine.solve()
    mine.git("remote", "set-url", "origin", address)
    answer = mine.kata("update")
    assert answer.code == 1
    assert says in answer.err
    assert "nothing has changed" in answer.err
    assert "secret" not in answer.said
    assert mine.order.read_text("utf-8") == order()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_ctrl_c_while_it_waits(mine: Clone) -> None:
    """A server that does not answer: nothing has changed, and it says so."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"git://127.0.0.1:{server.getsockname()[1]}/workshop"
        mine.git("remote", "set-url", "origin", address)
        with mine.terminal("update") as screen:
            connection, _ = server.accept()
            with connection:
                screen.sendintr()
                screen.expect_exact("Your files are as they were")


def test_a_shallow_clone(workshop: Workshop, tmp_path: Path) -> None:
    """As CI and some editors make them."""
    mine = Clone.of(workshop.root, tmp_path / "shallow", "--depth", "1")
    commit_order(mine, "mine")
    workshop.change_start_state()
    workshop.write("README.md", lambda text: f"{text}More.\n")
    commit(workshop.root, "More")
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)
    assert mine.order.read_text("utf-8") == "mine"


def test_another_worktree(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """Where `.git` is a file."""
    mine.git("worktree", "add", "--quiet", "-b", "second", str(tmp_path / "second"))
    second = Clone(tmp_path / "second")
    second.solve()
    workshop.change_start_state()
    assert second.kata("update").code == 0
    assert is_newest(second, workshop)
    assert second.order.read_text("utf-8") == order()


def test_a_workshop_that_began_anew(mine: Clone, workshop: Workshop) -> None:
    """Its new history has nothing in common with the clone's; the steps are those without git."""
    mine.solve()
    git(workshop.root, "checkout", "--quiet", "--orphan", "new")
    commit(workshop.root, "The workshop, anew")
    git(workshop.root, "branch", "--move", "--force", "main")
    answer = mine.kata("update")
    assert answer.code == 1
    assert "no history in common" in answer.err
    assert "new-katas" in answer.err
    assert mine.order.read_text("utf-8") == order()


def test_a_workshop_that_rewrote_its_last_commit(mine: Clone, workshop: Workshop) -> None:
    """A learner's file stays, although the history of its start state was rewritten."""
    workshop.write("README.md", lambda text: f"{text}More.\n")
    commit(workshop.root, "More")
    assert mine.kata("update").code == 0
    mine.solve()
    workshop.write("README.md", lambda text: f"{text}Even more.\n")
    git(workshop.root, "commit", "--quiet", "--all", "--amend", "--message", "More")
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)
    assert mine.order.read_text("utf-8") == order()


def test_inside_of_a_hook(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """Where git's variables lead to another repository."""
    begin(Checkout.make(tmp_path / "other").root)
    workshop.change_start_state()
    assert mine.kata("update", GIT_DIR=str(tmp_path / "other" / ".git")).code == 0
    assert is_newest(mine, workshop)


def test_from_any_folder(mine: Clone, workshop: Workshop) -> None:
    """Paths are shown from the checkout's top."""
    mine.solve()
    workshop.change_start_state()
    done = subprocess.run(  # noqa: S603 - our own words
        mine.command("update"),
        cwd=mine.order.parent,
        env=mine.environment(PYTHONPATH=str(mine.root)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{ORDER} is yours, and stays" in done.stdout
    assert mine.order.read_text("utf-8") == order()
