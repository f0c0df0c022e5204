"""Files that are missing, are something else, or may not be used."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .checkout import Checkout
from .learner import SLUG

pytestmark = pytest.mark.slow

FEATURE = f"features/{SLUG}.feature"
BRIEF = f"katas/{SLUG}/README.md"
CATALOGUE = "katas/catalogue.toml"
ORDER = f"katas/{SLUG}/order.py"


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _garble(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\0[[")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _link_to_itself(path: Path) -> None:
    path.unlink()
    try:
        path.symlink_to(path.name)
    except OSError:
        pytest.skip("this system makes no symbolic links")


def _make_a_pipe(path: Path) -> None:
    path.unlink()
    if sys.platform == "win32":
        pytest.skip("Windows has no named pipes in folders")
    os.mkfifo(path)


Damage = Callable[[Path], None]


@pytest.mark.parametrize(
    ("verb", "path", "damage", "told"),
    [
        ("run", ORDER, _remove, "order.py is missing"),
        ("run", ORDER, _make_a_folder, "order.py is a folder"),
        ("run", ORDER, _link_to_itself, "order.py is missing"),
        ("run", ORDER, _make_a_pipe, "order.py is missing"),
        ("run", f"katas/{SLUG}", _remove, "order.py is missing"),
        ("run", "features", _remove, "Missing: features"),
        ("list", "tests", _remove, "Missing: tests"),
        ("run", FEATURE, _remove, f"{SLUG}.feature is missing"),
        ("run", FEATURE, _garble, f"{SLUG}.feature cannot be read"),
        ("run", FEATURE, _empty, f"{SLUG}.feature is empty"),
        ("run", f"tests/test_{SLUG}.py", _remove, f"test_{SLUG}.py is missing"),
        ("run", "tests/steps", _remove, "steps is missing"),
        ("run", "tests/conftest.py", _remove, "conftest.py is missing"),
        ("run", "pyproject.toml", _remove, "pyproject.toml is missing"),
        ("run", "katas/given", _remove, "given is missing"),
        ("list", CATALOGUE, _remove, f"{CATALOGUE} cannot be read"),
        ("run", CATALOGUE, _garble, f"{CATALOGUE} cannot be read"),
        ("list", CATALOGUE, _empty, f"{CATALOGUE} cannot be read"),
        ("brief", BRIEF, _remove, f"{BRIEF} cannot be read"),
        ("hint", BRIEF, _garble, f"{BRIEF} cannot be read"),
        ("brief", BRIEF, _make_a_folder, f"{BRIEF} cannot be read"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_what_is_damaged_is_named(
    checkout: Checkout, verb: str, path: str, damage: Damage, told: str
) -> None:
    """Exit code 1, the file, and how to bring it back without git; nothing else is changed."""
    damage(checkout.root / path)
    before = _contents(checkout)
    answer = checkout.kata(verb)
    assert answer.code == 1
    assert told in " ".join(answer.said.split())
    is_published = path.startswith(f"katas/{SLUG}")
    assert ("`kata reset k01" if is_published else "copy from there: ") in answer.said
    assert len(max(answer.said.splitlines(), key=len)) <= 100
    assert _contents(checkout) == before


def _contents(checkout: Checkout) -> dict[Path, bytes]:
    """Everything in the checkout but what the command may leave there."""
    return {
        path: path.read_bytes()
        for path in checkout.root.rglob("*")
        if path.is_file() and not {".kata", "__pycache__"} & set(path.parts)
    }


def test_a_hint_survives_a_missing_file(checkout: Checkout) -> None:
    """It points at the run, which says more."""
    checkout.order.unlink()
    answer = checkout.kata("hint")
    assert (answer.code, answer.err) == (0, "")
    assert "does not run yet" in answer.out


def test_all_is_named_outside_of_a_checkout(checkout: Checkout) -> None:
    """Installed without its repository, the command tells how to get it: wrong use, exit 2."""
    for name in ("features", "tests", "pyproject.toml"):
        _remove(checkout.root / name)
    answer = checkout.kata("list")
    assert answer.code == 2
    assert "Clone the repository" in answer.err


@contextmanager
def _without_rights(path: Path, mode: int) -> Iterator[None]:
    if sys.platform == "win32" or os.geteuid() == 0:
        pytest.skip("permissions do not hold root, and mean something else on Windows")
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(before)


def test_an_unreadable_file_is_named(checkout: Checkout) -> None:
    """A file that may not be read is not a crash."""
    with _without_rights(checkout.order, 0):
        answer = checkout.kata()
    assert answer.code == 1
    assert "order.py may not be read" in answer.out


def test_a_read_only_checkout_works(checkout: Checkout) -> None:
    """Nothing can be kept, which is said once; everything else works."""
    checkout.solve()
    with _without_rights(checkout.root, 0o500):
        answer = checkout.kata("run", "1")
    assert answer.code == 0
    assert answer.err.count("Progress cannot be kept") == 1
    assert not checkout.state.exists()
