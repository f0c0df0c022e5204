import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import OperationalError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.billing.forms import COFFEE, NEW, OLD, TwoFormsDesk
from katas.given.sales.errors import EmptyOrderError, OrderClosedError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from katas.k17_call.sales import OrderNotAcceptedError, Sales
from tests.steps.clock import Clock
from tests.steps.desks import CountingTelephone, Desks
from tests.steps.outcomes import assert_reserved, named
from tests.stores import Store, close
from tests.support.faults import refused_write
from tests.support.morning import Morning
from tests.support.source_line import unplaced
from tests.support.trade import Trade
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store", "log")

scenarios("k17_call.feature")


class Log(logging.Handler):
    """Keeps what is written to the log, and prints it as Python does if there is no handler."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line. If its arguments do not fit, they are not in it."""
        try:
            self.lines.append(record.getMessage())
        except TypeError:
            self.lines.append(str(record.msg))
        printer = logging.lastResort
        if printer and record.levelno >= printer.level:
            printer.handle(record)


class TwoForms(CountingTelephone):
    """The telephone between a Sales and a Billing of which each may know another form."""

    def __init__(self, clock: Clock, hook: Any) -> None:
        self.desk = TwoFormsDesk()
        super().__init__("Billing", self.desk, clock, hook)
        self.filled_in = OLD

    def call(self, request: str, *args: Any, deadline: datetime | None = None) -> Any:
        """Pass the request on. Sales' next program says more of an invoice than this one."""
        if request == "invoice" and self.filled_in == NEW:
            request, args = "invoice_goods", (*args, COFFEE)
        return super().call(request, *args, deadline=deadline)


class CallingTrade(Trade):
    """Sales calls the others, and each answers at its desk."""

    refusals = (OrderNotAcceptedError, EmptyOrderError)
    instead = "Sales should take back what it has asked for, and raise an OrderNotAcceptedError"

    def __init__(self, prices: PriceList, desks: Desks, clock: Clock, store: Store) -> None:
        super().__init__(desks, clock)
        self._prices = prices
        self._store = store

    def open_sales(self) -> Any:
        """Open Sales' application."""
        return Sales(self._prices, self.desks.telephones, self._clock, env=self._store)

    def settle(self) -> None:
        """Let all do what they were asked, also by callers who have given up in the meantime."""
        self.desks.finish()

    def install_forms(self) -> TwoForms:
        """Let Billing's telephone take two forms, and return it."""
        telephone = TwoForms(self._clock, self.desks.hook)
        self.desks.billing = telephone.desk
        self.desks.telephones["Billing"] = telephone
        return telephone

    def work_off(self, morning: Morning, _: object) -> None:
        """Note what is done when the last customer leaves: nobody waits after that."""
        self.settle()
        morning.bags = sum(self.reserved().values()) - morning.bags_before
        morning.invoices = sum(len(self.invoices(each)) for each in morning.customers)
        morning.caught_up = morning.line_gone

    def reserved(self) -> Mapping[str, int]:
        """How many bags of each coffee are reserved."""
        return self.desks.warehouse.reserved()

    def invoices(self, customer: str) -> list[Money]:
        """A customer's invoices."""
        return self.desks.billing.invoices(customer)

    def points(self, customer: str) -> int:
        """A customer's points."""
        return self.desks.loyalty.points(customer)


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    logging.getLogger().addHandler(log)
    yield log
    logging.getLogger().removeHandler(log)


@pytest.fixture
def trade(prices: PriceList, desks: Desks, clock: Clock, store: Store) -> CallingTrade:
    return CallingTrade(prices, desks, clock, store)


@given("Billing is down for 2 seconds")
def billing_is_down_for_a_moment(trade: Trade) -> None:
    trade.let("Billing", "loses power")


@given(parsers.parse("Billing gives {customer} no credit"))
def billing_gives_no_credit(desks: Desks, customer: str) -> None:
    desks.billing.without_credit.add(customer)


@given("the line to Billing drops before the next answer")
def the_line_to_billing_drops(trade: Trade) -> None:
    trade.let("Billing", "hears it twice")


@when(parsers.parse("{customer} orders nothing"))
def a_customer_orders_nothing(trade: Trade, customer: str) -> None:
    trade.order(customer)


@when(words("an order for {bags:Bags} of {coffee} is placed while Sales' disk is full"))
def an_order_is_placed_while_the_disk_is_full(trade: Trade, bags: int, coffee: str) -> None:
    sales = trade.open_sales()
    order_id = trade.write_down(sales, "Mina", (bags, coffee))
    full = refused_write("OperationalError", later_too=True)
    with full, suppress(OperationalError, *trade.refusals):
        sales.place(order_id)
    close(sales)


@given(
    words(
        "an order of {customer} for {bags:Bags} of {coffee} was agreed on, but could not be stored"
    ),
    target_fixture="agreed",
)
def an_order_could_not_be_stored(trade: Trade, customer: str, bags: int, coffee: str) -> UUID:
    sales = trade.open_sales()
    order_id = trade.write_down(sales, customer, (bags, coffee))
    with refused_write("OperationalError"), suppress(OperationalError):
        trade.place(sales, order_id)
    close(sales)
    return order_id


