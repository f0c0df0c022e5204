"""Files that are missing, damaged, or not readable."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.runner.checkout import Checkout
from tests.runner.damages import (
    Damage,
    empty,
    garble,
    link_to_itself,
    make_a_folder,
    make_a_pipe,
    remove,
)
from tests.runner.learner import SLUG

pytestmark = pytest.mark.slow

FEATURE = f"features/{SLUG}.feature"
BRIEF = f"katas/{SLUG}/README.md"
CATALOGUE = "katas/catalogue.toml"
ORDER = f"katas/{SLUG}/order.py"


@pytest.mark.parametrize(
    ("verb", "path", "damage", "told"),
    [
        ("run", ORDER, remove, "order.py is missing"),
        ("run", ORDER, make_a_folder, "order.py is a folder"),
        ("run", ORDER, link_to_itself, "order.py is missing"),
        ("run", ORDER, make_a_pipe, "order.py is missing"),
        ("run", f"katas/{SLUG}", remove, "order.py is missing"),
        ("run", "features", remove, "Missing: features"),
        ("list", "tests", remove, "Missing: tests"),
        ("run", FEATURE, remove, f"{SLUG}.feature is missing"),
        ("run", FEATURE, garble, f"{SLUG}.feature cannot be read"),
        ("run", FEATURE, empty, f"{SLUG}.feature is empty"),
        ("run", f"tests/test_{SLUG}.py", remove, f"test_{SLUG}.py is missing"),
        ("run", "tests/steps", remove, "steps is missing"),
        ("run", "tests/conftest.py", remove, "conftest.py is missing"),
        ("run", "pyproject.toml", remove, "pyproject.toml is missing"),
        ("run", "katas/given", remove, "given is missing"),
        ("list", CATALOGUE, remove, f"{CATALOGUE} cannot be read"),
        ("run", CATALOGUE, garble, f"{CATALOGUE} cannot be read"),
        ("list", CATALOGUE, empty, f"{CATALOGUE} cannot be read"),
        ("brief", BRIEF, remove, f"{BRIEF} cannot be read"),
        ("hint", BRIEF, garble, f"{BRIEF} cannot be read"),
        ("brief", BRIEF, make_a_folder, f"{BRIEF} cannot be read"),
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
    """Return the content of the checkout, without the files that the command may leave there."""
    return {
        path: path.read_bytes()
        for path in checkout.root.rglob("*")
        if path.is_file() and not {".kata", "__pycache__"} & set(path.parts)
    }


def test_a_hint_survives_a_missing_file(checkout: Checkout) -> None:
    """It names `kata run`, which says more."""
    checkout.order.unlink()
    answer = checkout.kata("hint")
    assert (answer.code, answer.err) == (0, "")
    assert "does not run yet" in answer.out


def test_all_is_named_outside_of_a_checkout(checkout: Checkout) -> None:
    """Installed without its repository, the command tells how to get it: wrong use, exit 2."""
    for name in ("features", "tests", "pyproject.toml"):
        remove(checkout.root / name)
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
    assert "order.py cannot be read" in answer.out


def test_a_read_only_checkout_works(checkout: Checkout) -> None:
    """The command says once that nothing can be kept; everything else works."""
    checkout.solve()
    with _without_rights(checkout.root, 0o500):
        answer = checkout.kata("run", "1")
    assert answer.code == 0
    assert answer.err.count("Progress cannot be kept") == 1
    assert not checkout.state.exists()
