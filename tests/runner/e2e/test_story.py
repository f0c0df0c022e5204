"""The journey as people read it."""

import pytest

from katas._runner.catalogue import katas
from tests.runner.checkout import Checkout
from tests.runner.learner import TITLES, order

pytestmark = pytest.mark.slow


def test_a_journey_is_told_a_line_a_kata(checkout: Checkout) -> None:
    """Before the first step, and after some."""
    assert "has not begun yet" in checkout.kata("journey").out
    checkout.kata("hint")
    checkout.kata("hint")
    checkout.solve()
    checkout.kata()
    checkout.kata("next")
    told = checkout.kata("journey")
    assert told.code == 0
    assert "k01 · Say what happened       solved\n         1 min, 2 runs, 2 hints\n" in told.out
    assert "k02 · Decide, then record     not begun" in told.out
    assert f"1 of {len(katas())} solved · 2 minutes · 2 runs · 2 hints" in told.out


def test_a_long_name_keeps_its_distance(checkout: Checkout) -> None:
    """The longest one of the catalogue, too."""
    longest = max(katas(), key=lambda kata: len(kata.name))
    checkout.kata("hint", longest.number)
    assert f"{longest.name}  0 of " in checkout.kata("journey").out


def test_lines_end_between_words_and_paths_stay_whole(checkout: Checkout) -> None:
    """At any width of the terminal; the rest of a line is below its beginning."""
    checkout.solve()
    checkout.kata("run", "1")
    checkout.kata("reset", "1", "--yes")
    whole = checkout.kata("journey", "1", COLUMNS="100").out
    narrow = checkout.kata("journey", "1", COLUMNS="40").out
    assert narrow.split() == whole.split()
    assert " passed: Mina asks for the total and" not in narrow
    overlong = [line.strip() for line in narrow.splitlines() if len(line) > 40]
    assert not [line for line in overlong if " " in line], overlong


def test_once_solved_stays_solved(checkout: Checkout) -> None:
    """A reset does not change the sum. The list and the journey say what is red now."""
    checkout.solve()
    checkout.kata("run", "1")
    checkout.kata("reset", "1", "--yes")
    (document,) = checkout.kata("journey", "--json").json()["katas"]
    assert document["solved"]
    assert document["red"]
    assert "solved, red now" in checkout.kata("journey").out
    listed = checkout.kata("list").out
    first = next(line for line in listed.splitlines() if "k01" in line)
    assert "✔" in first
    assert first.endswith("red now  ← you are here")
    assert f"1 of {len(katas())} solved" in listed
    moved = checkout.kata("next").out
    assert "current kata is now k02" in moved
    assert "k01 · Say what happened is red now: `kata run k01` comes back" in moved
    checkout.kata("reset", "1", "--undo")
    assert "red now" not in checkout.kata("list").out


def test_a_kata_is_told_a_line_an_event(checkout: Checkout) -> None:
    """Runs without a change are only counted."""
    assert "Nothing has happened here yet." in checkout.kata("journey", "1").out
    checkout.solve()
    checkout.kata("run", "1")
    checkout.order.write_text(order(add_line="0 / 0"), "utf-8")
    checkout.kata("run", "1")
    checkout.order.write_text("(", "utf-8")
    checkout.kata("run", "1")
    checkout.solve()
    checkout.kata("run", "1")
    times_and_words = [
        line.strip().partition("  ") for line in checkout.kata("journey", "1").out.splitlines()
    ]
    words = [words for _, _, words in times_and_words if words]
    count = len(TITLES)
    assert words[:2] == ["opened", "passed: Mina starts an order  after 1 run"]
    assert words[count + 1 : count + 3] == [
        "solved",
        f"regressed: {count - 1} scenarios  after 1 run",
    ]
    assert words[count + 3] == "passed: Mina adds a second coffee  after 2 runs"
    assert words[-1] == "solved"
    document = checkout.kata("journey", "1", "--json").json()
    (summary,) = document["katas"]
    assert (summary["runs"], summary["regressions"], summary["passed"]) == (4, 1, count)
    assert summary["events"][0]["name"] == "Begun"
