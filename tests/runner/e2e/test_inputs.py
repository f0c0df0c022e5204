"""What the result of a run depends on, and what it does not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG

Change = Callable[[Path], object]

PRINT = (
    "from katas._runner import inputs; from katas._runner.catalogue import find; import sys;"
    "print(inputs.fingerprint(find(sys.argv[1])))"
)


def _fingerprint(checkout: Checkout, kata: str = "k14", *options: str) -> str:
    """Return the fingerprint that the checkout's own command computes."""
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *options, "-c", PRINT, kata],
        cwd=checkout.root,
        env=checkout.environment(PYTHONPATH=str(checkout.root)),
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def _edit(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()  # other checkouts may share it
    path.write_bytes(content + b"\n")


def _add(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("number = 1\n", "utf-8")


def _link(path: Path) -> None:
    """Replace a file by a link to one with other content."""
    elsewhere = path.with_name("elsewhere.txt")
    elsewhere.write_text("{}", "utf-8")
    path.unlink()
    path.symlink_to(elsewhere)


def _edit_within_the_second(path: Path) -> None:
    """Make an edit of the same length, and set the file's times back."""
    before = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-2] + b"#\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


KATA = "katas/k14_public_words"


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (f"{KATA}/sales.py", _edit),
        (f"{KATA}/sales.py", _edit_within_the_second),
        (f"{KATA}/sales.py", Path.unlink),
        (f"{KATA}/helper.py", _add),
        (f"{KATA}/parts/helper.py", _add),
        (f"{KATA}/order_placed.schema.json", _edit),
        (f"{KATA}/order_placed.schema.json", _link),
        ("katas/given/money.py", _edit),
        ("katas/given/money.py", _edit_within_the_second),
        ("katas/given/more.py", _add),
        ("katas/_runner/published.zip", _edit),
        ("katas/_runner/child/main.py", _edit),
        ("features/k14_public_words.feature", _edit),
        ("tests/test_k14_public_words.py", _edit),
        ("tests/steps/order.py", _edit),
        ("tests/conftest.py", _edit),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
@pytest.mark.slow
def test_what_a_run_depends_on(checkout: Checkout, path: str, change: Change) -> None:
    """Each of them may change a result."""
    before = _fingerprint(checkout)
    change(checkout.root / path)
    assert _fingerprint(checkout) != before


def test_what_a_run_does_not_depend_on(checkout: Checkout) -> None:
    """A file that is only read again, or that a run writes, starts no other run."""
    before = _fingerprint(checkout)
    folder = checkout.root / KATA
    for path in (folder / "sales.py", checkout.root / "katas" / "given" / "money.py"):
        os.utime(path)
    (folder / "orders.sqlite").write_bytes(b"SQLite format 3")
    (folder / ".sales.py.swp").write_bytes(b"b0VIM")
    (folder / "__pycache__").mkdir(exist_ok=True)
    (folder / "__pycache__" / "sales.py").write_bytes(b"")
    _edit(folder / "README.md")
    _edit(checkout.root / "katas" / SLUG / "order.py")
    _edit(checkout.root / "tests" / f"test_{SLUG}.py")
    shutil.rmtree(checkout.root / "tests" / "steps" / "__pycache__", ignore_errors=True)
    assert _fingerprint(checkout) == before


def test_another_version_of_a_package_counts(checkout: Checkout) -> None:
    """As after an upgrade of the library."""
    before = _fingerprint(checkout)
    (checkout.root / "eventsourcing-99.0.dist-info").mkdir()
    assert _fingerprint(checkout) != before


@pytest.mark.slow
def test_a_hint_is_about_what_is_true_now(checkout: Checkout) -> None:
    """The steps have changed since the last run, as after a pull: it is no longer solved."""
    checkout.solve()
    assert checkout.kata("run", "k01").code == 0
    assert "is solved" in checkout.kata("hint", "k01").out
    money = checkout.root / "katas" / "given" / "money.py"
    money.write_text(money.read_text("utf-8").replace("€", "$"), "utf-8")
    assert "Hint 1 of" in checkout.kata("hint", "k01").out
