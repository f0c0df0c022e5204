from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_bdd import given, scenarios

from katas.given.sales.errors import OrderRefusedError
from katas.k02_decide_then_record.order import Order
from tests.steps.order import Desk
from tests.support.history import recorded, sentence

LAST_YEAR = datetime(2024, 11, 4, 9, 30, tzinfo=UTC)

scenarios("k02_decide_then_record.feature")


@pytest.fixture
def order_class() -> Any:
    return Order


@given("this was recorded last year")
def this_was_recorded_last_year(desk: Desk, order_class: Any, datatable: list[list[str]]) -> None:
    for event in recorded(order_class, [row[0] for row in datatable], LAST_YEAR):
        try:
            desk.order = event.mutate(desk.order)
        except OrderRefusedError as refusal:
            raise AssertionError(
                f"“{sentence(event)}” happened last year, but it is refused when it is read back."
            ) from refusal
        desk.history.append(event)
