"""A scenario with something of everything that a run remembers."""

from dataclasses import replace

from katas._runner.recorded import (
    Call,
    Command,
    Event,
    Fault,
    Message,
    Query,
    Refusal,
    Row,
    Tracking,
)
from katas._runner.result import FAILED, PASSED, Error, Scenario, Step

GIVEN, WHEN, THEN = 0, 1, 2


def steps(*, fails: bool = False) -> list[Step]:
    return [
        Step("Given", "Mina has ordered", 3, status=PASSED),
        Step("When", "the Warehouse catches up", 4, status=PASSED),
        Step(
            "Then", "the pick list reads", 5, [["coffee"], ["Sidamo"]], FAILED if fails else PASSED
        ),
    ]


def scenario(*, fails: bool = False) -> Scenario:
    made = Scenario(
        "Mina buys Sidamo", "A rule", 2, steps(fails=fails), FAILED if fails else PASSED
    )
    if fails:
        made.error = Error("AssertionError", "The pick list reads nothing.")
    made.events = [
        event("Started", 1, order=1, values={"customer": "'Mina'"}),
        event("Placed", 2, order=2),
        Event(
            "Noted",
            {},
            "Order 1",
            3,
            stored=False,
            refused=True,
            step=WHEN,
            order=9,
            context="Sales",
        ),
    ]
    made.commands = [
        Command("Warehouse.catch_up", {}, "Warehouse", 3, WHEN),
        Command(
            "Sales.note", {"text": "''"}, "Sales", 8, WHEN, Refusal("NoTextError", "say it", 10)
        ),
    ]
    made.rows = [
        row("inserted", order=4, bags="1"),
        row("updated", order=5, before={"bags": "1"}, bags="2"),
        row("inserted", order=11, committed=False, key="7", bags="3"),
    ]
    made.tracking = [
        Tracking("Warehouse", "Sales", 1, committed=True, context="Warehouse", order=6, step=WHEN),
        Tracking("Warehouse", "Sales", 2, committed=True, context="Warehouse", order=7, step=WHEN),
    ]
    made.messages = [
        Message("set aside", "", {}, "Sales_Public", 3, "7", "no object", "Billing", 12, WHEN)
    ]
    made.calls = [
        Call("Billing", "invoice", {"order": "Order 1"}, "DownError", 14, "Sales", 13, WHEN)
    ]
    made.queries = [
        Query("Warehouse.picks", {"on": "2026-03-02 12:00:00+00:00"}, "[2]", "Warehouse", 20, THEN)
    ]
    made.faults = [Fault("the power fails", "Billing", 15, WHEN)]
    return made


def event(name: str, position: int, *, order: int, values: dict[str, str] | None = None) -> Event:
    return Event(
        name,
        values or {},
        "Order 1",
        position,
        stored=True,
        step=GIVEN,
        order=order,
        context="Sales",
        position=position,
        values=values or {},
    )


def row(
    change: str,
    *,
    order: int,
    key: str = "1",
    committed: bool = True,
    before: dict[str, str] | None = None,
    **values: str,
) -> Row:
    return Row(
        "picks", change, {"id": key}, values, committed, before or {}, "Warehouse", order, WHEN
    )


def with_names(*names: str) -> Scenario:
    """Return a scenario in which contexts, events, values and errors have these names."""
    made = scenario(fails=True)
    made.events = [
        replace(event(name, at, order=at, values={name: name, "x": name}), context=name)
        for at, name in enumerate(names, 1)
    ]
    made.error = Error("AssertionError", " ".join(names))
    return made
