import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales.money import Money
from katas.k06_their_own_words.billing import Billing
from katas.k06_their_own_words.sales import Sales
from katas.k06_their_own_words.warehouse import Warehouse
from tests.steps.company import Company, cents
from tests.support.teams import Teams
from tests.support.vocabulary import words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k06_their_own_words.feature")


@pytest.fixture
def teams() -> Teams:
    return Teams(
        package="katas.k06_their_own_words",
        applications={
            "Sales": Sales.__name__,
            "the Warehouse": Warehouse.__name__,
            "Billing": Billing.__name__,
        },
        modules={
            "Sales": ["sales", "offer"],
            "the Warehouse": ["warehouse", "lot"],
            "Billing": ["billing", "invoice", "tax_rule"],
        },
        shared=["coffee", "pricing", "validation"],
    )


@given(words("Sales has offered {coffee} at {price:Money}"))
@when(words("Sales offers {coffee} at {price:Money}"))
def sales_offers_a_coffee(company: Company, coffee: str, price: Money) -> None:
    company.tell("Sales", "offer", coffee, cents(price))


@when(words("Sales reprices {coffee} at {price:Money}"))
def sales_reprices_a_coffee(company: Company, coffee: str, price: Money) -> None:
    company.tell("Sales", "reprice", coffee, cents(price))


@given(words("the Warehouse has received lot {lot} with {bags:Bags} of {coffee}"))
@when(words("the Warehouse receives lot {lot} with {bags:Bags} of {coffee}"))
def the_warehouse_receives_a_lot(company: Company, lot: str, bags: int, coffee: str) -> None:
    company.tell("the Warehouse", "receive", lot, coffee, bags)


@when(parsers.parse("lot {lot} is spoiled"))
def a_lot_is_spoiled(company: Company, lot: str) -> None:
    company.tell("the Warehouse", "spoil", lot)


@given(parsers.parse("Billing has taxed coffee with {percent:d} per cent"))
def billing_has_taxed_coffee(company: Company, percent: int) -> None:
    company.tell("Billing", "introduce_tax", percent)


@given(parsers.parse("Billing has changed the tax to {percent:d} per cent"))
@when(parsers.parse("Billing taxes coffee with {percent:d} per cent"))
def billing_changes_the_tax(company: Company, percent: int) -> None:
    company.tell("Billing", "change_tax", percent)


@given(words("Billing has invoiced {customer} for {bags:Bags} of {coffee} at {price:Money}"))
@when(words("Billing invoices {customer} for {bags:Bags} of {coffee} at {price:Money}"))
def billing_invoices_a_customer(
    company: Company, customer: str, bags: int, coffee: str, price: Money
) -> None:
    company.tell("Billing", "invoice", company.number(customer), coffee, bags, cents(price))


@then(words("{coffee} costs {price:Money}"))
def a_coffee_costs(company: Company, coffee: str, price: Money) -> None:
    found = company.ask("Sales", "price", coffee)
    assert found == cents(price), (
        f"A bag of {coffee} should cost {cents(price)} cents ({price}), but Sales says {found}."
    )


@then(parsers.parse("lot {lot} holds {bags:d} bags"))
def a_lot_holds_bags(company: Company, lot: str, bags: int) -> None:
    found = company.ask("the Warehouse", "on_shelf", lot)
    assert found == bags, (
        f"Lot {lot} should hold {bags} bags, but the Warehouse finds {found} on the shelf."
    )


@then(words("{customer} owes {amount:Money}"))
def a_customer_owes(company: Company, customer: str, amount: Money) -> None:
    found = company.ask("Billing", "owed", company.number(customer))
    assert found == cents(amount), (
        f"{customer} should owe {cents(amount)} cents ({amount}), but Billing says {found}."
    )
