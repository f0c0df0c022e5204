"""Steps about the Warehouse's shelves."""

import pytest
from pytest_bdd import given, parsers, when

from katas.given.warehouse.shelves import Shelves
from tests.support.vocabulary import rows


@pytest.fixture
def shelves() -> Shelves:
    return Shelves()


@given("the coffees lie on these shelves")
def the_coffees_lie_on_these_shelves(shelves: Shelves, datatable: list[list[str]]) -> None:
    for row in rows(datatable):
        shelves.put(row["coffee"], row["shelf"])


@given(parsers.parse("{coffee} has been put on shelf {shelf}"))
@when(parsers.parse("{coffee} is put on shelf {shelf}"))
def a_coffee_has_been_put_on_a_shelf(shelves: Shelves, coffee: str, shelf: str) -> None:
    shelves.put(coffee, shelf)
