"""Files that nobody edits, missing or damaged: they are named, whatever the scenario was about."""

import shutil
from pathlib import Path

import pytest

from katas._runner.child.damage import conflict_line

from .checkout import Checkout
from .damages import (
    CONFLICT,
    Damage,
    conflict,
    conflict_of_windows,
    cut,
    empty,
    make_a_folder,
    point_elsewhere,
    remove,
)
from .learner import SLUG, order

SCHEMA = "katas/k14_public_words/order_placed.schema.json"
RECORDS = "katas/k13_two_teams/customers.jsonl"
MONEY, LINE = "katas/given/money.py", "katas/given/sales/line.py"
FEATURE, TEST = f"features/{SLUG}.feature", f"tests/test_{SLUG}.py"


@pytest.mark.parametrize(
    ("kata", "path", "damage", "told"),
    [
        ("k14", SCHEMA, remove, "is missing"),
        ("k14", SCHEMA, make_a_folder, "is a folder, but should be a file"),
        ("k14", SCHEMA, empty, "is empty"),
        ("k14", SCHEMA, conflict, "holds two versions, which git has left there"),
        ("k13", RECORDS, point_elsewhere, "git has put a pointer in its place (Git LFS)"),
        ("k01", FEATURE, conflict_of_windows, "holds two versions, which git has left there"),
        ("k01", TEST, conflict, "holds two versions, which git has left there"),
        ("k01", LINE, remove, "is missing"),
        ("k01", MONEY, conflict, "holds two versions, which git has left there"),
        ("k01", MONEY, empty, "is empty"),
        ("k01", MONEY, cut, "is damaged: line"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
@pytest.mark.slow
def test_a_damaged_file_is_named(
    checkout: Checkout, kata: str, path: str, damage: Damage, told: str
) -> None:
    """The learner's own files are right, and none of them is blamed."""
    slug = next((checkout.root / "solutions").glob(f"{kata}_*")).name
    for source in (checkout.root / "solutions" / slug).glob("*.py"):
        shutil.copy(source, checkout.root / "katas" / slug)
    damage(checkout.root / path)
    document = checkout.kata("run", kata, "--json").json()
    assert document["status"] == "broken"
    assert (document["error"]["file"], document["error"]["line"]) == (path, None)
    assert f"{Path(path).name} " in document["error"]["message"]
    assert told in document["error"]["message"]


def test_a_conflict_in_the_learners_file_is_told_with_its_line(checkout: Checkout) -> None:
    """What git has left there is no mistake in the code."""
    checkout.order.write_bytes(order().encode() + CONFLICT)
    answer = checkout.kata("run", "k01")
    line = order().count("\n") + 1
    assert "Git has left two versions in order.py, from this line on" in answer.out
    assert f"order.py:{line}" in answer.out
    assert "delete the lines with <<<<<<<, ======= and >>>>>>>" in " ".join(answer.out.split())


def test_a_mistyped_import_is_the_learners(checkout: Checkout) -> None:
    """The given file is whole: what is missing there was never in it."""
    checkout.order.write_text(order(top="from katas.given.sales.money import Mony"), "utf-8")
    error = checkout.kata("run", "k01", "--json").json()["error"]
    assert error["type"] == "ImportError"
    assert error["file"] == f"katas/{SLUG}/order.py"


@pytest.mark.slow
def test_a_file_that_was_edited_by_accident_is_named_beside_the_failure(checkout: Checkout) -> None:
    """The failure is told as ever; as soon as all is green nobody needs to know."""
    schema = checkout.root / SCHEMA
    schema.write_text(schema.read_text("utf-8").replace('"bags"', '"bag"'), "utf-8")
    failing = checkout.kata("run", "k14")
    assert f"{SCHEMA} is not as published." in failing.out
    assert "`kata reset k14` brings back the whole kata, and keeps yours." in failing.out
    assert "waits for a TODO" in failing.out
    assert checkout.kata("run", "k14", "--json").json()["altered"] == [SCHEMA]
    assert checkout.kata("reset", "k14", "--yes").code == 0
    assert "not as published" not in checkout.kata("run", "k14").out


def test_ends_of_lines_are_no_alteration(checkout: Checkout) -> None:
    """Git and editors change them unasked."""
    schema = checkout.root / SCHEMA
    schema.write_bytes(b"\xef\xbb\xbf" + schema.read_bytes().replace(b"\n", b"\r\n"))
    assert checkout.kata("run", "k14", "--json").json()["altered"] == []


@pytest.mark.parametrize(
    "text", [b"=======\n", b"a <<<<<<< b\n", b"x = 1\n<<<<<<< HEAD\n", b"title\n=======\n"]
)
def test_what_only_looks_like_a_conflict(text: bytes) -> None:
    """Underlined titles and quoted marks are none."""
    assert conflict_line(text) is None
