"""The failure view: what it shows, and how it fits where it is shown."""

import pytest

from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG, order

FILE = f"katas/{SLUG}/order.py"


@pytest.mark.slow
def test_output_is_shown_by_the_command(checkout: Checkout) -> None:
    """For a solved kata with `--output`. Without it, the view says so if there is any output."""
    checkout.solve()
    assert "printed" not in checkout.kata("run", "k01").out
    assert "Nothing was printed." in checkout.kata("run", "k01", "--output").out
    checkout.order.write_text(order("print('once')", "print('beans')"), "utf-8")
    assert "lines were printed: `kata run k01 --output` shows" in checkout.kata("run", "k01").out
    answer = checkout.kata("run", "k01", "--output")
    assert "Outside of scenarios\n    once\n" in answer.out
    assert "\n    beans\n" in answer.out
    assert "The other scenario printed nothing." in answer.out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.slow
def test_marks_are_letters_where_there_are_no_others(checkout: Checkout, encoding: str) -> None:
    """Such a terminal gets + x o . and never an encoding error; `--json` is escaped there."""
    answer = checkout.kata(PYTHONIOENCODING=encoding)
    assert answer.code == 1
    assert "  o " in answer.out
    assert "  x When" in answer.out
    assert f"  {FILE}:" in answer.out
    assert "\x1b" not in answer.out
    assert checkout.kata("run", "--json", PYTHONIOENCODING=encoding).json()["version"] == 1
    assert checkout.kata("brief", PYTHONIOENCODING=encoding).code == 0
