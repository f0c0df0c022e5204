from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas._runner import postgres
from tests.support.business import Business, new_prefix
from tests.support.source_line import placed
from tests.support.vocabulary import rows, words

pytestmark = [
    pytest.mark.skipif(
        not postgres.is_at_hand(), reason=f"PostgreSQL needs the extra: {postgres.EXTRA}"
    ),
    pytest.mark.usefixtures("postgresql"),
]

A_WHILE = 2.5
"""Seconds in which nothing happens, and after which all should still be at work."""

A_MOMENT = 0.3
"""Seconds after which whoever does not stand by has usually said so."""

ELSEWHERE = "tests.support.company_elsewhere"
"""The company's code on another machine, a day later, where nobody sleeps for long."""

CATCHING_UP = "tests.support.company_catching_up"
"""The company's code, where Sales always says more while somebody asks how much it has said."""

LONG_ELSEWHERE = 1.0
"""Seconds after which whoever waits only for a while has given up there."""

ALIKE = [
    ("plumless", "buckeroo"),  # these have the same CRC-32
    ("0b7e7cf6-6c1a-4d51-9d0c-3f0d5e0c1b52", "0b7e7cf6-6c1a-4d51-9d0c-3f0d5e0c1b53"),
    ("0b7e7cf6-6c1a-4d51-9d0c-3f0d5e0c1b52", "1b7e7cf6-6c1a-4d51-9d0c-3f0d5e0c1b52"),
]
"""Ids of orders that are one and the same to whoever looks at a part of them."""

TROUBLES = {"its store has refused it": "check_violation", "its disk was full": "disk_full"}
"""What PostgreSQL calls an error. The library has another exception for each."""

scenarios("k19_open_for_business.feature")


@pytest.fixture
def business(postgresql: str) -> Iterator[Business]:
    """The company, which nobody has let into anything yet."""
    from katas._roastery.databases import Databases  # noqa: PLC0415 - needs the extra
    from katas.k19_open_for_business.company import (  # noqa: PLC0415 - needs the extra
        CONTEXTS,
        FOLLOWS,
        PUBLIC,
    )

    databases = Databases(postgresql, new_prefix())
    databases.build(CONTEXTS, PUBLIC)
    business = Business(databases, CONTEXTS, FOLLOWS)
    try:
        yield business
    finally:
        business.let_go_on()
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


@when("Billing's user reads the public messages of Sales", target_fixture="read")
def the_user_reads_the_messages(business: Business) -> list[Any]:
    reason = business.refusal("Sales", "Billing", "SELECT * FROM sales_public_events")
    assert not reason, f"Billing's user should read the public messages of Sales, but: {reason}."
    business.wait(
        lambda: len(business.messages("Sales", "Billing")) >= business.sold,
        "Sales should have said what it has sold",
    )
    return business.messages("Sales", "Billing")


@then("it has read")
def it_has_read(read: list[Any], datatable: list[list[str]]) -> None:
    found = [
        {"message": each["message"], "customer": each["customer"]}
        | {name: str(value) for name, value in line.items()}
        for each in read
        for line in each["lines"]
    ]
    expected = rows(datatable)
    assert found == expected, f"There should be {expected} to read, but there is {found}."


@given("all departments are at work")
def all_departments_are_at_work(business: Business) -> None:
    business.open()


@given("nobody has ordered anything for a while")
def nobody_has_ordered_anything(business: Business) -> None:
    business.do_nothing(A_WHILE)


@given(parsers.parse("Billing is at work, and has sent {number:d} invoices"))
def billing_is_at_work(business: Business, number: int) -> None:
    business.open("Billing")
    business.sell_to_each(number, "Sidamo", 1)
    business.catch_up("Billing", "Sales", number)


@given(
    parsers.parse(
        "Billing has sent {sent:d} invoices, and has the first of {number:d} new orders in its"
        " hands"
    )
)
def billing_has_an_order_in_its_hands(business: Business, sent: int, number: int) -> None:
    billing_is_at_work(business, sent)
    business.hold("Billing")
    business.sell_to_each(number, "Huila", 1)
    business.wait_until_held("Billing")


@given("for a moment it could not record the next order, and then again")
def it_could_not_record_the_next_order(business: Business, datatable: list[list[str]]) -> None:
    for (trouble,) in datatable:
        business.refuse("Billing", TROUBLES[trouble])
        business.end("Billing")


@given("its turn is lost, and a second worker has begun")
def its_turn_is_lost(business: Business) -> None:
    from katas._roastery.messages import Follows  # noqa: PLC0415 - imports SQLAlchemy

    business.lose_the_lock("Billing")
    second = business.start_another("Billing")
    business.wait(
        lambda: bool(second.told(Follows)),
        "Billing 2 should have its turn when Billing's connection is gone",
        but=lambda: "the lock is not that connection's. Take it on the one that you are given",
    )
    business.wait_until_held("Billing")


