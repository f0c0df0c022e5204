"""The lists of what a scenario has recorded, made of messages."""

from typing import Any
from uuid import UUID

from katas._runner.result import Scenario
from katas._runner.run.recordings import Recordings

ORDER, OTHER = str(UUID(int=17)), str(UUID(int=18))


def _recorded(*messages: tuple[str, dict[str, Any]]) -> Scenario:
    scenario, recordings = Scenario("A", None, 1, []), Recordings()
    recordings.begin(scenario)
    for kind, message in messages:
        recordings.note(kind, dict(message))
    recordings.name_ids()
    return scenario


def _event(order: int, **values: str) -> tuple[str, dict[str, Any]]:
    about = {"name": "Started", "aggregate": "Order 1", "version": 1, "id": ORDER}
    return "event", {**about, "attributes": {}, "values": values, "order": order, "step": 0}


def _command(order: int, **arguments: str) -> tuple[str, dict[str, Any]]:
    return "command", {"name": "Sales.x", "arguments": arguments, "order": order, "step": 0}


def _call(order: int, ended: int) -> tuple[str, dict[str, Any]]:
    about = {"to": "Billing", "request": "invoice", "arguments": {}, "context": "Sales"}
    return "call", {**about, "order": order, "ended": ended, "step": 0}


def _stored(number: int, settled: int, step: int = 0) -> tuple[str, dict[str, Any]]:
    about = {"position": 1, "context": "Sales", "step": step}
    return "stored", {**about, "number": number, "settled": settled}


def _row(order: int, key: str, bags: str, change: str = "inserted") -> tuple[str, dict[str, Any]]:
    about = {"table": "lines", "change": change, "committed": True, "step": 1}
    return "row", {**about, "key": {"id": key}, "values": {"bags": bags}, "order": order}


def test_an_id_is_named_by_its_aggregate_or_by_its_turn() -> None:
    """Also before the aggregate is known, within other text, in all spellings, and cut."""
    texts = {
        "a": ORDER,
        "b": f"UUID('{ORDER}')",
        "c": f"'{ORDER}'",
        "d": ORDER.replace("-", ""),
        "e": f"[{ORDER[:20]}…",
        "f": OTHER,
        "g": f"{OTHER} and {UUID(int=19)}",
        "h": "no id at all",
    }
    scenario = _recorded(_command(1, **texts), _event(2, by=OTHER))
    assert list(scenario.commands[0].arguments.values()) == [
        *["Order 1"] * 4,
        "[Order 1…",
        "id 1",
        "id 1 and id 2",
        "no id at all",
    ]
    assert scenario.events[0].values == {"by": "id 1"}


def test_an_id_of_no_aggregate_is_named_by_the_attribute_in_which_it_is() -> None:
    """In all texts in the same way, also where it appears before."""
    third = str(UUID(int=20))
    scenario = _recorded(
        _command(1, key=OTHER, about=f"{OTHER}, {third}"),
        _event(2, order_id=OTHER, parcel_id=third, coffee_id="no id"),
        _event(3, order_id=ORDER),
    )
    assert scenario.commands[0].arguments == {"key": "Order 2", "about": "Order 2, Parcel 1"}
    told = {"order_id": "Order 2", "parcel_id": "Parcel 1", "coffee_id": "no id"}
    assert [each.values for each in scenario.events] == [told, {"order_id": "Order 1"}]


def test_all_is_in_order_whenever_it_was_sent() -> None:
    """A row is reported when its transaction has ended."""
    scenario = _recorded(_row(5, "1", "1"), _event(6), _row(4, "2", "2"), _event(3))
    assert [each.order for each in scenario.rows] == [4, 5]
    assert [each.order for each in scenario.events] == [3, 6]


def test_rows_that_are_written_together_have_an_order_that_lasts() -> None:
    """The ids decide in which order SQLAlchemy writes them, and are others in each run."""
    first = _recorded(_row(1, OTHER, "2"), _row(2, ORDER, "1"), _row(3, "x", "0"))
    second = _recorded(_row(1, ORDER, "1"), _row(2, OTHER, "2"), _row(3, "x", "0"))
    assert first.rows == second.rows
    assert [each.values["bags"] for each in first.rows] == ["1", "2", "0"]
    kept = _recorded(_row(1, OTHER, "2"), _event(2), _row(3, ORDER, "1"))
    assert [each.values["bags"] for each in kept.rows] == ["2", "1"]


def test_what_becomes_of_something_is_noted() -> None:
    scenario = _recorded(
        _command(1),
        _event(2),
        _event(3),
        ("refused", {"number": 2, "position": None, "context": "Sales", "settled": 5, "step": 1}),
        ("stored", {"number": 3, "position": 7, "context": "Sales", "settled": 6, "step": 1}),
        ("refusal", {"number": 1, "type": "XError", "message": f"no {ORDER}", "order": 4}),
    )
    refused, stored = scenario.events
    assert (refused.refused, refused.stored, refused.position) == (True, None, None)
    assert (stored.refused, stored.stored, stored.position) == (False, True, 7)
    assert (stored.settled, stored.settled_step) == (6, 1)
    [command] = scenario.commands
    assert command.refusal
    assert command.refusal.message == "no Order 1"
    assert command.context == "Sales"  # it is that of what the command has recorded


def test_an_event_knows_what_has_happened_before_it_was_stored() -> None:
    """What is stored with it does not count, nor what is rolled back."""
    undone = _row(5, "3", "1")
    undone[1].update(committed=False, settled=6)
    alone, own = _row(7, "1", "1"), _row(9, "2", "1")
    alone[1].update(settled=8)
    own[1].update(settled=10)
    calls = _call(2, 3), _call(4, 4), _call(11, 12)
    scenario = _recorded(_event(1), *calls, undone, alone, own, _stored(1, 10))
    assert scenario.events[0].after == ["Billing: invoice", "lines"]
    assert not scenario.events[0].is_settled_in_later_step
    assert _recorded(_event(1), _stored(1, 2, step=1)).events[0].is_settled_in_later_step


def test_a_call_knows_which_events_its_command_has_stored_before() -> None:
    scenario = _recorded(
        _event(1), _command(3), _event(4), _stored(1, 2), _stored(4, 6), _call(5, 5), _call(7, 8)
    )
    assert [call.after for call in scenario.calls] == [[], ["Started"]]
