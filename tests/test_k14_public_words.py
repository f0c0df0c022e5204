import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import Tracking
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.feed import Feed
from katas.given.views import open_view
from katas.k14_public_words import billing, outbox
from katas.k14_public_words.books import DeadLetter
from katas.k14_public_words.rewritten_order import RewrittenOrder
from katas.k14_public_words.sales import Sales
from katas.k14_public_words.translator import Translator
from tests.steps.clock import Clock, moment
from tests.steps.company import cents
from tests.steps.letters import all_messages
from tests.steps.public import parsed, quoted
from tests.stores import Store
from tests.support.contract import Trial, changes, drawn, problem
from tests.support.endless import PAGES, pages_limited
from tests.support.faults import disk_fails_at_each_write
from tests.support.source_line import unplaced
from tests.support.teams import Teams
from tests.support.vocabulary import money, rows, words

pytestmark = pytest.mark.usefixtures("store", "clock")

scenarios("k14_public_words.feature")


class Company:
    """Sales with its outbox, and Billing, each with a store. Billing is opened for each task."""

    def __init__(
        self, new_store: Callable[[], Store], close_stores: Callable[[], None], hook: Any
    ) -> None:
        self._hook = hook
        self._reported = 0
        """The position of the last message that was reported as sent."""
        self.catalogue: dict[str, Any] = {}
        """What a bag is sold for, and what it costs Sales, by coffee."""
        self.orders: dict[str, Any] = {}
        """The latest order of each customer."""
        self.reports: list[Any] = []
        """The dead letters that Billing has reported."""
        self.faults: dict[str, str] = {}
        """What is wrong with a message, by its text."""
        self._own, self._billings = new_store(), new_store()
        self._close_stores = close_stores
        self.sales = Sales(self._own)
        self.outbox = open_view(outbox.Outbox, "Outbox", self._own)

    def rewrite_orders(self) -> None:
        """Let Sales keep its orders as it will from next week on."""
        self.sales = Sales(self._own, RewrittenOrder)

    @property
    def billing(self) -> Any:
        """Open Billing."""
        self._close_stores()
        return billing.Billing(self._billings, self._set_aside)

    def note(self, customer: str, bags: int, coffee: str) -> None:
        """Add a line to a customer's order, which may be a new one."""
        if customer not in self.orders:
            self.orders[customer] = self.sales.start_order(customer)
        self.sales.add_line(self.orders[customer], coffee, bags, *self.catalogue[coffee])

    def place(self, customer: str) -> None:
        """Place a customer's order."""
        self.sales.place(self.orders[customer])

    def publish(self) -> int:
        """Let Sales translate what is new, and return how many events that were."""
        with pages_limited(self.sales, "The translator"):
            count = Feed(self.sales, Translator(self.outbox, self.sales)).pull()
        self.report_sent()
        return count

    def report_sent(self) -> None:
        """Report to the `kata` command what is new in the outbox."""
        while page := self.outbox.messages(after=self._reported):
            for message in page:
                self._report("sent", "Sales", message)
            self._reported = page[-1].position

    def _set_aside(self, letter: Any) -> None:
        """Note a dead letter that Billing has reported."""
        assert isinstance(letter, DeadLetter), (
            f"Whoever is told of a dead letter should get all of it, a `DeadLetter`, but gets "
            f"{letter!r:.99}."
        )
        self.reports.append(letter)
        self._report("set aside", "Billing", letter)

    def _report(self, status: str, context: str, what: Any) -> None:
        said = {name: getattr(what, name, None) for name in ("position", "text", "reason")}
        message = {"status": status, "context": context, "stream": "Outbox", **said}
        self._hook.pytest_kata_message(message=message)

    def read(self) -> None:
        """Let Billing read what is new."""
        self.billing.read(Desk(self.outbox))

    def messages(self) -> list[str]:
        """Return the texts of all messages."""
        return [message.text for message in all_messages(self.outbox)]


class Desk:
    """Where Billing gets Sales' messages, a page at a time, and nothing else of Sales'."""

    def __init__(self, box: outbox.Outbox) -> None:
        self._box = box
        self._pages = 0

    def messages(self, after: int | None) -> list[outbox.Message]:
        """Hand out a page."""
        self._pages += 1
        if self._pages > PAGES:
            message = (
                "Billing reads the same messages again and again: the position should move with"
                " each message, also with one that changes nothing or was set aside, and in a"
                " transaction that is committed (`commit=True`)."
            )
            raise unplaced(AssertionError(message))
        return self._box.messages(after)


@pytest.fixture
def company(
    new_store: Callable[[], Store],
    close_stores: Callable[[], None],
    pytestconfig: pytest.Config,
) -> Company:
    return Company(new_store, close_stores, pytestconfig.hook)


@pytest.fixture
def schema() -> Path:
    return Path(outbox.__file__).with_name("order_placed.schema.json")


@pytest.fixture
def teams() -> Teams:
    return Teams(
        package="katas.k14_public_words",
        applications={"Sales": "Sales", "Billing": "Billing"},
        modules={
            "Sales": ["sales", "order", "rewritten_order", "outbox", "translator"],
            "Billing": ["billing", "books"],
        },
    )


