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
    for fact in recorded(order_class, [row[0] for row in datatable], LAST_YEAR):
        try:
            desk.order = fact.mutate(desk.order)
        except OrderRefusedError as refusal:
            raise AssertionError(
                f"Last year's fact “{sentence(fact)}” is refused on replay, though it has happened."
            ) from refusal
        desk.history.append(fact)
