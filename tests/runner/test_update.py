"""`kata update` in real clones of a real workshop: nothing of a learner's is lost."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from katas._runner.published import files

from .checkout import Checkout
from .clone import Clone, begin, commit, git
from .learner import SLUG, order

pytestmark = pytest.mark.slow

REMARK = "# A clerk writes an order.\n"
ORDER = f"katas/{SLUG}/order.py"
BRIEF = f"katas/{SLUG}/README.md"


class Workshop:
    """The workshop's own repository, whose authors go on."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, change: Callable[[str], str]) -> None:
        """Change a file, which may be new."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(change(before), "utf-8", newline="\n")

    def publish(self) -> None:
        """Publish the start states, and commit everything."""
        subprocess.run(
            [sys.executable, "-m", "katas._runner.published"], cwd=self.root, check=True
        )
        commit(self.root, "News")

    def change_start_state(self) -> None:
        """Add a line to what k01 begins with, and to its brief and its feature."""
        self.write(ORDER, lambda text: text.replace("class Order", f"{REMARK}class Order"))
        self.write(BRIEF, lambda text: text.replace("## Rules", "New in the brief.\n\n## Rules"))
        self.write(f"features/{SLUG}.feature", lambda text: f"# Looked through.\n{text}")
        self.write(
            ".github/CHANGELOG.md", lambda text: f"{text}- k01 has a remark, which goes\n  on.\n"
        )
        self.publish()


@pytest.fixture(scope="session")
def first_edition(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workshop's repository with one commit."""
    root = shutil.copytree(pristine, tmp_path_factory.mktemp("first") / "workshop")
    (root / ".gitignore").write_text(".kata/\n__pycache__/\n", "utf-8")
    (root / ".gitattributes").write_text("* text=auto eol=lf\n*.zip binary\n", "utf-8")
    (root / ".github").mkdir()
    (root / ".github" / "CHANGELOG.md").write_text("# Changelog\n\n- The first.\n", "utf-8")
    (root / "README.md").write_text("# The workshop\n", "utf-8")
    begin(root)
    return root


@pytest.fixture
def workshop(first_edition: Path, tmp_path: Path) -> Workshop:
    return Workshop(shutil.copytree(first_edition, tmp_path / "workshop"))


@pytest.fixture
def mine(workshop: Workshop, tmp_path: Path) -> Clone:
    """A learner's clone of the first edition."""
    return Clone.of(workshop.root, tmp_path / "mine")


def kept(clone: Checkout, name: str) -> list[str]:
    """What the backups hold of a file, the oldest first."""
    found = sorted((clone.state / "backups").rglob(name))
    return [path.read_text("utf-8") for path in found]


def is_newest(clone: Clone, workshop: Workshop) -> bool:
    """Whether HEAD is or holds the workshop's last commit, and nothing is staged."""
    newest = git(workshop.root, "rev-parse", "HEAD").strip()
    clone.git("merge-base", "--is-ancestor", newest, "HEAD")
    return not clone.git("diff", "--cached", "--name-only")


def test_nothing_new(mine: Clone) -> None:
    """It says so, and what to do if that is a surprise."""
    answer = mine.kata("update")
    assert answer.code == 0
    assert "there is nothing new" in answer.out
    assert "git remote add upstream ADDRESS" in answer.out
    assert mine.kata("update", "--check").code == 0


def test_a_clean_clone_goes_on(mine: Clone, workshop: Workshop) -> None:
    """No backup is needed, and the changelog and the katas tell what is new."""
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert is_newest(mine, workshop)
    assert mine.git("status", "--porcelain") == ""
    assert "· k01 has a remark, which goes on." in answer.out
    assert "The first" not in answer.out
    assert "k01 · Say what happened  start state, brief, scenarios" in answer.out
    assert not (mine.state / "backups").exists()


def test_a_look_changes_nothing(mine: Clone, workshop: Workshop) -> None:
    """`--check` shows what would come, and exits with 1."""
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
    """The learner's commits stay, and theirs are the files of katas that they have changed."""
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


def test_a_learners_branch_takes_the_main_branch(mine: Clone, workshop: Workshop) -> None:
    """It follows nothing of its own."""
    mine.git("switch", "--quiet", "--create", "mine")
    mine.solve()
    commit(mine.root, "k01 solved")
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert mine.git("branch", "--show-current").strip() == "mine"
    assert is_newest(mine, workshop)
    assert mine.order.read_text("utf-8") == order()


