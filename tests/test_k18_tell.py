import ast
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from importlib import import_module
from inspect import getsourcefile
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.money import Money
from katas.given.public import Message
from katas.given.sales import public
from katas.given.sales.enquiry import bags_left
from katas.given.sales.prices import PriceList
from katas.given.warehouse.desk import WarehouseDesk
from katas.k18_tell.billing import Billing
from katas.k18_tell.loyalty import Loyalty
from katas.k18_tell.sales import Sales
from katas.k18_tell.warehouse import Warehouse
from tests.steps.clock import Clock
from tests.steps.desks import Desks
from tests.steps.office import nobody_in_sales_answers_questions
from tests.steps.outcomes import assert_reserved, bags_of
from tests.stores import Store, close
from tests.support.faults import disk_fails
from tests.support.morning import Morning
from tests.support.readers import Desk, Places, ReadingTrade
from tests.support.source_line import PlacedError
from tests.support.teams import Teams
from tests.support.telephones import CountingTelephone
from tests.support.vocabulary import money, rows, words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k18_tell.feature")

SCHEMA = Path(public.__file__).with_name("order_placed.schema.json")


READERS = {"Warehouse": Warehouse, "Billing": Billing, "Loyalty": Loyalty}

NEEDED = {
    "kind": [*READERS],
    "order": [*READERS],
    "customer": ["Billing", "Loyalty"],
    "lines": [*READERS],
    "bags": [*READERS],
    "price": ["Billing", "Loyalty"],
}
"""Who needs what Sales says of an order, by words for it."""

FIELDS = {"kind": "message", "price": "cents_a_bag"}
"""The fields that have another name in a message."""

OF_A_LINE = ("bags", "price")
"""Those that are in each line."""

REMEDIES = {
    "leaves out": "An error should leave `learn` if something is missing that you need.",
    "null": (
        "Let your store refuse it, and its error leave `learn`. Only a known order is passed over. "
        "And `str()` makes the text “None” of a null, which no store refuses."
    ),
}
"""What to do about a mistake of Sales, by words in it."""


class TellingTrade(ReadingTrade):
    """The learner's departments."""

    sales_class = Sales
    points_are = " Each purchase earns a point for each of its whole euros: €8.90 are 8 points."

    def open_department(self, name: str, stream: Desk) -> Any:
        """Open one of Sales' readers."""
        if name == "Loyalty":
            return Loyalty(stream=stream, database=self.open_database())
        if name == "Warehouse":
            return Warehouse(stream=stream, stock=self.desks.stock, env=self.stores[name])
        return Billing(stream=stream, env=self.stores[name])

    def mistake(self, department: str, message: str) -> AssertionError:
        """Return an error that leads to a department's file: it does nothing but read."""
        return PlacedError(message, _file(READERS[department]))

    def reserved(self) -> Mapping[str, int]:
        """How many bags of each coffee are reserved."""
        bags: Mapping[str, int] = self.reader("Warehouse").reservations.reserved()
        return bags

    def missing(self) -> Mapping[str, int]:
        """How many bags of each coffee are promised, and not there."""
        bags: Mapping[str, int] = self.reader("Warehouse").reservations.missing()
        return bags

    def invoices(self, customer: str) -> list[Money]:
        """What a customer's invoices come to."""
        return [each.amount for each in self.all_invoices() if each.debtor == customer]

    def all_invoices(self) -> list[Any]:
        """All invoices, as Billing gives them."""
        invoices: list[Any] = self.reader("Billing").books.invoices()
        return invoices

    def invoice_count(self, morning: Morning) -> int:
        """Return how many invoices a morning's customers have."""
        return sum(each.debtor in morning.customers for each in self.all_invoices())

    def points(self, customer: str) -> int:
        """A customer's points."""
        points: int = self.reader("Loyalty").points(customer)
        return points

    def assert_whole(self, name: str, processed: list[Message]) -> None:
        """Assert that a reader has stored what follows from these messages, and nothing else."""
        said = [json.loads(each.text) for each in processed]
        orders = {each["order"]: each for each in said if each["message"] == "OrderPlaced"}
        if name == "Billing":
            kind, found, due = "invoices", len(self.all_invoices()), len(orders)
        elif name == "Loyalty":
            points = sum(map(self.points, self.outcomes))
            kind, found, due = "points", points, sum(map(_points_of, orders.values()))
        else:
            return  # nobody writes the Warehouse here
        if found != due:
            message = (
                f"{name} has lost power. By its position, it should have stored {due} {kind}, but "
                f"it has stored {found}. The position and the {kind} belong in one transaction."
            )
            raise self.mistake(name, message)


