"""What contexts have in the end, compared: positions, rows, messages and calls."""

import io
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from katas._runner.compare.behaviour import Behaviour, behaviours
from katas._runner.compare.contexts import Context, contexts
from katas._runner.recorded import ANSWERED, DELETED, INSERTED, Call, Message, Row, Tracking
from katas._runner.result import PASSED, Event, Result, Scenario
from katas._runner.views.behaviour import BehaviourView
from katas._runner.views.columns import Columns


def row(key: str, table: str = "picks", *, change: str = INSERTED, **values: str) -> Row:
    return Row(table, change, {"id": key}, values, committed=True, context="Warehouse")


def event(position: int) -> Event:
    return Event("Placed", {}, "Order 1", position, context="Sales", position=position)


def read(position: int) -> Tracking:
    return Tracking("Warehouse", "Sales", position, committed=True, context="Warehouse")


def said(name: str, status: str = "sent", **values: str) -> Message:
    return Message(status, name, values, context="Sales", stream="Public")


def asked(outcome: str) -> Call:
    return Call("Billing", "invoice", {"key": "1"}, outcome, context="Sales")


def scenario(**recorded: Any) -> Scenario:
    return Scenario("Mina buys Sidamo", None, 1, [], PASSED, **recorded)


def warehouse(yours: list[Row], reference: list[Row]) -> Context:
    (context,) = contexts(scenario(rows=yours), scenario(rows=reference))
    return context


def compared(yours: Scenario, reference: Scenario) -> list[Behaviour]:
    both = (Result("", "", scenarios=[each]) for each in (yours, reference))
    return behaviours(*both)


def shown(yours: Scenario, reference: Scenario, width: int = 80) -> list[str]:
    (behaviour,) = compared(yours, reference)
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None)
    BehaviourView(console, Columns(console)).behaviour(behaviour)
    return stream.getvalue().splitlines()


def test_the_order_of_rows_does_not_count() -> None:
    """Nor how a table came to hold them; and 2 comes before 10."""
    gone = [row("3"), row("3", change=DELETED)]
    context = warehouse([row("10"), row("2"), *gone], [row("2"), row("10")])
    assert context.is_alike
    assert [pair.yours and pair.yours.key for pair in context.rows] == [{"id": "2"}, {"id": "10"}]


def test_a_row_is_compared_with_that_of_its_key() -> None:
    context = warehouse([row("1", bags="2"), row("2")], [row("1", bags="3"), row("3")])
    assert not context.is_alike
    pairs = [
        (pair.yours and pair.yours.key["id"], pair.reference and pair.reference.key["id"])
        for pair in context.rows
    ]
    assert pairs == [("1", "1"), ("2", "3")]


def test_whoever_has_read_all_has_read_alike() -> None:
    """One may have recorded more events than the other."""
    one = scenario(events=[event(1), event(2)], tracking=[read(2)])
    other = scenario(events=[event(1)], tracking=[read(1)])
    assert all(context.is_alike for context in contexts(one, other))
    behind = scenario(events=[event(1), event(2)], tracking=[read(1)])
    assert [context.is_alike for context in contexts(one, behind)] == [True, False]
    assert [context.is_alike for context in contexts(one, scenario())] == [True, False]


def test_other_tables_are_one_kind_of_difference_however_many_rows_they_have() -> None:
    few = warehouse([row("1", "wishes")], [row("1")])
    many = warehouse([row("1", "wishes"), row("2", "wishes")], [row("1")])
    assert many.kinds <= few.kinds
    changed = warehouse([row("1", bags="2")], [row("1", bags="3")])
    assert not changed.kinds & few.kinds


def test_what_is_said_to_others_is_compared() -> None:
    """What is received is not: somebody else has said it."""
    yours = scenario(messages=[said("Placed", bags="2"), said("Odd", "received")])
    reference = scenario(messages=[said("Placed", bags="3"), said("Odder", "received")])
    (context,) = contexts(yours, reference)
    assert [pair.is_alike for pair in context.messages] == [False]
    assert contexts(yours, yours)[0].is_alike


def test_the_same_call_counts_once() -> None:
    """How often somebody tries again is a matter of chance. What came of it is compared."""
    lost, answered = asked("NobodyThereError"), asked(ANSWERED)
    (context,) = contexts(scenario(calls=[lost, lost, answered]), scenario(calls=[answered, lost]))
    assert context.is_alike
    assert shown(scenario(calls=[lost]), scenario(calls=[answered])) == [
        "Mina buys Sidamo",
        "  Sales",
        "-   asks  Billing: invoice  key=1  (NobodyThereError)",
        "+   asks  Billing: invoice  key=1  (answered)",
    ]