def test_a_branch_made_for_a_workshop_follows_its_own(workshop: Workshop, tmp_path: Path) -> None:
    """Not the main one, which may be further than the room should be."""
    git(workshop.root, "branch", "autumn")
    mine = Clone.of(workshop.root, tmp_path / "mine", "--branch", "autumn")
    workshop.change_start_state()
    assert "nothing new" in mine.kata("update").out
    assert mine.kata("update", "--from", "origin").code == 0
    assert is_newest(mine, workshop)


def test_without_a_branch_it_goes_on_unless_commits_would_be_lost(
    mine: Clone, workshop: Workshop
) -> None:
    """What to type is said, and works."""
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
    """If none of them is `upstream` or `origin`; what was typed wrongly is answered with names."""
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
    """In people's words and without passwords, and nothing has changed."""
    mine.solve()
    mine.git("remote", "set-url", "origin", address)
    answer = mine.kata("update")
    assert answer.code == 1
    assert says in answer.err
    assert "Nothing has changed" in answer.err
    assert "secret" not in answer.said
    assert mine.order.read_text("utf-8") == order()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_ctrl_c_while_it_waits(mine: Clone) -> None:
    """A server that does not answer: nothing has changed, and it says so."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        mine.git("remote", "set-url", "origin", f"git://127.0.0.1:{port}/workshop")
        running = subprocess.Popen(  # noqa: S603 - our own words
            mine.command("update"),
            cwd=mine.root,
            env=mine.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        )
        connection, _ = server.accept()
        with connection:
            os.killpg(running.pid, signal.SIGINT)
            said, _ = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Your files are as they were" in said


def test_without_git(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """The steps to a new download are said, and they work."""
    mine.solve()
    (mine.order.parent / "my notes.txt").write_text("mine", "utf-8")
    assert mine.kata("run", "k01").code == 0
    (tmp_path / "bin").mkdir()
    answer = mine.kata("update", PATH=str(tmp_path / "bin"))
    assert answer.code == 1
    assert "https://git-scm.com" in answer.err
    _follow_steps(answer.err, mine, workshop, tmp_path)


def test_an_unpacked_archive(workshop: Workshop, tmp_path: Path) -> None:
    """Also inside of somebody else's repository, and after `git init`."""
    begin(_unpack(workshop, tmp_path / "home", ""))
    mine = Clone(_unpack(workshop, tmp_path / "home" / "mine", ""))
    mine.solve()
    (mine.order.parent / "my notes.txt").write_text("mine", "utf-8")
    assert mine.kata("run", "k01").code == 0
    answer = mine.kata("update")
    assert answer.code == 1
    assert "a download" in answer.err
    _follow_steps(answer.err, mine, workshop, mine.root.parent)
    mine.git("init", "--quiet")
    assert "a download" in mine.kata("update").err


def _unpack(workshop: Workshop, folder: Path, name: str) -> Path:
    """Download an archive of the workshop's last commit, and unpack it."""
    archive = folder.parent / "archive.zip"
    git(workshop.root, "archive", "--format=zip", "--output", str(archive), "HEAD")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder / name)
    return folder / name


def _follow_steps(said: str, mine: Clone, workshop: Workshop, beside: Path) -> None:
    """Do what was said: a new download, and one's work into it."""
    workshop.change_start_state()
    new = Clone(_unpack(workshop, beside, "new-katas"))
    commands = [line.strip() for line in said.splitlines() if line.startswith("     ")]
    shell = ["powershell", "-Command"] if sys.platform == "win32" else ["sh", "-e", "-c"]
    subprocess.run([*shell, "\n".join(commands)], cwd=mine.root, check=True)  # noqa: S603 - as above
    assert new.order.read_text("utf-8") == order()
    assert (new.order.parent / "my notes.txt").read_text("utf-8") == "mine"
    assert "New in the brief" in (new.root / BRIEF).read_text("utf-8")
    assert new.kata("list", "--json").json()["katas"][0]["solved"]


def test_an_archive_without_anything_of_ones_own(workshop: Workshop, tmp_path: Path) -> None:
    """There is nothing to copy."""
    mine = Clone(_unpack(workshop, tmp_path, "mine"))
    assert "Download the workshop again" in mine.kata("update").err


