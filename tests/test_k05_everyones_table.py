import pytest
from pytest_bdd import given, scenarios, then, when

from katas.given.sales.money import Money
from katas.k05_everyones_table.billing import Billing
from katas.k05_everyones_table.sales import Sales
from katas.k05_everyones_table.warehouse import Warehouse
from tests.steps.company import Company, cents
from tests.support.teams import Teams
from tests.support.vocabulary import words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k05_everyones_table.feature")


@pytest.fixture
def teams() -> Teams:
    return Teams(
        package="katas.k05_everyones_table",
        applications={
            "Sales": Sales.__name__,
            "the Warehouse": Warehouse.__name__,
            "Billing": Billing.__name__,
        },
        modules={
            "Sales": ["sales", "order"],
            "the Warehouse": ["warehouse", "pick"],
            "Billing": ["billing", "invoice"],
        },
        shared=["everyones_table"],
    )


@given(words("Sales has promised {customer} {bags:Bags} of {coffee}"))
@when(words("Sales promises {customer} {bags:Bags} of {coffee}"))
def sales_promises_bags(company: Company, customer: str, bags: int, coffee: str) -> None:
    company.tell("Sales", "promise", company.number(customer), customer, coffee, bags)


@given(words("the Warehouse has reserved {bags:Bags} of {coffee} for {customer}"))
@when(words("the Warehouse reserves {bags:Bags} of {coffee} for {customer}"))
def the_warehouse_reserves_bags(company: Company, customer: str, bags: int, coffee: str) -> None:
    company.tell("the Warehouse", "reserve", company.number(customer), coffee, bags)


@given(words("Billing has invoiced {customer} for {bags:Bags} at {price:Money}"))
@when(words("Billing invoices {customer} for {bags:Bags} at {price:Money}"))
def billing_invoices_a_customer(company: Company, customer: str, bags: int, price: Money) -> None:
    company.tell("Billing", "invoice", company.number(customer), customer, bags, cents(price))


@given(words("the Warehouse has counted only {bags:Bags} for {customer}"))
@when(words("the Warehouse counts only {bags:Bags} for {customer}"))
def the_warehouse_counts_bags(company: Company, customer: str, bags: int) -> None:
    company.tell("the Warehouse", "recount", company.number(customer), bags)


@when(words("Billing credits {customer} with {bags:Bags}"))
def billing_credits_a_customer(company: Company, customer: str, bags: int) -> None:
    company.tell("Billing", "credit", company.number(customer), bags)


@when("Sales gives its tables other names")
def sales_gives_its_tables_other_names(company: Company) -> None:
    company.change_tables("Sales", 'ALTER TABLE "{table}" RENAME TO "{table}_of_old"')


@when("the Warehouse's tables are dropped")
def the_warehouses_tables_are_dropped(company: Company) -> None:
    company.change_tables("the Warehouse", 'DROP TABLE "{table}"')


@when("Billing's tables are dropped")
def billings_tables_are_dropped(company: Company) -> None:
    company.change_tables("Billing", 'DROP TABLE "{table}"')


@then(words("{customer} is promised {bags:Bags}"))
def a_customer_is_promised_bags(company: Company, customer: str, bags: int) -> None:
    found = company.ask("Sales", "promised", company.number(customer))
    assert found == bags, f"Sales has promised {customer} {bags} bags, but now it says {found}."


@then(words("the Warehouse is to pick {bags:Bags} for {customer}"))
def the_warehouse_is_to_pick_bags(company: Company, customer: str, bags: int) -> None:
    found = company.ask("the Warehouse", "to_pick", company.number(customer))
    assert found == bags, (
        f"The Warehouse should pick {bags} bags for {customer}, but it says {found}."
    )


@then(words("{customer} owes {amount:Money}"))
def a_customer_owes(company: Company, customer: str, amount: Money) -> None:
    found = company.ask("Billing", "owed", company.number(customer))
    assert found == cents(amount), (
        f"{customer} should owe {cents(amount)} cents ({amount}), but Billing says {found}."
    )
