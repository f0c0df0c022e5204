"""In a fork, katas may be solved; only authors change what is published."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from katas._runner.paths import ROOT
from katas._runner.published import FORK, published
from tests.runner.checkout import Answer, Checkout
from tests.runner.learner import SLUG, order
from tests.runner.shell import commit

pytestmark = pytest.mark.slow

_TOP = ("katas", "solutions", "features", "tests", ".ci", ".github")
_SECOND = "k02_decide_then_record/order.py"


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """The whole repository, with k01 solved, k02 half solved, and files of the learner's own."""
    root = tmp_path / "fork"
    for folder in _TOP:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, root)
    for name, content in published().items():
        (root / "katas" / name).write_bytes(content)
    (root / "katas" / SLUG / "order.py").write_text(order("import os, sys"), "utf-8")
    _fill_first_gap(root / "katas" / _SECOND)
    (root / "katas" / SLUG / "helper.py").write_text("def f(x): return x\n", "utf-8")
    (root / "katas" / "k05_everyones_table" / "notes.txt").write_text("mine\n", "utf-8")
    (root / "notes.md").write_text("mine\n", "utf-8")
    commit(root, "Solve k01")
    return root


def _fill_first_gap(file: Path) -> None:
    source = file.read_text("utf-8")
    gap = next(line.strip() for line in source.splitlines() if '"TODO 1: ' in line)
    file.write_text(source.replace(gap, "self._add_line(coffee, bags, 1)", 1), "utf-8")


def _python(root: Path, *arguments: str, **settings: str) -> Answer:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *arguments],
        cwd=root,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", FORK: ""} | settings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def _publish(root: Path, *arguments: str, **settings: str) -> Answer:
    return _python(root, "-m", "katas._runner.published", *arguments, **settings)


def _archive(root: Path) -> bytes:
    return (root / "katas" / "_runner" / "published.zip").read_bytes()


def test_ci_passes_over_what_somebody_works_on(fork: Path) -> None:
    """It says which katas these are; the checks of CI alone are green as well."""
    answer = _publish(fork, "--check")
    assert answer.code == 0
    assert "k01 is somebody's work" in answer.out
    assert "k02 is somebody's work, not a start state. Gone: TODO 1 in order.py." in answer.out
    assert "k05" not in answer.out
    layout = _python(fork, "-m", "pytest", "--quiet", "tests/test_layout.py", CI="true")
    assert layout.code == 0, layout.out


def test_ci_looks_at_style_and_at_the_readme_on_the_start_states(
    fork: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Learners need not follow our style, and the README's first command shows k01 unsolved."""
    spec = importlib.util.spec_from_file_location("ci", fork / ".ci" / "ci.py")
    assert spec
    assert spec.loader
    ci = importlib.util.module_from_spec(spec)
    monkeypatch.syspath_prepend(str(fork / ".ci"))
    spec.loader.exec_module(ci)
    monkeypatch.setenv(FORK, "")
    ci.begin_anew(fork)
    assert os.environ[FORK] == "true"
    monkeypatch.undo()
    folders = (fork / "katas").glob("k[0-9]*")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    stands = {path.relative_to(fork / "katas").as_posix(): path.read_bytes() for path in files}
    assert stands == published()
    shown = _python(fork, "-m", "katas._runner")
    assert shown.code == 1
    assert all(words in shown.out for words in ci.FIRST_SIGHT)


def test_a_start_state_without_a_gap_is_not_published(fork: Path) -> None:
    """`kata reset` would bring back a solution; it says how the start state comes back."""
    before = _archive(fork)
    answer = _publish(fork)
    assert answer.code == 1
    assert "k01 is somebody's work" in answer.out
    assert "Nothing is published. Bring their start states back: `kata reset KATA`." in answer.out
    assert _archive(fork) == before
    for number in ("k01", "k02"):
        assert _python(fork, "-m", "katas._runner", "reset", number, "--yes").code == 0
    assert _publish(fork).code == 0
    assert _archive(fork) == before


def test_what_differs_is_to_be_published(checkout: Checkout) -> None:
    """It has all its gaps, so an author has changed it. In a fork, that is only printed."""
    with checkout.order.open("a", encoding="utf-8") as source:
        source.write("\n# clearer\n")
    checkout.order.with_name("README.md").unlink()
    (checkout.root / "katas" / "given" / "feed.py").unlink()
    answer = _publish(checkout.root, "--check")
    assert answer.code == 1
    assert f"katas/{SLUG}/order.py is not what was published." in answer.out
    assert f"katas/{SLUG}/README.md is not what was published." in answer.out
    assert "katas/given/feed.py is not what was published." in answer.out
    assert "`python -m katas._runner.published`" in answer.out
    noted = _publish(checkout.root, "--check", **{FORK: "true"})
    assert (noted.code, noted.out) == (0, answer.out)
    assert _publish(checkout.root).code == 0
    assert _publish(checkout.root, "--check").code == 0


def test_a_gap_that_goes_for_good_is_published_by_name(fork: Path) -> None:
    """The author must name all katas that lack a gap; otherwise nothing is published."""
    before = _archive(fork)
    assert _publish(fork, "k02").code == 1
    assert _publish(fork, "k03").code == 2
    assert _publish(fork, "--chekc").code == 2
    assert _archive(fork) == before
    refused = _publish(fork).out
    assert "`python -m katas._runner.published k01 k02`" in refused
    assert _publish(fork, "k01", "k02").code == 0
    answer = _publish(fork, "--check")
    assert (answer.code, answer.out) == (0, "")


def test_a_comment_that_stays_hides_no_work(checkout: Checkout) -> None:
    """Some learners keep the comment after they have solved the gap."""
    second = checkout.root / "katas" / _SECOND
    second.write_text(second.read_text("utf-8").replace(
        'raise NotImplementedError("TODO 1: ', 'self.done()  # ("TODO 1: '), "utf-8")  # fmt: skip
    answer = _publish(checkout.root, "--check")
    assert (answer.code, "k02 is somebody's work" in answer.out) == (0, True)


def test_a_kata_that_was_thrown_away_is_no_start_state(checkout: Checkout) -> None:
    """For example in an incomplete clone: publishing would leave the kata out."""
    before = _archive(checkout.root)
    shutil.rmtree(checkout.order.parent)
    assert _publish(checkout.root, "--check").code == 0
    assert _publish(checkout.root).code == 1
    assert _archive(checkout.root) == before
