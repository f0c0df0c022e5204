"""No result from before the last edit is shown."""

import os

import pytest

from tests.runner.checkout import Checkout
from tests.runner.learner import order

pytestmark = pytest.mark.slow


def test_an_edit_of_equal_length_in_the_same_second_counts(checkout: Checkout) -> None:
    """Python's cached bytecode would miss it; katas have no cached bytecode."""
    checkout.order.write_text(order().replace("is_placed = True", "is_placed = None"), "utf-8")
    assert checkout.kata("run", "1").code == 1
    second = checkout.order.stat().st_mtime_ns
    checkout.order.write_text(order(), "utf-8")
    os.utime(checkout.order, ns=(second, second))
    assert checkout.kata("run", "1").code == 0


def test_hints_come_level_by_level(checkout: Checkout) -> None:
    """From 1 to the last, which is then repeated. After an edit breaks the kata, it says so."""
    told = [checkout.kata("hint").out.splitlines()[1] for _ in range(4)]
    assert told == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"]
    checkout.order.write_text("def", "utf-8")
    broken = checkout.kata("hint")
    assert broken.code == 0
    assert "does not run yet. `kata run k01` says why." in broken.out


def test_an_edit_during_a_run_counts(checkout: Checkout) -> None:
    """If a file is saved during a run, the result of that run is outdated."""
    saves_itself = "with open(__file__, 'a') as mine:\n    mine.write('# later')"
    checkout.order.write_text(order(add_line="0 / 0", bottom=saves_itself), "utf-8")
    assert checkout.kata("run").code == 1
    assert "a child was started" in checkout.kata("hint", PYTHONPATH=_no_child(checkout)).err


def test_a_hint_starts_no_child_if_nothing_changed(checkout: Checkout) -> None:
    """With a Python that cannot start another, the second hint still comes."""
    assert checkout.kata("hint").code == 0
    no_child = _no_child(checkout)
    again = checkout.kata("hint", PYTHONPATH=no_child)
    assert (again.code, again.out.splitlines()[1]) == (0, "Hint 2 of 3")
    checkout.order.write_text(order(add_line="0 / 0"), "utf-8")
    changed = checkout.kata("hint", PYTHONPATH=no_child)
    assert "a child was started" in changed.err


def _no_child(checkout: Checkout) -> str:
    """Return a PYTHONPATH with which Python cannot start another process."""
    (checkout.root / "sitecustomize.py").write_text(
        "import subprocess\n"
        "def refuse(*_, **__): raise SystemExit('a child was started')\n"
        "subprocess.Popen.__init__ = refuse\n",
        "utf-8",
    )
    return str(checkout.root)
