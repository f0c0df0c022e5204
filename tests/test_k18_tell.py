import ast
from collections.abc import Callable, Iterator, Mapping
from inspect import getsourcefile
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, scenarios, then, when

from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from katas.k18_tell.billing import Billing
from katas.k18_tell.loyalty import Loyalty
from katas.k18_tell.sales import Sales
from katas.k18_tell.warehouse import Warehouse
from tests.steps.clock import Clock
from tests.steps.desks import Desks
from tests.steps.office import nobody_in_sales_answers_questions
from tests.steps.outcomes import assert_reserved, bags_of
from tests.stores import Store
from tests.support.readers import ReadingTrade
from tests.support.source_line import PlacedError
from tests.support.vocabulary import words

pytestmark = pytest.mark.usefixtures("store", "close_stores")

scenarios("k18_tell.feature")


class TellingTrade(ReadingTrade):
    """The learner's departments."""

    sales_class = Sales

    def open_department(self, name: str, sales: Any) -> Any:
        """Open one of Sales' readers."""
        env = self.stores[name]
        if name == "Warehouse":
            return self.put_to_work(Warehouse, sales=sales, stock=self.desks.stock, env=env)
        reader = Billing if name == "Billing" else Loyalty
        return self.put_to_work(reader, sales=sales, env=env)

    def reserved(self) -> Mapping[str, int]:
        """How many bags of each coffee are reserved."""
        bags: Mapping[str, int] = self.department("Warehouse").reservations.reserved()
        return bags

    def missing(self) -> Mapping[str, int]:
        """How many bags of each coffee are promised, and not there."""
        bags: Mapping[str, int] = self.department("Warehouse").reservations.missing()
        return bags

    def invoices(self, customer: str) -> list[Money]:
        """A customer's invoices."""
        amounts: list[Money] = self.department("Billing").books.invoices(customer)
        return amounts

    def points(self, customer: str) -> int:
        """A customer's points."""
        points: int = self.department("Loyalty").accounts.points(customer)
        return points


@pytest.fixture
def trade(
    prices: PriceList, desks: Desks, clock: Clock, new_store: Callable[[], Store]
) -> TellingTrade:
    return TellingTrade(prices, desks, clock, new_store)


@given(words("{customer} is still choosing {bags:Bags} of {coffee}"))
def a_customer_is_still_choosing(
    trade: TellingTrade, customer: str, bags: int, coffee: str
) -> None:
    trade.choose(customer, bags, coffee)


@given("Billing's disk will be full for a moment")
def billings_disk_will_be_full(trade: TellingTrade) -> None:
    trade.let("Billing", "has a full disk")


@given("each fact will be delivered to Billing twice")
def each_fact_will_be_delivered_twice(trade: TellingTrade) -> None:
    trade.let("Billing", "hears it twice")


@when("nobody in Sales answers questions any more")
def nobody_in_sales_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_in_sales_answers_questions(monkeypatch)


@then(words("meanwhile {bags:Bags} of {coffee} are reserved"))
def bags_are_reserved_meanwhile(trade: TellingTrade, bags: int, coffee: str) -> None:
    trade.look()
    assert_reserved(trade, {coffee: bags}, "Meanwhile")


@then(words("in the end {bags:Bags} of {coffee} are missing"))
def bags_are_missing_in_the_end(trade: TellingTrade, bags: int, coffee: str) -> None:
    trade.settle()
    found = trade.missing()
    assert found == {coffee: bags}, (
        f"In the end the Warehouse should miss {bags} × {coffee}, but it misses {bags_of(found)}."
    )


@then("Sales does not know that Loyalty is there")
def sales_does_not_know_loyalty(trade: TellingTrade, desks: Desks) -> None:
    path = Path(getsourcefile(Sales) or "")
    for line, word in _words(path):
        if "loyalty" in word.lower():
            message = (
                f"Sales should not have to know that Loyalty is there, but line {line} of "
                f"{path.name} says “{word}”."
            )
            raise PlacedError(message, path, line)
    assert "Loyalty" not in desks.called(), (
        "Sales should not have to know that Loyalty is there, but somebody has telephoned it."
    )
    assert not trade.touched, (
        "Sales' store should be as it was before Loyalty read it, but this has changed: "
        f"{trade.touched}."
    )


def _words(path: Path) -> Iterator[tuple[int, str]]:
    """Tell the names and the texts in a file's code, with their lines. Docstrings are no code."""
    tree = ast.parse(path.read_bytes())
    nodes = list(ast.walk(tree))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    spoken = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if id(node) not in spoken:
                yield node.lineno, text
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
                yield node.lineno, name
            case ast.ImportFrom(module=str(name)) | ast.arg(arg=name) | ast.alias(name=name):
                yield node.lineno, name
