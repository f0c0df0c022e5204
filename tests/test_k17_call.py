import logging
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import wraps
from itertools import combinations, dropwhile, pairwise
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.billing.forms import COFFEE, NEW, OLD, TwoFormsDesk
from katas.given.sales.errors import OrderRefusedError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from katas.given.telephone import FIRST_PAUSE
from katas.k17_call.sales import OrderNotAcceptedError, Sales
from tests.steps.clock import Clock
from tests.steps.desks import Desks
from tests.steps.outcomes import (
    a_customer_has_no_invoice,
    assert_reserved,
    named,
    no_beans_are_reserved_in_the_end,
)
from tests.stores import Store, close
from tests.support.faults import DISK_ERRORS, refused_write
from tests.support.morning import Morning
from tests.support.source_line import unplaced
from tests.support.telephones import NO, YES, CountingTelephone
from tests.support.trade import Answer, Trade
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store", "log", "chance")

scenarios("k17_call.feature")

WITHDRAW = "withdraw"


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

    def __init__(self, desks: Desks) -> None:
        self.desk = TwoFormsDesk()
        super().__init__("Billing", self.desk, desks.clock, desks.hook, desks.calls)
        self.filled_in = OLD

    def call(self, request: str, *args: Any, deadline: datetime | None = None) -> Any:
        """Pass the request on. Sales' next program says more of an invoice than this one."""
        if request == "invoice" and self.filled_in == NEW:
            request, args = "invoice_goods", (*args, COFFEE)
        return super().call(request, *args, deadline=deadline)


class CallingTrade(Trade):
    """Sales calls the others, and each answers at its desk."""

    refusals = (OrderNotAcceptedError, OrderRefusedError)
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

    def verdict(self, customer: str) -> str:
        """Return the state of an order, and check that people learn why it was refused."""
        verdict, answer = super().verdict(customer), self.outcomes[customer]
        asked = [each for each in answer.calls if each.request != WITHDRAW]
        if verdict == "accepted" or not asked:
            return verdict
        why, stored = asked[-1].refusal, self.read(customer).cancellation_reason
        for place, found in {"the error": answer.reason, "Sales' store": stored}.items():
            assert why == found, (
                f"{customer}'s order is refused because “{why}”. That should be the reason in "
                f"{place}, but there it is “{found}”."
            )
        return verdict

    def install_forms(self) -> TwoForms:
        """Let Billing's telephone take two forms, and return it."""
        telephone = TwoForms(self.desks)
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
def chance() -> Iterator[None]:
    """Let chance begin anew, so that pauses, and what is told of them, are the same in each run."""
    state = random.getstate()
    random.seed("k17")
    yield
    random.setstate(state)


@pytest.fixture
def trade(prices: PriceList, desks: Desks, clock: Clock, store: Store) -> CallingTrade:
    return CallingTrade(prices, desks, clock, store)


@given("Billing does not pick up the first time")
def billing_does_not_pick_up(trade: Trade) -> None:
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
    for error in DISK_ERRORS:  # the full disk, and another clerk who is faster
        sales = trade.open_sales()
        order_id = trade.write_down(sales, "Mina", (bags, coffee))
        with refused_write(error, later_too=True), suppress(PersistenceError):
            trade.answer(sales, "Mina", order_id)
        close(sales)


@then("the clerk learns that Sales' disk is full")
def the_clerk_learns_that_the_disk_is_full(trade: Trade) -> None:
    answer = trade.outcomes.get("Mina")
    heard = answer and (answer.reason or "yes")
    assert not answer, (
        "Sales could not store that Mina's order is cancelled. The store's error should leave "
        f"`place`, so that the clerk learns of it. But they hear “{heard}”, and the order is still "
        "open."
    )


@given(
    words(
        "all have agreed to {customer}'s order for {bags:Bags} of {coffee}, but Sales could not "
        "store it"
    )
)
def an_order_could_not_be_stored(trade: Trade, customer: str, bags: int, coffee: str) -> None:
    sales = trade.open_sales()
    order_id = trade.write_down(sales, customer, (bags, coffee))
    is_hidden = False
    with refused_write("OperationalError"), suppress(OperationalError):
        is_hidden = trade.place(sales, order_id) is None
    close(sales)
    order = trade.read(customer)
    message = ""
    if order.cancellation_reason is not None:
        message = (
            "All had said yes, and only Sales' own disk was full. So nothing should have been "
            "taken back, and the order should still be open. But it is cancelled "
            f"(“{order.cancellation_reason}”)."
        )
    elif is_hidden:
        stored = "is placed" if order.is_placed else "is not placed: its events were saved once"
        message = (
            "Sales' disk was full when the order was to be stored. The store's error should leave "
            f"`place`, but `place` ends without an error. In Sales' store the order {stored}."
        )
    if message:
        raise unplaced(AssertionError(message))


