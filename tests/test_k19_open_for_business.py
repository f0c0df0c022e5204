from collections.abc import Iterator
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas._runner import postgres
from tests.support.business import Business, new_prefix
from tests.support.history import BOOKKEEPING
from tests.support.vocabulary import rows, words

pytestmark = [
    pytest.mark.skipif(
        not postgres.is_at_hand(), reason=f"PostgreSQL needs the extra: {postgres.EXTRA}"
    ),
    pytest.mark.usefixtures("postgresql"),
]

scenarios("k19_open_for_business.feature")


@pytest.fixture
def business(postgresql: str) -> Iterator[Business]:
    """The company, which nobody has let into anything yet."""
    from katas._roastery.databases import Databases  # noqa: PLC0415 - needs the extra
    from katas.k19_open_for_business.company import CONTEXTS, FOLLOWS  # noqa: PLC0415 - needs the extra

    databases = Databases(postgresql, new_prefix())
    databases.build(CONTEXTS)
    business = Business(databases, CONTEXTS, FOLLOWS)
    try:
        yield business
    finally:
        business.supervisor.close()
        if postgres.is_shared():  # else it goes with all that is in it
            databases.tear_down(CONTEXTS)


@given("each department has a database and a user of its own")
def each_department_has_a_database(business: Business) -> None:
    assert business.databases


@given("each has let in those who follow it")
def each_has_let_in_those_who_follow_it(business: Business) -> None:
    from katas.k19_open_for_business.company import FOLLOWS  # noqa: PLC0415 - needs the extra
    from katas.k19_open_for_business.visitors import grants  # noqa: PLC0415 - needs the extra

    business.databases.let_in(FOLLOWS, grants)


@given(words("Sales has sold {bags:Bags} of {coffee:w} to {customer:w}"))
@when(words("Sales sells {bags:Bags} of {coffee:w} to {customer:w}"))
def sales_sells(business: Business, bags: int, coffee: str, customer: str) -> None:
    business.sell(customer, coffee, bags)


@given(words("Sales has sold {bags:Bags} of {coffee:w} to each of {number:d} customers"))
@when(words("Sales sells {bags:Bags} of {coffee:w} to each of {number:d} customers"))
def sales_sells_to_each(business: Business, bags: int, coffee: str, number: int) -> None:
    business.sell_to_each(number, coffee, bags)


@given("Sales has made a table of vouchers")
def sales_has_made_a_table(business: Business) -> None:
    business.execute("Sales", "Sales", "CREATE TABLE sales_vouchers (code text)")


@when("Billing's user reads the stream of Sales", target_fixture="read")
def the_user_reads_the_stream(business: Business) -> list[Any]:
    reason = business.refusal("Sales", "Billing", "SELECT * FROM sales_events")
    assert not reason, f"Billing's user should read the stream of Sales, but: {reason}."
    return business.read("Sales", "Billing")


@then("it has read")
def it_has_read(read: list[Any], datatable: list[list[str]]) -> None:
    found = [
        {"fact": type(each).__name__}
        | {name: str(value) for name, value in vars(each).items() if name not in BOOKKEEPING}
        for each in read
    ]
    expected = [row | {"amount": f"€{row['amount']}"} for row in rows(datatable)]
    assert found == expected, f"There should be {expected} to read, but there is {found}."


@given("all departments are at work")
def all_departments_are_at_work(business: Business) -> None:
    business.open()


@given(parsers.parse("Billing is at work, and has sent {number:d} invoices"))
def billing_is_at_work(business: Business, number: int) -> None:
    business.open("Billing")
    business.sell_to_each(number, "Sidamo", 1)
    business.catch_up("Billing", "Sales", number)


@given(parsers.parse("Billing has sent {number:d} invoices, and has the next order in its hands"))
def billing_has_an_order_in_its_hands(business: Business, number: int) -> None:
    business.start_and_hold("Billing", number)


@given("a second worker has come to Billing")
def a_second_worker_has_come(business: Business) -> None:
    business.start_another("Billing")


@given("Billing has been killed")
@when("the first worker is killed")
def billing_has_been_killed(business: Business) -> None:
    business.kill("Billing")


@when("Billing comes back")
def billing_comes_back(business: Business) -> None:
    business.supervisor.start("Billing")


@when("the first worker goes on")
def the_first_worker_goes_on(business: Business) -> None:
    business.let_go_on("Billing")


@then(words("Billing has sent an invoice of {amount:Money} to {customer:w}"))
def billing_has_sent_an_invoice(business: Business, amount: Any, customer: str) -> None:
    business.catch_up("Billing", "Sales", business.sold)
    sent = [(each.customer, each.amount) for each in business.facts("Billing", "Sent")]
    assert sent == [(customer, amount)], (
        f"Billing should have sent an invoice of {amount} to {customer}, but it has sent {sent}."
    )


@then(parsers.parse("Fulfilment has dispatched {customer:w}'s parcel"))
def fulfilment_has_dispatched(business: Business) -> None:
    business.catch_up("Fulfilment", "Warehouse", business.sold)
    business.catch_up("Fulfilment", "Billing", business.sold)
    dispatched = business.facts("Fulfilment", "Dispatched")
    assert len(dispatched) == 1, f"One parcel should go out, but there are {len(dispatched)}."


@then("the Warehouse has picked each order once")
def the_warehouse_has_picked_each_order_once(business: Business) -> None:
    business.catch_up("Warehouse", "Sales", business.sold)
    _each_once(business, "Warehouse", "Picked")


@then("Billing has sent no invoice")
def billing_has_sent_no_invoice(business: Business) -> None:
    sent = business.facts("Billing", "Sent")
    assert not sent, f"Billing is killed, but it has sent {len(sent)} invoices."


@then("Billing has sent one invoice for each order")
def billing_has_sent_one_invoice_for_each_order(business: Business) -> None:
    business.catch_up("Billing", "Sales", business.sold)
    _each_once(business, "Billing", "Sent")


@then("Billing has sent one invoice for each order, and both workers are there")
def one_invoice_for_each_order_and_both_workers(business: Business) -> None:
    business.finish("Billing", "Sales")
    billing_has_sent_one_invoice_for_each_order(business)
    there = len(business.supervisor.present("Billing"))
    assert there == 2, f"Both of Billing's workers should be there, but there is {there}."


def _each_once(business: Business, context: str, name: str) -> None:
    orders = [each.originator_id for each in business.facts("Sales", "Placed")]
    counted = business.counted(context, name)
    missing = sum(not counted[order] for order in orders)
    doubled = sum(counted[order] > 1 for order in orders)
    assert not missing, (
        f"{context} should have recorded {name} once for each of {len(orders)} orders, "
        f"but for {missing} it has not."
    )
    assert not doubled, (
        f"{context} should have recorded {name} once for each of {len(orders)} orders, "
        f"but for {doubled} it has done so again."
    )