def _points_of(order: dict[str, Any]) -> int:
    """Return the points for an order that Sales has spoken of."""
    cents: int = sum(line["bags"] * line["cents_a_bag"] for line in order["lines"])
    return cents // 100


class AskedDesk(WarehouseDesk):
    """The Warehouse on the telephone, when it reads: it can only be asked."""

    def __init__(self, trade: TellingTrade) -> None:
        super().__init__(trade.desks.stock)
        self._trade = trade

    def left(self, coffee: str) -> int:
        """Return how many bags of a coffee are left."""
        left: int = self._trade.reader("Warehouse").left(coffee)
        return left


@pytest.fixture
def places(
    new_store: Callable[[], Store], close_stores: Callable[[], None], tmp_path: Path
) -> Places:
    return Places(new_store, close_stores, tmp_path)


@pytest.fixture
def trade(prices: PriceList, desks: Desks, clock: Clock, places: Places) -> Iterator[TellingTrade]:
    trade = TellingTrade(prices, desks, clock, places)
    yield trade
    trade.close()


@pytest.fixture
def teams() -> Teams:
    names = ("Sales", "Warehouse", "Billing", "Loyalty")
    return Teams(
        package="katas.k18_tell",
        applications={name: name for name in names},
        modules={name: [name.lower()] for name in names},
    )


@given(words("{customer} is still choosing {bags:Bags} of {coffee}"))
def a_customer_is_still_choosing(
    trade: TellingTrade, customer: str, bags: int, coffee: str
) -> None:
    trade.choose(customer, bags, coffee)


@given(
    words("Sales' disk was full when {customer:w} ordered {bags:Bags} of {coffee:w}"),
    target_fixture="silence",
)
def a_customer_orders_while_the_disk_is_full(
    trade: TellingTrade, customer: str, bags: int, coffee: str
) -> str:
    """Return what is wrong if `place` ends as if the promise were stored."""
    sales = trade.open_sales()
    order_id = trade.write_down(sales, customer, (bags, coffee))
    try:
        has_failed = disk_fails(lambda: sales.place(order_id), "Sales places an order")
    except AssertionError as silence:
        return str(silence)
    finally:
        close(sales)
    return "" if has_failed else "`place` has returned, and nothing is stored yet."


@given("the clerk has learned that nothing is promised")
def the_clerk_has_learned_that_nothing_is_promised(silence: str) -> None:
    if silence:
        raise PlacedError(
            f"{silence} Mina hears yes, but nobody will ever read of her order.", _file(Sales)
        )


@given("Billing's disk will be full for a moment")
def billings_disk_will_be_full(trade: TellingTrade) -> None:
    trade.let("Billing", "has a full disk")


@given("each message will be delivered to Billing twice")
def each_message_will_be_delivered_twice(trade: TellingTrade) -> None:
    trade.let("Billing", "hears it twice")


SOMETHING_NEW = "{customer}'s voucher has expired, and her order of last year is cancelled"


@given(parsers.parse(f"Sales has said that {SOMETHING_NEW}"))
@when(parsers.parse(f"Sales says that {SOMETHING_NEW}"))
def sales_has_said_something_new(trade: TellingTrade, customer: str) -> None:
    for number, kind in (("V1", "VoucherExpired"), ("A0", "OrderCancelled")):
        order = _order_placed(number, customer, "1", "€8.90")  # nothing but its kind tells it
        trade.say(json.dumps(order | {"message": kind}))
    trade.say(json.dumps({"message": "VouchersClosed"}))  # of an order it has nothing at all


@given("Sales says now which goods were sold, and how each coffee is roasted")
def sales_says_more(trade: TellingTrade, monkeypatch: pytest.MonkeyPatch) -> None:
    said_before = public.order_placed

    def order_placed(*args: Any) -> dict[str, Any]:
        message = said_before(*args)
        lines = [{"roast": "light"} | line for line in message["lines"]]
        return {"goods": "coffee"} | message | {"lines": lines}

    monkeypatch.setattr(public, "order_placed", order_placed)
    trade.says_more = True


@given(words("all have read of {customer}'s order for {bags:Bags} of {coffee}"))
@when(words("all have read of {customer}'s order for {bags:Bags} of {coffee}"))
def all_have_read_of_an_order(trade: TellingTrade, customer: str, bags: int, coffee: str) -> None:
    trade.order(customer, (bags, coffee))
    trade.look()