@when(parsers.parse("the clerk places {customer}'s order again"))
def the_clerk_places_it_again(trade: Trade, agreed: UUID, customer: str) -> None:
    sales = trade.open_sales()
    try:
        trade.answer(sales, customer, agreed)
    except OrderClosedError as error:
        message = (
            "All had said yes, and only Sales' own disk was full. So nothing should have been "
            f"taken back, and the order should still be open. But {error}."
        )
        raise unplaced(AssertionError(message)) from error
    finally:
        close(sales)


@when("these customers order 1 bag of Sidamo each, on these forms")
def these_customers_order_on_forms(trade: CallingTrade, datatable: list[list[str]]) -> None:
    telephone = trade.install_forms()
    for row in rows(datatable):
        telephone.filled_in = row["Sales fills in"]
        taken = row["Billing takes"]
        telephone.desk.forms = {OLD, NEW} if taken == "both forms" else {taken}
        trade.order(row["customer"], (1, "Sidamo"))


@then(
    parsers.parse(
        "it is written down that the {department} may not know that {customer}'s order is withdrawn"
    )
)
def it_is_written_down(log: Log, trade: Trade, department: str, customer: str) -> None:
    order_id = str(trade.outcomes[customer].order_id)
    assert any(department in line and order_id in line for line in log.lines), (
        f"The log should say that the {department} may not know that the order {order_id} is "
        f"withdrawn, but it says: {' / '.join(log.lines) or 'nothing'}."
    )


@then(parsers.parse("{customer} hears that {reason}"))
def a_customer_hears_why(trade: Trade, customer: str, reason: str) -> None:
    found = trade.outcomes[customer].refusal
    assert found == reason, f"{customer} should hear that {reason}, but hears “{found or 'yes'}”."


@then("Sales has telephoned nobody")
def sales_has_telephoned_nobody(desks: Desks) -> None:
    assert not desks.called(), (
        "Sales should telephone nobody for an order that it refuses itself, but it has telephoned "
        f"{named(desks.called())}."
    )


@then(words("{bags:Bags} of {coffee} are reserved already"))
def bags_are_reserved_already(trade: Trade, bags: int, coffee: str) -> None:
    assert_reserved(trade, {coffee: bags}, "Already")


@then("Sales has waited before it called Billing again, longer each time")
def sales_has_waited_longer_each_time(trade: Trade) -> None:
    by_customer = {
        customer: answer.pauses.get("invoice", []) for customer, answer in trade.outcomes.items()
    }
    for customer, pauses in by_customer.items():
        assert pauses, f"Sales should have called Billing again for {customer}, but it has not."
    # The deadline may cut the last one short.
    rounds = [*zip(*(pauses[:-1] for pauses in by_customer.values()), strict=False)]
    waits = all(min(pauses) for pauses in by_customer.values())
    assert waits and all(min(after) > max(before) for before, after in pairwise(rounds)), (  # noqa: PT018 - one rule
        "Sales should have waited before each new call, and longer each time. But the pauses are "
        + "; ".join(f"{_told(pauses)} for {name}" for name, pauses in by_customer.items())
        + "."
    )


@then("Sales has not called again for any two of them after the same pauses")
def pauses_differ(trade: Trade) -> None:
    pauses = [answer.pauses["invoice"] for answer in trade.outcomes.values()]
    for one, other in combinations(pauses, 2):
        assert one != other, (
            f"For two customers, Sales has called again after the same pauses: {_told(one)}. "
            "If both had called at one moment, they would always come back at one moment."
        )


def _told(pauses: list[timedelta]) -> str:
    return ", ".join(f"{each.total_seconds():.2f} s" for each in pauses)


@then("Sales has telephoned the Warehouse, Billing and Loyalty")
def sales_has_telephoned_all_three(desks: Desks) -> None:
    for department in ("Warehouse", "Billing", "Loyalty"):
        assert department in desks.called(), (
            f"Sales should have telephoned {department} for Ada's order, but it has not."
        )


@then("this many of them hear yes")
def this_many_hear_yes(saturdays: list[Morning], datatable: list[list[str]]) -> None:
    for row, saturday in zip(rows(datatable), saturdays, strict=True):
        found = len(saturday.accepted)
        assert found == int(row["hear yes"]), (
            f"With {saturday.people}, {row['hear yes']} of {len(saturday.customers)} customers "
            f"should hear yes, but {found} do."
        )


@then("whoever hears yes has an invoice and a bag, and nobody else has")
def whoever_hears_yes_has_all(saturdays: list[Morning]) -> None:
    for saturday in saturdays:
        done = saturday.invoices, saturday.bags
        assert done == (len(saturday.accepted), len(saturday.accepted)), (
            f"With {saturday.people}, {len(saturday.accepted)} customers have heard yes. In the "
            f"end there are {saturday.invoices} invoices, and {saturday.bags} bags are reserved."
        )