@given("a second worker has come to Billing", target_fixture="second")
def a_second_worker_has_come(business: Business) -> Any:
    """It is on another machine."""
    second = business.start_another("Billing", ELSEWHERE, is_fresh=True)
    _stands_by(business, second, A_MOMENT)
    return second


@then("the second worker stands by")
def the_second_worker_stands_by(business: Business, second: Any) -> None:
    """It does so without an end: where it is, a second is a long time."""
    _stands_by(business, second, LONG_ELSEWHERE)


def _stands_by(business: Business, second: Any, seconds: float) -> None:
    from katas._roastery.messages import Follows  # noqa: PLC0415 - imports SQLAlchemy

    business.do_nothing(seconds)
    assert not second.is_gone, "The second worker should stand by, but it is gone."
    assert not second.told(Follows), (
        "The second worker should stand by as long as the first is at work, but it follows Sales."
    )


@given("Billing has been killed")
@when("the first worker is killed")
def billing_has_been_killed(business: Business) -> None:
    business.kill("Billing")
    business.let_go_on()


@given("Sales and Fulfilment have been killed")
def sales_and_fulfilment_have_been_killed(business: Business) -> None:
    business.kill("Sales")
    business.kill("Fulfilment")


@when("Sales says an order without its customer, and sells to one more customer")
def sales_says_an_order_without_its_customer(business: Business) -> None:
    business.leave_out("customer", "Billing")


@then("Billing has stopped at that order, and has sent no other invoice")
def billing_has_stopped(business: Business) -> None:
    invoices = len(business.facts("Billing", "Sent"))
    before = business.sold - 1
    assert invoices == before, f"Billing should have sent {before} invoices, but sent {invoices}."


@when(parsers.parse("{department:w} comes back"))
@when(parsers.parse("{department:w} opens"))
def a_department_comes_back(business: Business, department: str) -> None:
    business.supervisor.start(department)


@when("Billing comes back, and Sales sells to one more customer as soon as it has caught up")
def billing_catches_up(business: Business) -> None:
    business.supervisor.start("Billing", CATCHING_UP)
    business.catch_up("Billing", "Sales", business.sold)
    business.sell_to_each(1, "Huila", 1)


@when(
    parsers.parse(
        "both come back, Sales with a new program that says more, and Sales sells to {number:d}"
        " customers"
    )
)
def both_come_back_with_new_code_in_sales(business: Business, number: int) -> None:
    business.supervisor.start("Sales", "tests.support.newer_company")
    business.supervisor.start("Fulfilment")
    business.sell_to_each(number, "Huila", 1)


@then(parsers.parse("Sales has said of {number:d} orders whether each is a gift"))
def sales_has_said_more(business: Business, number: int) -> None:
    business.catch_up("Warehouse", "Sales", business.sold)
    said = [each for each in business.messages("Sales", "Billing") if "gift" in each]
    assert len(said) == number, (
        f"Sales should have said of {number} orders whether each is a gift, but it has said so of "
        f"{len(said)}."
    )


@given(parsers.parse("all have worked, and {customer:w}'s parcel is dispatched"))
def a_parcel_is_dispatched(business: Business, customer: str) -> None:
    business.open()
    business.sell(customer, "Sidamo", 1)
    business.catch_up("Fulfilment", "Warehouse", 1)
    business.catch_up("Fulfilment", "Billing", 1)


@given(
    parsers.parse("overnight the Warehouse has said twice that it has picked {customer:w}'s order")
)
def the_warehouse_has_said_it_twice_overnight(business: Business, customer: str) -> None:
    """Billing is closed, and then begins a new day."""
    business.kill("Billing")
    business.sell(customer, "Huila", 1)
    business.catch_up("Fulfilment", "Warehouse", business.sold)
    business.say("Warehouse", business.messages("Warehouse", "Fulfilment")[-1])
    business.supervisor.start("Billing", ELSEWHERE, is_fresh=True)
    business.catch_up("Fulfilment", "Billing", business.sold)


@when("Sales, the Warehouse and Billing say once more what they have said")
def they_say_it_once_more(business: Business) -> None:
    for speaker, hearers in (
        ("Sales", ["Billing", "Warehouse"]),
        ("Warehouse", ["Fulfilment"]),
        ("Billing", ["Fulfilment"]),
    ):
        business.say(speaker, business.messages(speaker, hearers[0])[0])
        last = len(business.messages(speaker, hearers[0]))
        if "Billing" in hearers:
            business.catch_up_or_stop("Billing", speaker, last)
            _each_once(business, "Billing", "Sent", "`create_id` gives an order one id, always.")
        for hearer in hearers:
            business.catch_up(hearer, speaker, last)


@when("the first worker goes on")
def the_first_worker_goes_on(business: Business) -> None:
    business.let_go_on()


@when(parsers.parse("the first worker goes on, and Sales sells to {number:d} more customers"))
def the_first_worker_goes_on_and_sales_sells(business: Business, number: int) -> None:
    the_first_worker_goes_on(business)
    business.sell_to_each(number, "Huila", 1)