@pytest.mark.parametrize(
    ("begun", "advice"),
    [
        ("merge", "git merge --abort"),
        ("rebase", "git rebase --abort"),
        ("cherry-pick", "git cherry-pick --abort"),
        ("revert", "git revert --abort"),
        ("bisect", "git bisect reset"),
    ],
)
def test_what_was_begun_is_finished_first(
    begun: str, advice: str, mine: Clone, workshop: Workshop
) -> None:
    """The advice is tried."""
    _commit_order(mine, "one")
    mine.git("branch", "other", "HEAD")
    _commit_order(mine, "two")
    _begin(begun, mine)
    workshop.change_start_state()
    answer = mine.kata("update")
    assert answer.code == 1
    assert advice in answer.err
    mine.git(*advice.split()[1:])
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert mine.order.read_text("utf-8") == "two"


def _commit_order(mine: Clone, content: str) -> None:
    mine.order.write_text(content, "utf-8")
    commit(mine.root, content)


def _begin(what: str, mine: Clone) -> None:
    """Leave something unfinished, with a conflict where that needs one."""
    if what == "bisect":
        mine.git("bisect", "start")
        return
    if what == "revert":
        arguments = ["revert", "HEAD~1"]
    else:
        mine.git("switch", "--quiet", "other")
        _commit_order(mine, "three")
        mine.git("switch", "--quiet", "main")
        arguments = [what, "other"]
    with pytest.raises(AssertionError):
        mine.git(*arguments)


def test_a_stash_that_did_not_fit(mine: Clone) -> None:
    """Two versions stand in a file: that is settled first, as it says."""
    mine.order.write_text("one", "utf-8")
    mine.git("stash")
    _commit_order(mine, "two")
    with pytest.raises(AssertionError):
        mine.git("stash", "pop")
    assert "git add" in mine.kata("update").err
    mine.order.write_text("both", "utf-8")
    mine.git("add", ORDER)
    assert mine.kata("update").code == 0
    assert mine.git("stash", "list")


def test_another_git_at_work(mine: Clone) -> None:
    """Its lock is named."""
    lock = mine.root / ".git" / "index.lock"
    lock.touch()
    answer = mine.kata("update")
    assert answer.code == 1
    assert str(lock) in answer.err
    lock.unlink()
    assert mine.kata("update").code == 0


def test_files_that_come_where_the_learner_has_some(mine: Clone, workshop: Workshop) -> None:
    """In a kata's folder the learner's stay, and elsewhere they are kept; ignored ones as well."""
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
    """Ours apply where we have changed them, and theirs are kept and named; others stay."""
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
    """What was staged and then changed again exists in two versions: both are to be found."""
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


@pytest.mark.parametrize("state", ["uncommitted", "committed"])
def test_a_renamed_kata_takes_its_files_along(
    state: str, mine: Clone, workshop: Workshop
) -> None:
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
    workshop.publish()


def test_a_kata_that_is_gone_leaves_the_learners_files(mine: Clone, workshop: Workshop) -> None:
    """They are told where, and all of it is in a backup."""
    slug = "k21_the_last_voucher"
    name = next(each for each, content in files(slug).items() if b"TODO" in content)
    file = mine.root / "katas" / slug / name
    file.write_text("mine\n", "utf-8")
    git(workshop.root, "rm", "-r", "--quiet", f"katas/{slug}", f"solutions/{slug}")
    workshop.write("katas/catalogue.toml", lambda text: _without(text, slug))
    workshop.publish()
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


def test_a_shallow_clone(workshop: Workshop, tmp_path: Path) -> None:
    """As CI and some editors make them."""
    mine = Clone.of(workshop.root, tmp_path / "shallow", "--depth", "1")
    _commit_order(mine, "mine")
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
    """Its new history has nothing in common with the clone's: as with an archive."""
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
    """A learner's file stays, although what it began with has another history."""
    workshop.write("README.md", lambda text: f"{text}More.\n")
    commit(workshop.root, "More")
    assert mine.kata("update").code == 0
    mine.solve()
    workshop.write("README.md", lambda text: f"{text}Even more.\n")
    git(workshop.root, "commit", "--quiet", "--all", "--amend", "--message", "More")
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)
    assert mine.order.read_text("utf-8") == order()


def test_hooks_are_not_asked(mine: Clone, workshop: Workshop) -> None:
    """Those that would refuse are for the learner's own commits."""
    mine.solve()
    commit(mine.root, "k01 solved")
    for name in ("pre-commit", "commit-msg", "reference-transaction", "post-checkout"):
        hook = mine.root / ".git" / "hooks" / name
        hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
        hook.chmod(0o755)
    workshop.change_start_state()
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


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