def test_what_was_stored_with_a_position_is_compared() -> None:
    """Row and position in two transactions are another solution than both in one."""
    counted = replace(row("1", bags="2"), order=1, settled=3, step=0)
    together = replace(read(1), order=2, settled=3, step=0)
    apart = replace(together, settled=4)
    one, two = (scenario(rows=[counted], tracking=[each]) for each in (together, apart))
    assert shown(two, one) == [
        "Mina buys Sidamo",
        "- Warehouse, has read Sales up to 1 (stored on its own)",
        "+ Warehouse, has read Sales up to 1 (stored with picks)",
        "    … 1 row alike",
    ]
    assert contexts(two, two)[0].is_alike


def test_when_an_event_was_saved_is_compared() -> None:
    """Whoever saves before they ask records the same events."""
    saved = replace(event(1), stored=True, after=[])
    assert shown(
        scenario(events=[saved]), scenario(events=[replace(saved, after=["Billing: invoice"])])
    ) == [
        "Mina buys Sidamo",
        "-  1 Placed",
        "+  1 Placed  (saved after Billing: invoice)",
    ]
    later = replace(saved, step=1, settled=7, settled_step=2)
    assert shown(scenario(events=[later]), scenario(events=[saved]))[1:] == [
        "-  1 Placed  (saved in a later step)",
        "+  1 Placed",
    ]


def test_after_which_event_somebody_is_called_is_compared() -> None:
    """As when an order is cancelled first, and what was asked for is taken back afterwards."""
    before, after = asked(ANSWERED), replace(asked(ANSWERED), after=["Cancelled"])
    assert shown(scenario(calls=[after]), scenario(calls=[before])) == [
        "Mina buys Sidamo",
        "  Sales",
        "-   asks  Billing: invoice  key=1  (answered, after Cancelled was saved)",
        "+   asks  Billing: invoice  key=1  (answered)",
    ]


def test_events_with_tags_are_said_to_be_left_out() -> None:
    tagged = Event("Redeemed", {}, tags=["code:A"], context="Vouchers")
    (behaviour,) = compared(scenario(), scenario(events=[tagged]))
    assert behaviour.has_tags
    assert behaviour.is_alike
    (behaviour,) = compared(scenario(), scenario(events=[event(1)]))
    assert not behaviour.has_tags


def test_what_differs_is_marked_by_context() -> None:
    yours = scenario(
        events=[event(1), event(2)],
        tracking=[read(1)],
        rows=[row("1", bags="2"), row("2", bags="1"), row("3", "wishes")],
    )
    reference = scenario(
        events=[event(1), event(2)],
        tracking=[read(2)],
        rows=[row("1", bags="3"), row("2", bags="1")],
        messages=[said("", "set aside")],
    )
    reference.messages[0].text = "two bags"
    assert shown(yours, reference) == [
        "Mina buys Sidamo",
        "  Sales",
        "    … 1 aggregate alike",
        "+   message  unknown  two bags  (set aside)",
        "- Warehouse, has read Sales up to 1 of 2",
        "+ Warehouse, has read Sales up to 2 of 2",
        "-   picks  id=1  bags=2",
        "+   picks  id=1  bags=3",
        "-   wishes  id=3",
        "    … 1 row alike",
    ]


def test_a_context_that_only_one_has_stands_alone() -> None:
    lines = shown(scenario(events=[event(1)], tracking=[read(1)]), scenario(events=[event(1)]))
    assert lines[1:] == ["- Warehouse, has read Sales up to 1 of 1", "  … Sales: alike"]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_many_rows_are_left_out_and_nothing_is_wider_than_the_terminal(width: int) -> None:
    rows = [row(str(number), "t" * 50, note="many words " * 12) for number in range(500)]
    lines = shown(scenario(rows=rows), scenario(rows=[row("1")]), width)
    assert max(map(len, lines)) <= width
    assert "… 494 more rows not alike" in lines[-1]
    assert len(lines) < 100


def test_many_events_are_left_out() -> None:
    many = scenario(events=[event(number) for number in range(500)])
    lines = shown(many, scenario())
    assert lines[-1] == "  … 440 more events"
    assert len(lines) < 70


def test_nothing_of_the_learner_s_steers_the_terminal() -> None:
    evil = "\x1b[2J\x07\u202e<b>"
    odd = Row(evil, INSERTED, {evil: evil}, {}, committed=True, context=evil)
    yours = scenario(rows=[odd], messages=[said(evil, x=evil)], tracking=[read(1)])
    text = "\n".join(shown(yours, scenario()))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