@then(words("Billing has sent an invoice of {amount:Money} to {customer:w}"))
def billing_has_sent_an_invoice(business: Business, amount: Any, customer: str) -> None:
    business.catch_up("Billing", "Sales", business.sold)
    sent = [(each.debtor, each.cents) for each in business.facts("Billing", "Sent")]
    assert sent == [(customer, int(amount.amount * 100))], (
        f"Billing should have sent an invoice of {amount} to {customer}, but in cents it has "
        f"sent {sent}."
    )
    from katas.k19_open_for_business.invoice import Invoice  # noqa: PLC0415 - needs the extra

    for one, other in ALIKE:
        if Invoice.create_id(one) == Invoice.create_id(other):
            raise placed(
                f"`create_id` gives the orders {one} and {other} the same id, so the second one "
                "would have no invoice. Make the id of the whole id of the order.",
                Invoice.create_id,
            )


@then("Fulfilment has dispatched each parcel once")
def fulfilment_has_dispatched_each_parcel_once(business: Business) -> None:
    business.catch_up("Fulfilment", "Warehouse", business.sold)
    business.catch_up("Fulfilment", "Billing", business.sold)
    from katas.k19_open_for_business.parcel import Parcel  # noqa: PLC0415 - needs the extra

    sold = len(business.facts("Sales", "Placed"))
    dispatched = Counter(each.originator_id for each in business.facts("Fulfilment", "Dispatched"))
    assert len(dispatched) == sold, (
        f"Orders: {sold}. There should be as many dispatched parcels, but there are"
        f" {len(dispatched)}."
    )
    doubled = sum(number > 1 for number in dispatched.values())
    if doubled:
        raise placed(
            f"{'One parcel was' if doubled == 1 else f'{doubled} parcels were'} dispatched twice. "
            "`note` has heard of something for the second time, and should do nothing (TODO 4).",
            Parcel.note,
        )


@then("Fulfilment has dispatched each parcel once, and has noted nothing twice")
def fulfilment_has_noted_nothing_twice(business: Business) -> None:
    from katas.k19_open_for_business.parcel import Parcel  # noqa: PLC0415 - needs the extra

    fulfilment_has_dispatched_each_parcel_once(business)
    noted = [(each.originator_id, each.what) for each in business.facts("Fulfilment", "Noted")]
    for (_, what), number in Counter(noted).items():
        if number > 1:
            raise placed(
                f"A parcel has noted “{what}” {number} times. `note` has heard of it before, and "
                "should do nothing, also while the parcel still waits for the rest (TODO 4).",
                Parcel.note,
            )


@then("the Warehouse has picked each order once")
def the_warehouse_has_picked_each_order_once(business: Business) -> None:
    business.catch_up("Warehouse", "Sales", business.sold)
    _each_once(business, "Warehouse", "Picked")


@then("Billing has sent no invoice, and Fulfilment has dispatched no parcel")
def nothing_is_sent_nor_dispatched(business: Business) -> None:
    business.catch_up("Fulfilment", "Warehouse", business.sold)
    dispatched = business.facts("Fulfilment", "Dispatched")
    assert not dispatched, (
        "A parcel waits for its invoice, too, but Fulfilment has dispatched "
        f"{len(dispatched)} parcels without one."
    )
    sent = business.facts("Billing", "Sent")
    assert not sent, f"Billing is killed, but it has sent {len(sent)} invoices."


@then("Billing has sent one invoice for each order")
def billing_has_sent_one_invoice_for_each_order(business: Business) -> None:
    business.catch_up("Billing", "Sales", business.sold)
    _each_once(business, "Billing", "Sent")


@then("it has two workers, and has said of each order once that the invoice is sent")
def billing_has_two_workers_and_has_said_it_once(business: Business) -> None:
    def said() -> list[str]:
        return [each["order"] for each in business.messages("Billing", "Fulfilment")]

    orders = sorted(str(each.originator_id) for each in business.facts("Sales", "Placed"))
    business.wait(
        lambda: len(said()) >= len(orders),
        f"Billing should have said of {len(orders)} orders that the invoice is sent",
        but=lambda: f"it has said so of {len(said())}",
    )
    assert sorted(said()) == orders, "Billing has said of an order twice that the invoice is sent."
    business.wait(
        lambda: len(business.supervisor.present("Billing")) == 2,
        "Billing should have two workers",
        but=lambda: f"it has {len(business.supervisor.present('Billing'))}",
    )


def _each_once(business: Business, context: str, name: str, remedy: str = "") -> None:
    orders = [str(each.originator_id) for each in business.facts("Sales", "Placed")]
    counted = business.counted(context, name)
    missing = sum(not counted[order] for order in orders)
    doubled = sum(counted[order] > 1 for order in orders)
    assert not missing, (
        f"{context} should have recorded {name} for each order. Orders: {len(orders)}, without"
        f" {name}: {missing}."
    )
    assert not doubled, (
        f"{context} should have recorded {name} once for each order. Orders: {len(orders)}, with"
        f" more than one {name}: {doubled}. {remedy}".rstrip()
    )