@given(words("{customer} has added {bags:Bags} of {coffee}"))
def a_customer_has_added(trade: Trade, customer: str, bags: int, coffee: str) -> None:
    sales = trade.open_sales()
    sales.add_line(trade.order_ids[customer], coffee, bags)
    close(sales)


@when(
    words(
        "{customer} orders {bags:Bags} of {coffee}, and another clerk adds {more:Bags} while "
        "Billing is asked"
    )
)
def another_clerk_adds_bags(  # noqa: PLR0913, PLR0917 - the words of the step
    trade: Trade,
    desks: Desks,
    monkeypatch: pytest.MonkeyPatch,
    customer: str,
    bags: int,
    coffee: str,
    more: int,
) -> None:
    def add(sales: Any) -> None:
        sales.add_line(trade.order_ids[customer], coffee, more)

    _let_another_clerk(add, trade, desks, monkeypatch)
    with suppress(IntegrityError):  # the store's own word for: changed since it was read
        trade.order(customer, (bags, coffee))


@when(
    words(
        "{customer} orders {bags:Bags} of {coffee}, and another clerk places the order while "
        "Billing is asked"
    )
)
def another_clerk_places_it(  # noqa: PLR0913, PLR0917 - the words of the step
    trade: Trade,
    desks: Desks,
    monkeypatch: pytest.MonkeyPatch,
    customer: str,
    bags: int,
    coffee: str,
) -> None:
    def place(sales: Any) -> None:
        sales.place(trade.order_ids[customer])

    _let_another_clerk(place, trade, desks, monkeypatch)
    with suppress(IntegrityError):  # as above
        trade.order(customer, (bags, coffee))


def _let_another_clerk(
    command: Callable[[Any], None], trade: Trade, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let another clerk do something with Sales' application when Billing is first asked."""
    invoice = desks.billing.invoice

    @wraps(invoice)
    def command_and_invoice(*args: Any) -> None:
        monkeypatch.setattr(desks.billing, "invoice", invoice)
        calls = [*desks.calls]
        desks.hang_up()
        other = trade.open_sales()
        command(other)
        close(other)
        desks.calls[:] = calls  # without the other clerk's
        invoice(*args)

    monkeypatch.setattr(desks.billing, "invoice", command_and_invoice)


@then(parsers.parse("the other clerk's yes to {customer} holds"))
def the_other_clerks_yes_holds(trade: Trade, customer: str) -> None:
    order, answer = trade.read(customer), trade.outcomes.get(customer)
    told = f"Another clerk has placed {customer}'s order in the meantime, and {customer} hears yes."
    assert order.cancellation_reason is None, (
        f"{told} But then it is cancelled (“{order.cancellation_reason}”). If the store refuses "
        "the order, let its error leave `place`."
    )
    assert order.is_placed, f"{told} But in Sales' store it is not placed."
    assert not answer or not isinstance(answer.refusal, OrderNotAcceptedError), (
        f"{told} From this clerk they hear no (“{answer and answer.reason}”), though nobody has "
        "said no. If the store refuses the order, let its error leave `place`."
    )


@then(parsers.parse("Sales has promised {customer} nothing"))
def sales_has_promised_nothing(trade: Trade, customer: str) -> None:
    order = trade.read(customer)
    assert not order.is_placed, (
        f"{customer}'s order is placed with {_bags_in(order)} bags, but all have said yes to "
        "another number. Save the order that they were asked about, and do not read it anew: if "
        "somebody else has changed it, the store refuses it."
    )
    assert order.cancellation_reason is None, (
        f"Nobody has said no, so {customer}'s order should still be open. But it is cancelled "
        f"(“{order.cancellation_reason}”). If the store refuses it, let its error leave `place`."
    )


@then(
    words(
        "what the other clerk has added is in {customer}'s order: now it has {bags:Bags}",
    )
)
def what_the_other_clerk_has_added_is_there(trade: Trade, customer: str, bags: int) -> None:
    found = _bags_in(trade.read(customer))
    assert found == bags, f"{customer}'s order should have {bags} bags, but it has {found}."


def _bags_in(order: Any) -> int:
    return sum(line.bags for line in order.lines)


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
        "it is written down that {department} may not know that {customer}'s order is withdrawn"
    )
)
def it_is_written_down(log: Log, trade: Trade, department: str, customer: str) -> None:
    name = department.removeprefix("the ")
    order_id = str(trade.order_ids[customer])
    lines = [line for line in log.lines if order_id in line]
    assert any(name.lower() in line.lower() for line in lines), (
        f"A warning in the log should name {name} and the order, which is {order_id}. But the "
        f"warnings are: {' / '.join(log.lines) or f'none.{trade.calls_for(customer)}'}"
    )
    calls = trade.outcomes[customer].calls
    withdrawn = [each for each in calls if each.request == WITHDRAW]
    for other in {each.department for each in withdrawn if each.ending == YES}:
        assert not any(other.lower() in line.lower() for line in lines), (
            f"{other} has said yes to “withdraw”, so the log should not say that it may not know: "
            f"{' / '.join(lines)}."
        )


