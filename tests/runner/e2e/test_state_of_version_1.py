"""A learner's `.kata/` from the version before: nothing in it is lost."""

import shutil

import pytest

from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG
from tests.runner.schemas import VERSION_1

pytestmark = pytest.mark.slow


@pytest.fixture
def learned(checkout: Checkout) -> Checkout:
    """A checkout with the state of somebody who has solved k01, broken it, and begun k02."""
    shutil.copytree(VERSION_1 / "state", checkout.state)
    return checkout


def test_the_journey_goes_on(learned: Checkout) -> None:
    answer = learned.kata("journey", "--json")
    assert answer.err == ""
    first, second = answer.json()["katas"]
    counted = ("runs", "hints", "regressions", "comparisons", "resets")
    assert [first[name] for name in counted] == [5, 2, 1, 1, 1]
    assert [second[name] for name in counted] == [2, 1, 0, 1, 0]
    assert first["solved"]
    assert learned.kata("run", "k02").err == ""
    again = learned.kata("journey", "--json").json()["katas"]
    assert [each["runs"] for each in again] == [5, 3]


def test_what_is_solved_stays_solved(learned: Checkout) -> None:
    katas = learned.kata("list", "--json").json()["katas"]
    assert [kata["solved"] for kata in katas[:2]] == [True, False]
    assert "you are here" in next(
        line for line in learned.kata("list").out.splitlines() if "k02" in line
    )


def test_a_hint_goes_on_where_it_was(learned: Checkout) -> None:
    assert "Hint 2 of" in learned.kata("hint", "k02").out


def test_a_backup_comes_back(learned: Checkout) -> None:
    newest = max((VERSION_1 / "state" / "backups" / SLUG).iterdir())
    assert learned.kata("reset", "k01", "--undo").code == 0
    assert learned.order.read_bytes() == (newest / "order.py").read_bytes()