def test_a_folder_that_is_in_the_way(mine: Clone, workshop: Workshop) -> None:
    """It is named, and nothing changes until it has moved. So with a file in a folder's place."""
    workshop.write("notes", lambda _: "ours\n")
    workshop.write("more/notes", lambda _: "ours\n")
    workshop.change_start_state()
    (mine.root / "notes").mkdir()
    (mine.root / "more").write_text("mine", "utf-8")
    for name in ("more", "notes"):
        answer = mine.kata("update")
        assert answer.code == 1
        assert f"{name} stands where" in answer.err
        (mine.root / name).rename(mine.root / f"my {name}")
    assert mine.kata("update").code == 0
    assert (mine.root / "my more").read_text("utf-8") == "mine"


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
    """It stays, and what it leads to is left alone; so with a folder."""
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


@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_a_full_disk_changes_nothing(mine: Clone, workshop: Workshop) -> None:
    """What comes does not fit."""
    mine.solve()
    (mine.root / "README.md").write_text("mine\n", "utf-8")
    workshop.write("README.md", lambda _: "x" * 3_000_000)
    workshop.change_start_state()
    head = mine.git("rev-parse", "HEAD")
    mine.git("fetch", "--quiet")
    command = ["sh", "-c", 'ulimit -f 2000 && exec "$@"', "sh", *mine.command("update")]
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        cwd=mine.root,
        env=mine.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Nothing has changed" in done.stderr
    assert mine.git("rev-parse", "HEAD") == head
    assert mine.order.read_text("utf-8") == order()
    assert (mine.root / "README.md").read_text("utf-8") == "mine\n"
    assert not list(mine.state.glob("update-*"))
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


FAILS_MIDWAY = """
import os, pathlib, signal
replace = pathlib.Path.replace
def replace_some(self, target):
    if "coming" in self.parts and target.name == {name!r}:
        {deed}
    return replace(self, target)
pathlib.Path.replace = replace_some
"""


def _sabotage(folder: Path, **parts: str) -> str:
    """Have Python run some code before the command begins: the PYTHONPATH for that."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FAILS_MIDWAY.format(**parts), "utf-8")
    return str(folder)


def test_a_file_that_is_in_use_undoes_all(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """As on Windows, where an editor may hold one."""
    mine.solve()
    workshop.write("README.md", lambda text: f"{text}More.\n")
    workshop.change_start_state()
    before = mine.git("status", "--porcelain"), mine.git("rev-parse", "HEAD")
    deed = 'raise PermissionError(13, "it is in use", str(target))'
    sabotage = _sabotage(tmp_path / "sabotage", name=f"{SLUG}.feature", deed=deed)
    answer = mine.kata("update", PYTHONPATH=sabotage)
    assert answer.code == 1
    assert f"features/{SLUG}.feature: it is in use" in answer.err
    assert (mine.git("status", "--porcelain"), mine.git("rev-parse", "HEAD")) == before
    assert mine.kata("update").code == 0
    assert is_newest(mine, workshop)


def test_ctrl_c_in_the_middle_waits(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """What has begun is finished."""
    mine.solve()
    workshop.change_start_state()
    deed = "signal.raise_signal(signal.SIGINT)"
    sabotage = _sabotage(tmp_path / "sabotage", name=f"{SLUG}.feature", deed=deed)
    assert mine.kata("update", PYTHONPATH=sabotage).code == 0
    assert is_newest(mine, workshop)


def test_a_power_cut_in_the_middle(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """The next update goes on, and takes nothing of it for the learner's."""
    mine.solve()
    workshop.change_start_state()
    sabotage = _sabotage(tmp_path / "sabotage", name=f"{SLUG}.feature", deed="os._exit(9)")
    assert mine.kata("update", PYTHONPATH=sabotage).code == 9
    answer = mine.kata("update")
    assert answer.code == 0, answer
    assert "take their place" not in answer.out
    assert is_newest(mine, workshop)
    assert mine.git("status", "--porcelain").strip() == f"M {ORDER}"
    assert mine.order.read_text("utf-8") == order()


def test_inside_of_a_hook(mine: Clone, workshop: Workshop, tmp_path: Path) -> None:
    """Where git's variables lead to another repository."""
    begin(Checkout.make(tmp_path / "other").root)
    workshop.change_start_state()
    assert mine.kata("update", GIT_DIR=str(tmp_path / "other" / ".git")).code == 0
    assert is_newest(mine, workshop)


def test_from_any_folder(mine: Clone, workshop: Workshop) -> None:
    """Paths are told from the top."""
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