@then(parsers.parse("{customer} hears that {reason}"))
def a_customer_hears_why(trade: Trade, customer: str, reason: str) -> None:
    answer = trade.outcomes[customer]
    assert answer.reason == reason, (
        f"{customer} should hear that {reason}, but hears “{answer.reason or 'yes'}”."
    )
    assert isinstance(answer.refusal, OrderRefusedError), (
        f"The order itself refuses to be placed, and nothing is cancelled. So the error of "
        f"`order.place()` should leave `place`, but it is a {type(answer.refusal).__name__}."
    )


@then("after that answer Sales has asked nobody for more")
def sales_has_asked_nobody_for_more(trade: Trade) -> None:
    (calls,) = [answer.calls for answer in trade.outcomes.values()]
    after = [*dropwhile(lambda each: each.ending != NO, calls)]
    asked = [each for each in after[1:] if each.request != WITHDRAW]
    assert not asked, (
        f"{after[0].department} has said no (“{after[0].refusal}”), so nobody else needs to be "
        f"asked. But after that, Sales has asked {asked[0].department} for “{asked[0].request}”."
    )


@then(parsers.parse("in the end nothing is left of {customer}'s order"))
def nothing_is_left(trade: Trade, customer: str) -> None:
    no_beans_are_reserved_in_the_end(trade)
    a_customer_has_no_invoice(trade, customer)


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
    for customer, answer in trade.outcomes.items():
        pauses = _pauses(answer)
        assert pauses, f"Sales should have called Billing again for {customer}, but it has not."
        for tries, found in enumerate(pauses, start=1):
            longest = FIRST_PAUSE * 2 ** (tries - 1)
            assert longest / 2 <= found <= longest, (
                "Sales should have waited before each new call, and longer each time: "
                f"`pause({tries})` is {_told([longest / 2])} to {_told([longest])}. But for "
                f"{customer} it has waited {_told(pauses)}."
            )
        at_once = [each for each in _pauses(answer, WITHDRAW) if not each]
        assert not at_once, (
            "Sales should wait before each new call, also if it withdraws an order. But for "
            f"{customer} it has told Billing to withdraw, and called again at once."
        )


@then("no two of them had the same pauses")
def pauses_differ(trade: Trade) -> None:
    pauses = [_pauses(answer) for answer in trade.outcomes.values()]
    for one, other in combinations(pauses, 2):
        assert one != other, (
            f"For two customers, Sales has called again after the same pauses: {_told(one)}. "
            "Callers with equal pauses that begin at one moment always come back at one moment."
        )


def _pauses(answer: Answer, request: str = "invoice") -> list[timedelta]:
    """Return how long Billing was left in peace before each new call that was made in time."""
    calls = [
        each
        for each in answer.calls
        if (each.department, each.request) == ("Billing", request) and each.is_in_time
    ]
    return [later.began - earlier.ended for earlier, later in pairwise(calls)]


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


@then("whoever hears yes has an invoice and a bag, and the others have neither")
def whoever_hears_yes_has_all(saturdays: list[Morning]) -> None:
    for saturday in saturdays:
        done = saturday.invoices, saturday.bags
        assert done == (len(saturday.accepted), len(saturday.accepted)), (
            f"With {saturday.people}, {len(saturday.accepted)} customers have heard yes. In the "
            f"end there are {saturday.invoices} invoices, and {saturday.bags} bags are reserved."
        )