@when(
    "these customers ask how many bags of Sidamo are left, and order unless there are too few",
    target_fixture="heard",
)
def these_customers_ask(
    trade: TellingTrade, desks: Desks, clock: Clock, datatable: list[list[str]]
) -> dict[str, tuple[int | None, float]]:
    warehouse = CountingTelephone("Warehouse", AskedDesk(trade), clock, desks.hook, desks.calls)
    desks.telephones["Warehouse"] = warehouse
    heard = {}
    for row in rows(datatable):
        trade.let("Warehouse", row["meanwhile the Warehouse"])
        begin = clock.now
        left = bags_left(warehouse, "Sidamo", clock)
        heard[row["customer"]] = left, (clock.now - begin).total_seconds()
        if left is None or left >= int(row["bags"]):
            trade.order(row["customer"], (int(row["bags"]), "Sidamo"))
    return heard


@then("they have heard, after 1 second at most")
def they_have_heard(
    trade: TellingTrade,
    heard: dict[str, tuple[int | None, float]],
    datatable: list[list[str]],
) -> None:
    for row in rows(datatable):
        left, seconds = heard[row["customer"]]
        order = trade.verdict(row["customer"]) if row["customer"] in trade.outcomes else "none"
        found = "nobody knows" if left is None else str(left)
        assert (found, order) == (row["left"], row["order"]), (
            f"{row['customer']} should hear “{row['left']}”, and the order should be "
            f"{row['order']}. But it is “{found}”, and {order}."
        )
        assert seconds <= 1


@given("Sales has said all that it has said once more")
@when("Sales says all that it has said once more")
def sales_has_said_it_once_more(trade: TellingTrade) -> None:
    trade.say_again()


@pytest.fixture
def notebook() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as notebook:
        yield notebook


@when(
    parsers.parse("{team:w} reads messages as Sales has promised to write them"),
    target_fixture="alone",
)
def a_department_reads_messages(
    store: Store, notebook: sqlite3.Connection, team: str, datatable: list[list[str]]
) -> Any:
    """Their positions have gaps, and large ones: whoever counts them up reads without an end."""
    keeps_to_schema = fastjsonschema.compile(json.loads(SCHEMA.read_bytes()))
    messages = []
    for number, row in enumerate(rows(datatable), start=3):
        said = _order_placed(**row)
        messages.append(Message(1000 * number, json.dumps(keeps_to_schema(said))))
    desk = _desk(team, messages)
    module = import_module(f"katas.k18_tell.{team.lower()}")  # anew: nobody else has come to work
    alone = module.Loyalty(desk, notebook) if team == "Loyalty" else module.Billing(desk, store)
    alone.read()
    return alone


def _order_placed(order: str, customer: str, bags: str, price: str) -> dict[str, Any]:
    """Return what Sales says of an order, which has a line for each price."""
    prices = map(money, re.findall(r"€[\d.]+", price))
    lines = [
        {"coffee": "Huila", "bags": int(bags), "cents_a_bag": int(each.amount * 100)}
        for each in prices
    ]
    return {
        "message": "OrderPlaced",
        "order": order,
        "placed_at": "2026-03-02T09:00:00+00:00",
        "customer": customer,
        "lines": lines,
    }


def _desk(reader: str, messages: list[Message]) -> Desk:
    """Return a desk at which a reader gets these messages."""
    return Desk(reader, lambda after: [each for each in messages if each.position > (after or 0)])


@when(
    "Sales speaks of Mina's order and then of Jun's, and each time makes a mistake in Mina's",
    target_fixture="mistakes",
)
def sales_makes_mistakes(datatable: list[list[str]]) -> dict[str, list[Message]]:
    mistakes = {}
    for (mistake,) in datatable:
        said = _order_placed("A1", "Mina", "2", "€8.90")
        word = _word(mistake)
        part = said["lines"][0] if word in OF_A_LINE else said
        field = FIELDS.get(word, word)
        if "leaves out" in mistake:
            del part[field]
        else:
            part[field] = None
        later = _order_placed("A2", "Jun", "1", "€9.50")
        mistakes[mistake] = [Message(1, json.dumps(said)), Message(2, json.dumps(later))]
    return mistakes


def _word(mistake: str) -> str:
    """Return which part of a message a mistake is about."""
    return next(word for word in NEEDED if word in mistake)


