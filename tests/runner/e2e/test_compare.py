"""The comparison with the reference, in the terminal and as JSON."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from katas._runner.compare.files import CHANGED
from katas._runner.paths import SOLUTIONS, TESTS
from tests.runner.checkout import Checkout
from tests.runner.learner import SLUG, TITLES, order
from tests.runner.schemas import check

pytestmark = pytest.mark.slow

UPDATED = order(add_line="0 / 0").replace('"Started"', '"OrderUpdated"')


def test_it_opens_when_solved(checkout: Checkout) -> None:
    """Before that it only says how to get there. A change of the files locks it again."""
    closed = checkout.kata("compare")
    assert closed.code == 1
    assert "is not solved yet. `kata run k01`" in closed.out
    assert "--anyway" in closed.out
    assert "Fowler" not in closed.said
    checkout.solve()
    opened = checkout.kata("compare")
    assert opened.code == 0
    assert "- class Order" not in opened.out
    assert "+     (Fowler, Event Sourcing, 2005" in opened.out
    assert f"{len(TITLES)} of {len(TITLES)} scenarios: both record the same." in opened.out
    assert "What does your own system overwrite" in " ".join(opened.out.split())
    assert opened.out.endswith(f"The debrief: solutions/{SLUG}/README.md\n")
    assert "\x1b" not in opened.out
    assert checkout.kata("journey", "k01").out.count("compared") == 1
    checkout.order.write_text(UPDATED, "utf-8")
    assert checkout.kata("compare", "k01").code == 1


def test_it_opens_anyway_and_that_is_remembered(checkout: Checkout) -> None:
    """What the learner's code records stands beside what the reference does."""
    checkout.order.write_text(UPDATED, "utf-8")
    opened = checkout.kata("compare", "k01", "--anyway", COLUMNS="40", PYTHONIOENCODING="ascii")
    assert opened.code == 0
    assert "-  1 OrderUpdated  customer='Mina'\n+  1 Started  customer='Mina'\n" in opened.out
    assert "The same differences again:\n" in opened.out
    assert "(fails with your code)" in opened.out
    assert max(map(len, opened.out.splitlines())) <= 40
    assert "compared before it was solved" in checkout.kata("journey", "k01").out


def test_as_json(checkout: Checkout) -> None:
    """Without `--anyway` it is empty; with it, everything is there."""
    closed = checkout.kata("compare", "--json")
    assert closed.code == 1
    assert closed.json() == {
        "version": 1,
        "kata": SLUG,
        "solved": False,
        "files": [],
        "scenarios": [],
        "outcomes": "",
        "questions": [],
    }
    checkout.order.write_text(UPDATED, "utf-8")
    document = checkout.kata("compare", "--json", "--anyway").json()
    (file,) = document["files"]
    assert (file["name"], file["status"]) == ("order.py", CHANGED)
    assert file["diff"].startswith(f"--- katas/{SLUG}/order.py\n+++ solutions/{SLUG}/order.py\n@@")
    first = document["scenarios"][0]
    (difference,) = first["differences"]
    assert not first["is_alike"]
    assert (difference["yours"]["name"], difference["reference"]["name"]) == (
        "OrderUpdated",
        "Started",
    )
    assert (first["yours"], first["reference"]) == (
        [difference["yours"]],
        [difference["reference"]],
    )
    assert [each["is_alike"] for each in first["contexts"]] == [True]
    assert len(document["questions"]) == 3


def test_what_contexts_have_read_and_hold_is_compared(checkout: Checkout, tmp_path: Path) -> None:
    """Another right solution of k08 has other tables. The wall is drawn as the message says."""
    slug = "k08_their_own_picture"
    for folder in (SOLUTIONS / slug, TESTS / "right" / slug / "facts_in_rows"):
        shutil.copytree(folder, checkout.root / "katas" / slug, dirs_exist_ok=True)
    opened = checkout.kata("compare", "k08")
    assert "1 of 24 scenarios: both record the same." in opened.out
    head = "Warehouse, has read Sales up to 2 of 2 (stored with wishes)"
    assert f"\n  {head}\n-   wishes  position=2" in opened.out
    assert "\n+   warehouse_picks  id=1  order_id=Order 1" in opened.out
    assert "\n  … Sales: alike\n" in opened.out
    (title,) = re.findall(rf"\n(.*)\n  {re.escape(head)}\n", opened.out)
    (wall,) = re.findall("`kata (wall .*)` draws both", opened.out)
    file = tmp_path / "wall.html"
    assert checkout.kata(*wall.split(), "--html", str(file)).code == 0
    assert "The reference solution" in file.read_text("utf-8")
    document = checkout.kata("compare", "k08", "--json").json()
    check("compare", document)
    scenario = next(each for each in document["scenarios"] if each["title"] == title)
    assert scenario["is_alike"]  # its events
    alike = {each["context"]: each["is_alike"] for each in scenario["contexts"]}
    assert alike == {"Sales": True, "Warehouse": False}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_wide_terminal_has_them_side_by_side(checkout: Checkout) -> None:
    """From 120 columns on; with a mark between what differs, and colours."""
    checkout.solve()
    with checkout.terminal("compare", "k01", size=(40, 120), COLUMNS="120") as screen:
        screen.expect(rf"katas/{SLUG}/order\.py[^\n]* \| [^\n]*solutions/{SLUG}/order\.py")
        screen.expect(r"\x1b\[[\d;]+m[^\n]*total[^\n]* \| [^\n]*total[^\n]*Money")
        screen.expect("The debrief: ")


def test_a_damaged_reference_is_no_failure_of_the_command(checkout: Checkout) -> None:
    """It says what is wrong, and how to fix it. The journey records no comparison."""
    checkout.solve()
    shutil.rmtree(checkout.root / "solutions" / SLUG)
    answer = checkout.kata("compare", "k01")
    assert answer.code == 1
    assert f"copy from there: solutions/{SLUG}" in answer.err
    assert "compared" not in checkout.kata("journey", "k01").out
