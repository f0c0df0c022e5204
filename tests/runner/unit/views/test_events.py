"""The names of aggregates in a view."""

from katas._runner.result import Event
from katas._runner.views.events import with_heads


def test_aggregates_are_numbered_only_where_that_tells_something() -> None:
    """One alone has no name, one of its class no number."""

    def heads(*aggregates: str) -> list[str]:
        events = [Event("E", {}, aggregate, 1) for aggregate in aggregates]
        return [head.strip() for head, _ in with_heads(events, events)]

    assert heads("Order 1", "Order 1") == ["1", "1"]
    assert heads("Order 1", "Pick 1") == ["Order  v1", "Pick  v1"]
    assert heads("Order 1", "Pick 1", "Order 2") == ["Order 1  v1", "Pick  v1", "Order 2  v1"]
