"""Steps about the price list."""

import pytest
from pytest_bdd import given, when

from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from tests.support.vocabulary import money, rows, words


@pytest.fixture
def prices() -> PriceList:
    return PriceList()


@given("today's price list")
def todays_price_list(prices: PriceList, datatable: list[list[str]]) -> None:
    for row in rows(datatable):
        prices.set_price(row["coffee"], money(row["price"]))


@given(words("{coffee} has cost {price:Money} since then"))
@when(words("{coffee} costs {price:Money} from now on"))
def a_coffee_costs_another_price(prices: PriceList, coffee: str, price: Money) -> None:
    prices.set_price(coffee, price)
