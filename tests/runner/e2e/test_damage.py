"""Missing or damaged files that nobody should edit: the command names them."""

import shutil
from pathlib import Path

import pytest

from tests.runner.checkout import Checkout
from tests.runner.damages import (
    CONFLICT,
    Damage,
    conflict,
    conflict_of_windows,
    cut,
    empty,
    fail_at_import,
    make_a_folder,
    point_elsewhere,
    remove,
    rename_methods,
)
from tests.runner.learner import SLUG, order

pytestmark = pytest.mark.slow

SCHEMA = "katas/k14_public_words/order_placed.schema.json"

RECORDS = "katas/k13_two_teams/customers.jsonl"

MONEY, LINE = "katas/given/money.py", "katas/given/sales/line.py"

DIGESTS = "katas/_runner/published.sha256"

FEED = "katas/given/feed.py"

FEATURE, TEST = f"features/{SLUG}.feature", f"tests/test_{SLUG}.py"


def _solve(checkout: Checkout, kata: str) -> None:
    slug = next((checkout.root / "solutions").glob(f"{kata}_*")).name
    for source in (checkout.root / "solutions" / slug).glob("*.py"):
        shutil.copy(source, checkout.root / "katas" / slug)


@pytest.mark.parametrize(
    ("kata", "path", "damage", "told"),
    [
        ("k14", SCHEMA, remove, "is missing"),
        ("k14", SCHEMA, make_a_folder, "is a folder, but should be a file"),
        ("k14", SCHEMA, empty, "is empty"),
        ("k14", SCHEMA, conflict, "contains a merge conflict of git"),
        ("k13", RECORDS, point_elsewhere, "git has put a pointer in its place (Git LFS)"),
        ("k01", FEATURE, conflict_of_windows, "contains a merge conflict of git"),
        ("k01", TEST, conflict, "contains a merge conflict of git"),
        ("k01", LINE, remove, "is missing"),
        ("k01", MONEY, conflict, "contains a merge conflict of git"),
        ("k01", MONEY, empty, "is empty"),
        ("k01", MONEY, cut, "is damaged: line"),
        ("k01", MONEY, fail_at_import, "is not as published: line"),
        ("k08", FEED, fail_at_import, "ZeroDivisionError: division by zero"),
        ("k01", "tests/steps/order.py", remove, "is missing"),
        ("k01", "tests/steps/order.py", fail_at_import, "ZeroDivisionError: division by zero"),
        ("k01", "tests/support/history.py", remove, "is missing"),
        ("k01", "tests/support/arguments.py", fail_at_import, "is not as published"),
        ("k01", "katas/given/sales", remove, "is missing"),
        ("k05", "katas/_roastery", remove, "is missing"),
        ("k05", "katas/k05_everyones_table/everyones_table.py", fail_at_import, "is not as pub"),
        ("k01", TEST, fail_at_import, "is not as published: line"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_a_damaged_file_is_named(
    checkout: Checkout, kata: str, path: str, damage: Damage, told: str
) -> None:
    """The learner's own files are right, and none of them is named."""
    _solve(checkout, kata)
    damage(checkout.root / path)
    document = checkout.kata("run", kata, "--json").json()
    assert document["status"] == "broken"
    assert (document["error"]["file"], document["error"]["line"]) == (path, None)
    assert f"{Path(path).name} " in document["error"]["message"]
    assert told in document["error"]["message"]


def test_a_conflict_in_the_learners_file_is_told_with_its_line(checkout: Checkout) -> None:
    """A merge conflict is not a mistake in the code."""
    checkout.order.write_bytes(order().encode() + CONFLICT)
    answer = checkout.kata("run", "k01")
    line = order().count("\n") + 1
    assert "A merge conflict of git in order.py begins in this line" in answer.out
    assert f"order.py:{line}" in answer.out
    assert "delete the lines with <<<<<<<, ======= and >>>>>>>" in " ".join(answer.out.split())


def test_a_mistyped_import_is_the_learners(checkout: Checkout) -> None:
    """The given file is not damaged: it never had the name that is imported."""
    checkout.order.write_text(order(top="from katas.given.sales.money import Mony"), "utf-8")
    error = checkout.kata("run", "k01", "--json").json()["error"]
    assert error["type"] == "ImportError"
    assert error["file"] == f"katas/{SLUG}/order.py"


def test_a_file_that_was_edited_by_accident_is_named_beside_the_failure(checkout: Checkout) -> None:
    """The failure is shown as usual. If all scenarios pass, the file is not named."""
    schema = checkout.root / SCHEMA
    schema.write_text(schema.read_text("utf-8").replace('"bags"', '"bag"'), "utf-8")
    failing = checkout.kata("run", "k14")
    assert f"{SCHEMA} is not as published." in failing.out
    assert "`kata reset k14 order_placed.schema.json`" in failing.out
    assert "waits for a TODO" in failing.out
    assert checkout.kata("run", "k14", "--json").json()["altered"] == [SCHEMA]
    assert checkout.kata("reset", "k14", "--yes").code == 0
    assert "not as published" not in checkout.kata("run", "k14").out


def test_an_interface_that_was_changed_is_no_fault_of_its_caller(checkout: Checkout) -> None:
    """Neither if a method has another name, nor if it has one more parameter."""
    _solve(checkout, "k08")
    feed = checkout.root / FEED
    original = feed.read_text("utf-8")
    rename_methods(feed)
    told = checkout.kata("run", "k08").out
    assert "The file feed.py is not as published: AttributeError" in told
    assert "katas/k08" not in told
    feed.write_text(original.replace("def pull(self", "def pull(self, most"), "utf-8")
    told = checkout.kata("run", "k08").out
    assert f"{FEED} is not as published." in told
    assert "Next: if you have not changed it on purpose, bring it back:" in told
    feed.write_text(original, "utf-8")
    assert checkout.kata("run", "k08").code == 0


def test_records_that_were_changed_come_back(checkout: Checkout) -> None:
    """A line that is no JSON, a line less, a folder in their place; ends of lines do not count."""
    _solve(checkout, "k13")
    records = checkout.root / RECORDS
    original = records.read_bytes()
    records.write_bytes(original.replace(b"\n", b"\r\n"))
    assert checkout.kata("run", "k13").code == 0
    command = "kata reset k13 customers.jsonl"
    for content in (b"{" + original, original.partition(b"\n")[2]):
        records.write_bytes(content)
        said = " ".join(checkout.kata("run", "k13").out.split())
        assert "The file customers.jsonl contains what was stored long ago" in said
        assert f"Next: if you have not changed it on purpose, bring it back: `{command}`" in said
    assert "changed, no lines of yours" in checkout.kata(*command.split()[1:], "--yes").out
    assert records.read_bytes() == original
    make_a_folder(records)
    assert f"`{command}`" in checkout.kata("run", "k13").out
    assert "a folder has its name" in checkout.kata(*command.split()[1:], "--yes").out
    assert records.read_bytes() == original


def test_another_s_file_hides_no_gap(checkout: Checkout) -> None:
    """For example after an editor that formats every file: the gap is still shown."""
    fed = [f"katas/given/{name}" for name in ("columns.py", "days.py", "feed.py", "views.py")]
    for name in fed:
        path = checkout.root / name
        path.write_bytes(path.read_bytes().rstrip() + b"\n\n")
    (checkout.root / "features" / "k02_decide_then_record.feature").unlink()  # another kata's
    answer = checkout.kata("run", "k01")
    assert checkout.kata("run", "k01", "--json").json()["altered"] == fed
    said = " ".join(answer.out.split())
    assert f"{', '.join(fed[:3])} and 1 more are not as published." in said
    assert "Next: TODO 1 is yours." in said
    assert "If you have not changed them on purpose, bring them back:" in said
    checkout.order.write_text(order(top="def"), "utf-8")
    said = " ".join(checkout.kata("run", "k01").out.split())
    assert "Next: Python cannot read that line" in said
    assert "If you have not changed them on purpose, bring them back:" in said


def test_ends_of_lines_are_no_alteration(checkout: Checkout) -> None:
    """Git and editors change them unasked."""
    for name in (SCHEMA, FEED, "tests/steps/order.py", "features/k14_public_words.feature"):
        path = checkout.root / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    document = checkout.kata("run", "k14", "--json").json()
    assert document["altered"] == []
    assert document["scenarios"][0]["error"]["message"].startswith("TODO 1")


def test_a_list_of_digests_that_cannot_be_read_is_named(checkout: Checkout) -> None:
    """The run goes on, and shows the failure."""
    conflict(checkout.root / DIGESTS)
    assert checkout.kata("run", "k01", "--json").json()["altered"] == [DIGESTS]
    remove(checkout.root / DIGESTS)
    checkout.solve()
    assert checkout.kata("run", "k01").code == 0
