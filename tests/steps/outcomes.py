"""Steps about orders that concern several departments, and what each of them does.

The kata's test module provides the fixture `trade`, with the way in which departments learn of an
order. "In the end" means: when all of them are back, and have finished their work.
"""

from collections.abc import Mapping

from pytest_bdd import given, parsers, then, when

from katas.given.sales.money import Money
from tests.stores import close
from tests.support.trade import Trade
from tests.support.vocabulary import rows, words


@given(words("{customer} has ordered {bags:Bags} of {coffee}"))
@when(words("{customer} orders {bags:Bags} of {coffee}"))
def a_customer_orders(trade: Trade, customer: str, bags: int, coffee: str) -> None:
    trade.order(customer, (bags, coffee))


@given(parsers.parse("{customer} has ordered a bag of {coffee}, and then another"))
@when(parsers.parse("{customer} orders a bag of {coffee}, and then another"))
def a_customer_orders_two_lines(trade: Trade, customer: str, coffee: str) -> None:
    trade.order(customer, (1, coffee), (1, coffee))


@when("these customers order 1 bag of Sidamo each, one after the other")
def these_customers_order(trade: Trade, datatable: list[list[str]]) -> None:
    for row in rows(datatable):
        customer = row.pop("customer")
        for meanwhile, condition in row.items():
            department = meanwhile.removeprefix("meanwhile ").removeprefix("the ")
            trade.let(department, condition)
        trade.order(customer, (1, "Sidamo"))


@when(parsers.parse("the clerk places {customer}'s order again"))
def the_clerk_places_it_again(trade: Trade, customer: str) -> None:
    sales = trade.open_sales()
    try:
        trade.answer(sales, customer, trade.order_ids[customer])
    finally:
        close(sales)


@given(parsers.parse("{department} is down"))
def a_department_is_down(trade: Trade, department: str) -> None:
    trade.let(department.removeprefix("the "), "is down")


@given(parsers.parse("{department} takes 30 seconds for an order"))
def a_department_takes_30_seconds(trade: Trade, department: str) -> None:
    trade.let(department.removeprefix("the "), "is slow")


@given("Loyalty has joined")
def loyalty_has_joined(trade: Trade) -> None:
    trade.loyalty_joins()


@then(parsers.parse("{customer}'s order is {verdict} within {seconds:d} seconds"))
def an_order_is_decided_within(trade: Trade, customer: str, verdict: str, seconds: int) -> None:
    waited = trade.outcomes[customer].seconds
    assert waited <= seconds, (
        f"{customer} should wait {seconds} seconds at most, but has waited {_seconds(waited)}."
        f"{trade.calls_for(customer)}"
    )
    _assert_verdict(trade, customer, verdict)


@then(parsers.parse("{customer}'s order is accepted at once"))
def an_order_is_accepted_at_once(trade: Trade, customer: str) -> None:
    _assert_verdict(trade, customer, "accepted")
    outcome = trade.outcomes[customer]
    assert not outcome.called, (
        f"Sales should telephone nobody for {customer}'s order, but it has telephoned "
        f"{named(outcome.called)}, and {customer} has waited {_seconds(outcome.seconds)}."
    )
    assert not outcome.seconds, (
        f"{customer} should hear yes at once, but has waited {_seconds(outcome.seconds)}. For what?"
    )


@then(words("in the end {bags:Bags} of {coffee} are reserved"))
def bags_are_reserved_in_the_end(trade: Trade, bags: int, coffee: str) -> None:
    trade.settle()
    assert_reserved(trade, {coffee: bags}, "In the end")


@then("in the end no beans are reserved")
def no_beans_are_reserved_in_the_end(trade: Trade) -> None:
    trade.settle()
    assert_reserved(trade, {}, "In the end")


@then(words("in the end {customer} has one invoice, of {amount:Money}"))
def a_customer_has_one_invoice(trade: Trade, customer: str, amount: Money) -> None:
    trade.settle()
    found = trade.invoices(customer)
    if found != [amount]:
        message = (
            f"In the end {customer} should have one invoice, of {amount}, but has {_told(found)}."
            f"{trade.calls_for(customer)}"
        )
        raise trade.mistake("Billing", message)


@then(parsers.parse("in the end {customer} has no invoice"))
def a_customer_has_no_invoice(trade: Trade, customer: str) -> None:
    trade.settle()
    found = trade.invoices(customer)
    if found:
        message = (
            f"In the end {customer} should have no invoice, but has {_told(found)}."
            f"{trade.calls_for(customer)}"
        )
        raise trade.mistake("Billing", message)


@then("in the end these are the orders")
def in_the_end_it_stands_like_this(trade: Trade, datatable: list[list[str]]) -> None:
    trade.settle()
    for row in rows(datatable):
        customer = row["customer"]
        _assert_verdict(trade, customer, row["order"])
        found = " and ".join(map(str, trade.invoices(customer))) or "nothing"
        if found != row["invoiced"]:
            message = (
                f"{customer}'s order was {row['order']}, so in the end {row['invoiced']} should be "
                f"invoiced, but the invoices say {found}.{trade.calls_for(customer)}"
            )
            raise trade.mistake("Billing", message)


@then("in the end Loyalty has credited")
def in_the_end_loyalty_has_credited(trade: Trade, datatable: list[list[str]]) -> None:
    trade.settle()
    for row in rows(datatable):
        found = trade.points(row["customer"])
        rule = trade.points_are if int(row["points"]) else ""
        if found != int(row["points"]):
            message = (
                f"In the end Loyalty should have credited {row['points']} points to "
                f"{row['customer']}, but it has credited {found}.{rule}"
                f"{trade.calls_for(row['customer'])}"
            )
            raise trade.mistake("Loyalty", message)


def assert_reserved(trade: Trade, expected: Mapping[str, int], when: str) -> None:
    """Assert that these bags are reserved, and no others."""
    found = {coffee: bags for coffee, bags in trade.reserved().items() if bags}
    calls = trade.calls_for(*trade.outcomes) if len(trade.outcomes) == 1 else ""
    assert found == expected, (
        f"{when} the Warehouse should have reserved {bags_of(expected)}, "
        f"but it has reserved {bags_of(found)}.{calls}"
    )


def bags_of(bags: Mapping[str, int]) -> str:
    """Return the bags of each coffee as text."""
    return " and ".join(f"{count} × {coffee}" for coffee, count in bags.items()) or "nothing"


def named(departments: list[str]) -> str:
    """Return the names of departments as text."""
    return " and ".join(departments) or "nobody"


def _assert_verdict(trade: Trade, customer: str, verdict: str) -> None:
    reason = trade.outcomes[customer].reason
    found = trade.verdict(customer)
    because = f" (“{reason}”)" if reason else ""
    assert found == verdict, (
        f"{customer}'s order should be {verdict}, but it is {found}{because}."
        f"{trade.calls_for(customer)}"
    )


def _seconds(seconds: float) -> str:
    return "1 second" if seconds == 1 else f"{round(seconds, 1):g} seconds"


def _told(invoices: list[Money]) -> str:
    return " and ".join(f"one of {amount}" for amount in invoices) or "none"