@given("Sales sells")
def sales_sells(company: Company, datatable: list[list[str]]) -> None:
    for row in rows(datatable):
        company.catalogue[row["coffee"]] = money(row["price"]), money(row["cost"])


@given("Sales has rewritten its orders")
def sales_has_rewritten_its_orders(company: Company) -> None:
    company.rewrite_orders()


@given(words("{customer} has chosen {bags:Bags} of {coffee}"))
def a_customer_has_chosen(company: Company, customer: str, bags: int, coffee: str) -> None:
    company.note(customer, bags, coffee)


@given(words("{customer} has ordered {bags:Bags} of {coffee} with it"))
@given(words("{customer} has ordered {bags:Bags} of {coffee}"))
def a_customer_has_ordered(company: Company, customer: str, bags: int, coffee: str) -> None:
    company.note(customer, bags, coffee)
    company.place(customer)


@given(parsers.parse("{customer} has placed her order on {time}"))
def a_customer_has_placed_her_order(
    company: Company, clock: Clock, customer: str, time: str
) -> None:
    clock.now = moment(time)
    company.place(customer)


@given("these messages have come")
def these_messages_have_come(company: Company, datatable: list[list[str]]) -> None:
    for number, row in enumerate(rows(datatable), start=1):
        company.faults[row["text"]] = row.get("what is wrong", "")
        company.outbox.publish(row["text"], Tracking("Somebody in Sales", number))
    company.report_sent()


@given("Sales has published")
@when("Sales publishes")
def sales_publishes(company: Company) -> None:
    company.publish()


@given("Billing has read")
@when("Billing reads")
def billing_reads(company: Company) -> None:
    company.read()


@given("Billing has read what Sales has published")
def billing_has_read_what_sales_has_published(company: Company) -> None:
    company.publish()
    company.read()


@given("the disk was full when Sales published")
def the_disk_was_full_when_sales_published(company: Company) -> None:
    disk_fails_at_each_write(company.publish, "Sales publishes")


@given("messages have come that no computer can hold")
def messages_have_come_that_no_computer_can_hold(company: Company) -> None:
    start = '{"message": "OrderPlaced", "order": "A1", "customer": "Ada", "lines": '
    texts = ["[" * 100_000, "1" * 5_000, start + '[{"bags": 2, "cents_a_bag": 1%s}]}' % ("0" * 30)]
    for number, text in enumerate(texts, start=1):
        company.outbox.publish(text, Tracking("Somebody in Sales", number))
    company.report_sent()


@when("Sales tries out other messages about it, before anybody reads them", target_fixture="trials")
def sales_tries_out_other_messages(company: Company, schema: Path) -> list[Trial]:
    company.publish()
    texts = company.messages()
    assert len(texts) == 1, f"Mina has ordered once, but Sales has said {quoted(texts)}."
    trials = [
        Trial(name, changed, problem(changed, listed), _made_of(json.dumps(changed)))
        for name, changed, listed in changes(parsed(texts[0]), json.loads(schema.read_bytes()))
    ]
    print(drawn(trials))  # noqa: T201 - to be seen
    return trials


def _made_of(text: str) -> str:
    try:
        return "an invoice" if billing.understand(text) else "nothing"
    except billing.MalformedMessageError:
        return "a dead letter"


@then("the schema says, and Billing would make of it")
def the_schema_says(trials: list[Trial], datatable: list[list[str]]) -> None:
    for row, trial in zip(rows(datatable), trials, strict=True):
        assert trial.name == row["the message"]
        assert (not trial.problem) == (row["the schema"] == "yes"), (
            f"The schema should say {row['the schema']} to the message {trial.name}, but it says "
            f"{trial.problem or 'yes'}: {json.dumps(trial.message)}"
        )
        assert trial.becomes == row["Billing"], (
            f"Billing should make {row['Billing']} of the message {trial.name}, but it makes "
            f"{trial.becomes} of it: {json.dumps(trial.message)}"
        )


@then("nothing is left to be translated")
def nothing_is_left_to_be_translated(company: Company) -> None:
    left = company.publish()
    assert not left, f"The translator should have taken in each event, but {left} were left."


@then("these are the invoices")
def these_are_the_invoices(company: Company, datatable: list[list[str]]) -> None:
    expected = [f"{row['debtor']}: {cents(money(row['amount']))}" for row in rows(datatable)]
    found = [f"{each.debtor}: {each.cents}" for each in company.billing.books.invoices()]
    letters = company.billing.books.dead_letters()
    aside = [f" Message {each.position} was set aside: “{each.reason}”." for each in letters]
    assert found == expected, (
        f"The invoices should be, in cents, {quoted(expected)}, but they are {quoted(found)}."
        f"{''.join(aside)}"
    )


@then("no message is left to be read")
def no_message_is_left(company: Company) -> None:
    position = company.billing.books.max_tracking_id("Outbox")
    last = all_messages(company.outbox)[-1].position
    assert position == last, (
        f"Billing's position should be that of message {last}, but it is {position}."
    )
