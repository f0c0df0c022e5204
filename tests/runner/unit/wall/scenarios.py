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
        Command("Warehouse.catch_up", {}, context="Warehouse", order=3, step=WHEN),
        Command(
            "Sales.note",
            {"text": "''"},
            Refusal("NoTextError", "say it", 10),
            context="Sales",
            order=8,
            step=WHEN,
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
    odd = Message("set aside", "", {}, "Sales_Public", 3, "7", "no object", order=12, step=WHEN)
    made.messages = [replace(odd, context="Billing")]
    call = Call("Billing", "invoice", {"order": "Order 1"}, "DownError", 14, order=13, step=WHEN)
    made.calls = [replace(call, context="Sales")]
    asked = Query(
        "Warehouse.picks", {"on": "2026-03-02 12:00:00+00:00"}, "[2]", order=20, step=THEN
    )
    made.queries = [replace(asked, context="Warehouse")]
    made.faults = [Fault("the power fails", context="Billing", order=15, step=WHEN)]
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
    made = Row(
        "picks", change, {"id": key}, values, committed, before or {}, order=order, step=WHEN
    )
    return replace(made, context="Warehouse")


def with_names(*names: str) -> Scenario:
    """Return a scenario in which contexts, events, values and errors have these names."""
    made = scenario(fails=True)
    made.events = [
        replace(event(name, at, order=at, values={name: name, "x": name}), context=name)
        for at, name in enumerate(names, 1)
    ]
    made.error = Error("AssertionError", " ".join(names))
    return made
