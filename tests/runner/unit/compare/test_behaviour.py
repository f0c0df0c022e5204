"""What counts as the same behaviour, and how differences are shown."""

import io
from uuid import UUID

import pytest
from rich.console import Console
from rich.text import Text

from katas._runner.compare.alignment import Pair, align
from katas._runner.compare.behaviour import histories
from katas._runner.compare.changing import without_changing
from katas._runner.result import Event
from katas._runner.views.columns import Columns

ONE_ID, ANOTHER_ID = (
    UUID("5f1c0e9a-7d34-4b7e-9a51-0c2d8e6f4b13"),
    UUID("b3a9d7e2-16c8-4f05-8e4b-7f9c2a1d5e60"),
)


def event(name: str, aggregate: str = "Order 1", *, saved: bool = True, **attributes: str) -> Event:
    return Event(name, attributes, aggregate, stored=saved)


def laid_out(yours: list[Event], reference: list[Event]) -> list[list[tuple[str, str, bool]]]:
    """Return the names of the aligned events, for each pair of aggregates."""
    return [
        [
            (
                pair.yours.name if pair.yours else "",
                pair.reference.name if pair.reference else "",
                pair.is_alike,
            )
            for pair in history.events
        ]
        for history in histories(yours, reference)
    ]


def test_an_order_updated_stands_beside_what_has_happened() -> None:
    """One `OrderUpdated` here, `LineAdded` and `Placed` there."""
    yours = [event("Started"), event("OrderUpdated"), event("Cancelled")]
    reference = [event("Started"), event("LineAdded"), event("Placed"), event("Cancelled")]
    assert laid_out(yours, reference) == [
        [
            ("Started", "Started", True),
            ("OrderUpdated", "LineAdded", False),
            ("", "Placed", False),
            ("Cancelled", "Cancelled", True),
        ]
    ]


def test_a_fact_is_compared_with_that_of_its_name() -> None:
    """Another price makes a difference, and does not push the facts apart."""
    yours = [event("LineAdded", price="€8.90"), event("Noted"), event("LineAdded", price="€9.50")]
    reference = [event("LineAdded", price="€11.00"), event("LineAdded", price="€9.90")]
    assert laid_out(yours, reference) == [
        [
            ("LineAdded", "LineAdded", False),
            ("Noted", "", False),
            ("LineAdded", "LineAdded", False),
        ]
    ]


def test_a_fact_that_was_not_saved_is_another() -> None:
    """The same name and attributes, but nobody will ever read it."""
    (history,) = histories([event("Placed", saved=False)], [event("Placed")])
    assert not history.is_alike


def test_aggregates_may_come_in_another_order() -> None:
    """Each is compared with the one that it resembles, also where its class has another name."""
    mina = [event("Started", "Order 1", customer="Mina"), event("Placed", "Order 1")]
    ada = [event("Started", "Order 2", customer="Ada"), event("Cancelled", "Order 2")]
    adas_first = [
        event("Started", "Purchase 1", customer="Ada"),
        event("Started", "Purchase 2", customer="Mina"),
        event("Placed", "Purchase 2"),
        event("Cancelled", "Purchase 1"),
    ]
    assert all(history.is_alike for history in histories([*mina, *ada], adas_first))
    assert [history.is_alike for history in histories(mina, adas_first)] == [True, False]


def test_what_nobody_has_a_counterpart_for_stands_alone() -> None:
    """An aggregate more is not compared with a stranger."""
    yours = [event("Started"), event("Opened", "PickList 2")]
    assert laid_out(yours, [event("Started")]) == [
        [("Started", "Started", True)],
        [("Opened", "", False)],
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (str(ONE_ID), str(ANOTHER_ID)),
        (f"[{ONE_ID!r}]", f"[{ANOTHER_ID!r}]"),
        (f"[{ONE_ID!r}"[:30] + "…", f"[{ANOTHER_ID!r}"[:30] + "…"),
        (ONE_ID.hex, ANOTHER_ID.hex),
        ("2026-03-02 09:00:01.123456+00:00", "2026-03-02 09:00:02+00:00"),
        ("2026-03-02T09:00:01Z", "2026-03-02T09:00:02Z"),
        (
            "[datetime.datetime(2026, 3, 2, 9, 0, tzinfo=zoneinfo.ZoneInfo(key='UTC'))]",
            "[datetime.datetime(2026, 3, 2, 9, 1, 7, tzinfo=zoneinfo.ZoneInfo(key='UTC'))]",
        ),
        ("1772442000.25", "1772442001.5"),
        ("[<Line object at 0x7f01a2b3c4d5>]", "[<Line object at 0x7f01a2b3c5e6>]"),
    ],
)
def test_ids_and_moments_make_no_difference(one: str, other: str) -> None:
    """They are others in each run."""
    (history,) = histories([event("Noted", what=one)], [event("Noted", what=other)])
    assert history.is_alike


@pytest.mark.parametrize(
    "text",
    ["17", "€17.80", "2026-03-02", "'A12-7'", "8500000000", "'deadbeef'", "(200, 300)", "19.05"],
)
def test_all_else_is_compared(text: str) -> None:
    """Numbers, amounts and dates are what facts are about."""
    assert without_changing(text) == text


LINES = ["short", "", "    return " + "many_words(with_commas, between), " * 8, "x" * 150, "\ttab"]


@pytest.mark.parametrize("width", [20, 40, 80, 119, 120, 203])
def test_long_lines_are_folded_and_not_cut(width: int) -> None:
    """Nothing is wider than the terminal, nothing is lost, and no line ends in blanks."""
    out = io.StringIO()
    columns = Columns(Console(file=out, width=width))
    yours, reference = [*map(Text, LINES)], [Text("begin"), *map(Text, reversed(LINES))]
    columns.lines(align(yours, reference, lambda line: line.plain), context=0)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert lines == [line.rstrip() for line in lines]
    assert out.getvalue().count("x") == 2 * 150
    assert out.getvalue().count("(") == 2 * 8


def test_what_is_alike_and_far_from_a_change_is_left_out() -> None:
    """Only its number is told."""
    out = io.StringIO()
    pairs = [Pair(Text(str(at)), Text(str(at)), is_alike=at != 4) for at in range(9)]
    Columns(Console(file=out, width=80)).lines(pairs, context=1)
    assert out.getvalue().splitlines() == [
        "  … 3 alike",
        "  3",
        "- 4",
        "+ 4",
        "  5",
        "  … 3 alike",
    ]