@then("whoever needs what is missing stops at that order, and does not pass over it")
def whoever_needs_it_stops(trade: TellingTrade, mistakes: dict[str, list[Message]]) -> None:
    for mistake, messages in mistakes.items():
        for name in NEEDED[_word(mistake)]:
            reader = trade.newcomer(name, _desk(name, messages))
            for _ in range(2):  # the position has not moved
                try:
                    reader.read()
                except Exception:  # noqa: BLE001, S112 - any error will do
                    continue
                remedy = next(text for part, text in REMEDIES.items() if part in mistake)
                raise trade.mistake(
                    name,
                    f"Sales has made a mistake: {mistake}. {name} should stop at that message, so "
                    "that somebody looks into it. But it has read on, and for it this order is "
                    f"lost. {remedy}",
                )


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


@then("in the end these are the invoices")
def the_invoices_read_in_the_end(trade: TellingTrade, datatable: list[list[str]]) -> None:
    trade.settle()
    _assert_invoices(trade.all_invoices(), datatable)


@then("Billing has written these invoices")
def billing_has_written(alone: Any, datatable: list[list[str]]) -> None:
    _assert_invoices(alone.books.invoices(), datatable)


@then("Loyalty has credited")
def loyalty_has_credited(alone: Any, datatable: list[list[str]]) -> None:
    for row in rows(datatable):
        found = alone.points(row["customer"])
        if found != int(row["points"]):
            message = (
                f"Loyalty should have credited {row['points']} points to {row['customer']}, but it "
                f"has credited {found}. Count whole cents, in whole numbers, and each order once."
            )
            raise PlacedError(message, _file(Loyalty))


def _assert_invoices(invoices: list[Any], datatable: list[list[str]]) -> None:
    expected = [f"{row['number']}: {row['amount']} from {row['debtor']}" for row in rows(datatable)]
    found = [f"{each.number}: {each.amount} from {each.debtor}" for each in invoices]
    if found != expected:
        message = (
            f"In the end Billing's invoices should be, with their numbers, {_listed(expected)}. "
            f"But they are {_listed(found)}."
        )
        raise PlacedError(message, _file(Billing))


def _listed(items: list[str]) -> str:
    return ", ".join(f"“{item}”" for item in items) or "none"


@then("all of them hear yes, and this is how far the others are when the last one leaves")
def all_hear_yes(saturdays: list[Morning], datatable: list[list[str]]) -> None:
    for row, saturday in zip(rows(datatable), saturdays, strict=True):
        served = len(saturday.accepted), f"{saturday.line_gone:g}"
        assert served == (len(saturday.customers), row["seconds"]), (
            f"With {saturday.people}, all {len(saturday.customers)} customers should hear yes "
            f"within {row['seconds']} seconds, but {served[0]} hear yes, and the last one leaves "
            f"after {served[1]} seconds. For whom do the clerks wait?"
        )
        for name, found in (
            ("bags put aside", saturday.bags),
            ("invoices written", saturday.invoices),
        ):
            assert found == int(row[name]), (
                f"With {saturday.people}, the others have had time for {row[name]} {name} when "
                f"the last customer leaves, but there are {found}."
            )


@then(
    words("{seconds:d} seconds after the first customer came, everybody has an invoice and a bag")
)
def everybody_has_all(trade: TellingTrade, saturdays: list[Morning], seconds: int) -> None:
    for saturday in saturdays:
        found = trade.invoice_count(saturday)
        assert found == len(saturday.customers), (
            f"With {saturday.people}, each of the {len(saturday.customers)} customers should have "
            f"an invoice in the end, but there are {found}."
        )
        assert saturday.caught_up == seconds
    assert_reserved(trade, {"Sidamo": sum(len(each.customers) for each in saturdays)}, "In the end")


@then("Sales knows none of those who read")
def sales_knows_nobody() -> None:
    _assert_unknown_to_sales(*READERS)


@then("nobody had to tell Sales that Loyalty is there")
def nobody_had_to_tell_sales(desks: Desks) -> None:
    _assert_unknown_to_sales("Loyalty")
    assert "Loyalty" not in desks.called(), (
        "Sales should not have to know that Loyalty is there, but somebody has telephoned it."
    )


def _assert_unknown_to_sales(*readers: str) -> None:
    path = _file(Sales)
    for line, word in _words(path):
        for reader in readers:
            if reader.lower() in word.lower():
                message = (
                    f"Sales should not have to know that there is a reader such as {reader}, but "
                    f"line {line} of {path.name} says “{word}”."
                )
                raise PlacedError(message, path, line)


def _file(department: type) -> Path:
    return Path(getsourcefile(department) or "")


def _words(path: Path) -> Iterator[tuple[int, str]]:
    """Return the names and the texts in a file's code, with their lines. Docstrings are no code."""
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
