"""What a scenario has recorded, by context, within the width of a terminal."""

import io
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from katas._runner.recorded import DELETED, INSERTED, UPDATED, Call, Message, Row, Tracking
from katas._runner.result import Event, Scenario
from katas._runner.views.printer import Printer
from katas._runner.views.recorded import RecordedView


def _shown(most: int = 12, width: int = 80, **recorded: Any) -> str:
    stream = io.StringIO()
    printer = Printer(Console(file=stream, width=width, height=40, color_system=None))
    RecordedView(printer, most).scenario(Scenario("A", None, 1, [], **recorded))
    return stream.getvalue()


def _event(position: int, context: str = "Sales") -> Event:
    return Event("Placed", {}, "Order 1", position, stored=True, context=context, position=position)


def _row(key: str, change: str = INSERTED, *, is_committed: bool = True, **values: str) -> Row:
    return Row("picks", change, {"id": key}, values, is_committed, context="Warehouse")


def _read(position: int, *, is_committed: bool = True, context: str = "Warehouse") -> Tracking:
    return Tracking(context, "Sales", position, is_committed, context=context)


def test_nothing_is_shown_of_nothing() -> None:
    assert not _shown()


def test_one_context_alone_is_not_named() -> None:
    assert _shown(events=[_event(1)]) == "\nRecorded so far\n   1 Placed\n"


def test_each_context_shows_what_it_has_read_and_what_it_holds() -> None:
    """The last state of each row; what was rolled back has not happened."""
    shown = _shown(
        events=[_event(1), _event(2), _event(3)],
        tracking=[_read(1), _read(2), _read(3, is_committed=False), _read(3, context="Sales")],
        rows=[
            _row("1", bags="1"),
            _row("2", bags="5"),
            _row("1", UPDATED, bags="2"),
            _row("1", UPDATED, is_committed=False, bags="9"),
            _row("2", DELETED, bags="5"),
        ],
    )
    assert shown == (
        "\nRecorded so far\n"
        "  Sales\n"
        "     1 Placed\n"
        "     2 Placed\n"
        "     3 Placed\n"
        "  Warehouse, has read Sales up to 2 of 3\n"
        "    picks  id=1  bags=2\n"
    )


def test_calls_to_others_are_listed_with_their_answers() -> None:
    """Those that were repeated, with the same answer, once."""
    told = Call("Billing", "invoice", {"key": "Order 1"}, "answered", 3, "yes", order=2)
    failed = Call("Warehouse", "reserve", {}, "TooLateError", 5, "no answer", order=4)
    asked = [replace(each, context="Sales") for each in (told, failed, replace(failed, order=6))]
    assert _shown(calls=asked) == (
        "\nRecorded so far\n"
        "  Sales\n"
        "    asks  Billing: invoice  key=Order 1  (yes)\n"
        "    asks  Warehouse: reserve  (no answer: TooLateError)\n"
    )


def test_whoever_reads_messages_counts_those() -> None:
    """Their positions are others than those of the private events."""
    sent = [Message("sent", "OrderPlaced", {}, "Public", n, context="Sales") for n in (1, 2)]
    shown = _shown(events=[_event(1), _event(7)], tracking=[_read(1)], messages=sent)
    assert "  Warehouse, has read Public up to message 1 of 2\n" in shown


def test_what_a_context_sets_aside_is_not_in_its_own_stream() -> None:
    odd = Message("set aside", "", {}, "the bank", 9, context="Sales")
    shown = _shown(events=[_event(1), _event(2)], tracking=[_read(1)], messages=[odd])
    assert "  Warehouse, has read Sales up to 1 of 2\n" in shown


def test_what_was_too_much_to_be_kept_is_counted() -> None:
    """Otherwise the last one shown would seem to be the last one recorded."""
    shown = _shown(events=[_event(1)], left_out=300)
    assert shown.endswith("   1 Placed\n  … and 300 more, too many to be kept\n")


def test_tagged_events_have_their_positions_and_tags() -> None:
    event = Event("Issued", {"cap": "2"}, stored=True, position=4, tags=["code:A", "for:B"])
    lost = Event("Issued", {}, stored=False, tags=["code:A"])
    shown = _shown(events=[event, lost])
    assert "   4 Issued  cap=2  [code:A, for:B]\n     Issued  [code:A]  (not" in shown


@pytest.mark.parametrize("width", [40, 80])
def test_long_rows_go_on_below_and_many_are_left_out(width: int) -> None:
    rows = [_row(str(number), note="many words " * 9) for number in range(9)]
    lines = _shown(4, width, rows=rows).splitlines()
    assert max(map(len, lines)) <= width
    assert [line.split()[1] for line in lines if "picks" in line] == ["id=6", "id=7", "id=8"]
    assert "picks" not in _shown(1, rows=rows)


def test_nothing_of_the_learner_s_steers_the_terminal() -> None:
    evil = "\x1b[2J\x07<script>"
    row = Row(evil, INSERTED, {evil: evil}, {"x": evil}, committed=True, context=evil)
    shown = _shown(rows=[row], tracking=[Tracking("r", evil, 1, committed=True, context="C")])
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "<script>" in shown
