from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales import order
from katas.given.sales.errors import OrderRefusedError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from katas.k12_whose_feature import added
from katas.k12_whose_feature.box import BoxRefusedError
from katas.k12_whose_feature.price_copy import PriceCopy, StaleCopyError
from katas.k12_whose_feature.sales import OrderIdTakenError, Sales, SalesUnreachableError
from katas.k12_whose_feature.subscriptions import Subscriptions
from tests.steps.boxes import Service, day
from tests.steps.clock import FIRST_MORNING
from tests.steps.office import Office
from tests.steps.switchboard import Switchboard
from tests.stores import Store, close
from tests.support.history import BOOKKEEPING, CARRIED
from tests.support.teams import Teams
from tests.support.vocabulary import money, rows, words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k12_whose_feature.feature")

CALL = "an order of Jun for {bags:Bags} of {coffee}, at {price:Money} as agreed"
AT_MOST = "at most {most:Bags} in one order"

DAYS = ("day", "next_day")

Wish = tuple[Any, ...]
"""What Sales is told when it takes an order."""

Look = tuple[Money | None, int | None]
"""What the form says: a price, and how many minutes old the copy is."""


class NotedPriceList(PriceList):
    """Sales' price list. It notes each price that was ever on it."""

    def __init__(self) -> None:
        super().__init__()
        self.ever: list[tuple[str, Money]] = []

    def set_price(self, coffee: str, price: Money) -> None:
        """Let a bag of `coffee` cost `price` from now on, and note it."""
        super().set_price(coffee, price)
        self.ever.append((coffee, price))


class Overheard:
    """Sales on the telephone, which takes no order, and notes which ones it is to take."""

    def __init__(self, sales: Any, *, is_away: bool = False) -> None:
        self.orders: list[Wish] = []
        self._sales = sales
        self._is_away = is_away

    def __getattr__(self, name: str) -> Any:
        """Return whatever else Sales has."""
        return getattr(self._sales, name)

    def take_order(self, *wish: Any) -> None:
        """Note an order. Whoever calls may hear that nobody is there."""
        self.orders.append(wish)
        if self._is_away:
            raise SalesUnreachableError

    def of(self, customer: str) -> list[Any]:
        """Return the ids of a customer's orders."""
        return [order_id for order_id, name, *_ in self.orders if name == customer]


@pytest.fixture
def prices() -> NotedPriceList:
    return NotedPriceList()


@pytest.fixture
def sales_class() -> Any:
    return Sales


@pytest.fixture
def added_class() -> Any:
    return added.Sales


@pytest.fixture
def subscriptions_class() -> Any:
    return Subscriptions


@pytest.fixture
def unreachable() -> type[Exception]:
    return SalesUnreachableError


@pytest.fixture
def teams() -> Teams:
    return Teams(
        package="katas.k12_whose_feature",
        applications={"Sales": Sales.__name__, "Subscriptions": Subscriptions.__name__},
        modules={
            "Sales": ["sales", "added"],
            "Subscriptions": ["subscriptions", "box", "price_copy"],
        },
    )


@pytest.fixture
def stores_of(store: Store, office: Office) -> Callable[[Store], dict[str, str]]:
    """Return whose each store is: given the one of the company that has one program."""
    return lambda one_program: {
        store["SQLALCHEMY_URL"]: "Subscriptions",
        office.sales.env["SQLALCHEMY_URL"]: "Sales",
        one_program["SQLALCHEMY_URL"]: "Sales",
    }


@pytest.fixture
def office(prices: PriceList, new_store: Callable[[], Store]) -> Iterator[Office]:
    """Sales at work, with the learner's application: it serves those who come to the desk, too."""
    store = new_store()
    office = Office(prices, store)
    close(office.sales)
    office.sales = Sales(prices, env=store)
    yield office
    close(office.sales)


@pytest.fixture
def open_copy(store: Store) -> Callable[[], PriceCopy]:
    """Open the copy anew for each command: nothing is known but what is stored."""
    return lambda: PriceCopy(store)


@when(words(f"{{today}} comes, and Sales takes {AT_MOST}"), target_fixture="refusals")
def a_day_comes_while_sales_takes_at_most(
    service: Service, today: str, most: int
) -> list[Exception]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "MAX_BAGS", most)
        return _refusals(service, today)


@given(words(f"{{today}} has passed, while Sales took {AT_MOST}"))
def a_day_has_passed_while_sales_took_at_most(service: Service, today: str, most: int) -> None:
    assert a_day_comes_while_sales_takes_at_most(service, today, most), (
        "Sales has refused a box. `order_due` should let that error out in the end, but it says"
        " nothing."
    )


def _refusals(service: Service, today: str) -> list[Exception]:
    try:
        service.let_come(day(today))
    except OrderRefusedError as refusal:
        raise AssertionError(
            "Sales has refused one box, and that ends the round for all boxes after it. Go on with"
            " the others, and raise an ExceptionGroup in the end."
        ) from refusal
    except ExceptionGroup as group:
        return list(_leaves(group))
    return []


def _leaves(group: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for each in group.exceptions:
        yield from _leaves(each) if isinstance(each, ExceptionGroup) else [each]


@then(
    parsers.re(r"whoever runs Subscriptions hears of (?P<number>\d) refused box(es)?"),
    converters={"number": int},
)
def whoever_runs_subscriptions_hears_of_it(refusals: list[Exception], number: int) -> None:
    names = [type(each).__name__ for each in refusals]
    assert names == ["TooManyBagsError"] * number, (
        f"Sales has heard, and refuses {number} of the boxes. `order_due` should raise an"
        " ExceptionGroup that holds Sales' TooManyBagsError for each of them, but it holds"
        f" {' and '.join(names) or 'nothing'}."
    )


@given("Sales has taken another order under the number of Mina's next order")
def sales_has_taken_another_order(service: Service, switchboard: Switchboard) -> None:
    with switchboard.call() as sales:
        overheard = Overheard(sales, is_away=True)
        service.order_due(overheard, day("2 March"))
        sales.take_order(overheard.orders[0][0], "Jun", "Huila", 1, money("€9.50"))


@when(words("{today} comes, and whoever runs Subscriptions hears of an error"))
def a_day_comes_and_somebody_hears(service: Service, today: str) -> None:
    assert _refusals(service, today), (
        "Sales has another order under this number, so it refuses Mina's. `order_due` should let"
        " that error out in the end, but it says nothing."
    )


@when(
    "Sales is away for a year and a month, and then all boxes are ordered",
    target_fixture="overheard",
)
def all_boxes_of_a_year_are_ordered(service: Service, switchboard: Switchboard) -> "Overheard":
    with switchboard.call() as sales:
        overheard = Overheard(sales)
        service.order_due(overheard, day("2 April").replace(year=FIRST_MORNING.year + 1))
    return overheard


@then(parsers.parse("each order of {customer} has a number of its own"))
def each_order_has_a_number_of_its_own(overheard: "Overheard", customer: str) -> None:
    days: dict[Any, int] = {}
    for number, order_id in enumerate(overheard.of(customer), 1):
        assert order_id not in days, (
            f"{customer}'s box comes every day, but its order number {number} has the id of its"
            f" order number {days[order_id]}. Sales takes that for a repetition, and the box never"
            " comes."
        )
        days[order_id] = number


@when(
    parsers.parse("{customer} tries to subscribe to these boxes of {coffee}"),
    target_fixture="answers",
)
def a_customer_tries_to_subscribe(
    service: Service, customer: str, coffee: str, datatable: list[list[str]]
) -> list[tuple[str, bool]]:
    answers = []
    for row in rows(datatable):
        wish = int(row["bags"]), money("€9.50"), int(row["every"])
        told = f"{row['bags']} bags every {row['every']} days"
        try:
            service.subscribe(customer, coffee, *wish, day("2 March"))
        except BoxRefusedError:
            answers.append((told, True))
        else:
            answers.append((told, False))
    return answers


@then("Subscriptions refuses each of them")
def subscriptions_refuses_each(answers: list[tuple[str, bool]]) -> None:
    for told, is_refused in answers:
        assert is_refused, (
            f"`subscribe` should refuse a box of {told} with a BoxRefusedError, but it promises it."
        )


@then(parsers.parse("Subscriptions has recorded nothing of {customer}"))
def subscriptions_has_recorded_nothing_of(service: Service, customer: str) -> None:
    found = [type(each).__name__ for each in service.facts("") if _customer(each) == customer]
    assert not found, (
        f"What is refused should not be recorded, but there is {' and '.join(found)} of {customer}."
    )


@then(parsers.parse("Subscriptions has recorded of {customer}'s box"))
def subscriptions_has_recorded_of_a_box(
    service: Service, customer: str, datatable: list[list[str]]
) -> None:
    events = service.facts("")
    boxes = {each.originator_id for each in events if _customer(each) == customer}
    wanted = [_event(row["event"], **_carried(row)) for row in rows(datatable)]
    found = [
        _event(
            type(each).__name__, **{key: value for key, value in vars(each).items() if key in DAYS}
        )
        for each in events
        if each.originator_id in boxes
    ]
    assert found == wanted, (
        f"Of {customer}'s box there should be {' and '.join(wanted)}, but there is"
        f" {' and '.join(found)}."
    )


def _carried(row: dict[str, str]) -> dict[str, Any]:
    """Return under which name an event carries a day."""
    name = "day" if row["event"] == "Ordered" else "next_day"
    return {name: day(row["day"])} if row["day"] else {}


def _event(name: str, **carried: Any) -> str:
    return f"{name}({', '.join(f'{key}={value}' for key, value in carried.items())})"


def _customer(event: Any) -> str | None:
    return getattr(event, "customer", None)


@given(words("{coffee} has become more expensive, and costs {price:Money}"))
def a_coffee_has_become_more_expensive(prices: PriceList, coffee: str, price: Money) -> None:
    prices.set_price(coffee, price)


@given(words(f"Sales has taken {CALL}"), target_fixture="wish")
@when(words(f"Sales takes {CALL}"), target_fixture="wish")
def sales_takes_an_order(switchboard: Switchboard, bags: int, coffee: str, price: Money) -> Wish:
    wish = (uuid4(), "Jun", coffee, bags, price)
    sales_is_given_the_same_order(switchboard, wish)
    return wish


@when(words(f"Sales is given the same order again, and takes {AT_MOST}"))
def sales_is_given_it_again_and_takes_at_most(
    switchboard: Switchboard, wish: Wish, most: int
) -> None:
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(order, "MAX_BAGS", most)
            sales_is_given_the_same_order(switchboard, wish)
    except OrderRefusedError as refusal:
        raise AssertionError(
            "Sales has this order already, from when it took as many bags. `take_order` should look"
            f" at that first, and do nothing, but it raises a {type(refusal).__name__}."
        ) from refusal


@when(
    words(
        "Sales is told to take {bags:Bags} of {coffee} for {customer}, at {price:Money} as agreed"
    ),
    target_fixture="refused",
)
def sales_is_told_to_take(  # noqa: PLR0913, PLR0917 - one for each word
    switchboard: Switchboard, prices: PriceList, bags: int, coffee: str, customer: str, price: Money
) -> tuple[bool, PriceList]:
    """Return whether Sales refuses, and the price list that it then has."""
    with switchboard.call() as sales:
        try:
            sales.take_order(uuid4(), customer, coffee, bags, price)
        except OrderRefusedError:
            return True, sales.prices
        return False, prices


@then("Sales refuses that")
def sales_refuses_that(refused: tuple[bool, PriceList]) -> None:
    assert refused[0], (
        "Sales takes at most 20 bags in one order. `take_order` should let the order's own refusal"
        " out, but it does as if all was well."
    )


@then(words("whoever comes to Sales next pays {price:Money} for a bag of {coffee}"))
def whoever_comes_next_pays(
    refused: tuple[bool, PriceList], prices: NotedPriceList, price: Money, coffee: str
) -> None:
    a_bag_has_cost(prices, coffee, price)
    found = refused[1].price_of(coffee)
    assert found == price, (
        f"Sales has refused an order, and now a bag of {coffee} costs {found} for everybody who"
        f" comes. It should be {price}: what was agreed with one customer is nobody else's price."
    )


@when("Sales is given the same order again")
def sales_is_given_the_same_order(switchboard: Switchboard, wish: Wish) -> None:
    with switchboard.call() as sales, _the_store_is_not_asked():
        sales.take_order(*wish)


@when("Sales is given other orders under the same number", target_fixture="taken")
def sales_is_given_other_orders(
    switchboard: Switchboard, wish: Wish, datatable: list[list[str]]
) -> list[tuple[str, bool]]:
    taken = []
    for row in rows(datatable):
        other = row["customer"], row["coffee"], int(row["bags"]), money(row["price"])
        told = f"{row['bags']} × {row['coffee']} at {row['price']} to {row['customer']}"
        with switchboard.call() as sales, _the_store_is_not_asked():
            try:
                sales.take_order(wish[0], *other)
            except OrderIdTakenError:
                taken.append((told, True))
            else:
                taken.append((told, False))
    return taken


@contextmanager
def _the_store_is_not_asked() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise AssertionError(
            "Sales has an order of this id already. `take_order` should see that, but the store is"
            " asked to start it a second time, and refuses that with an IntegrityError."
        ) from error


@then("each of them is refused, because the number is taken")
def each_of_them_is_refused(taken: list[tuple[str, bool]]) -> None:
    for told, is_refused in taken:
        assert is_refused, (
            "Sales has 3 × Huila at €9.00 to Jun under this id. So it should refuse"
            f" {told} with an OrderIdTakenError, but it returns as if nothing was wrong."
        )


@then(words("a bag of {coffee} has cost {price:Money} on the price list all the time"))
def a_bag_has_cost(prices: NotedPriceList, coffee: str, price: Money) -> None:
    found = [each for name, each in prices.ever if name == coffee and each != price]
    assert not found, (
        f"On Sales' price list a bag of {coffee} should cost {price} all the time, but for a while"
        f" it has cost {found[0]}. What was agreed with one customer is nobody else's price."
    )
    assert prices.price_of(coffee) == price


@then("Sales has recorded only what it always records")
def sales_has_recorded_only_what_it_always_has(switchboard: Switchboard) -> None:
    events = switchboard.facts()
    assert events, "Sales should have recorded an order, but there is nothing new."
    for event in events:
        name = type(event).__name__
        assert name in CARRIED, (
            f"Sales should record Started, LineAdded, Placed and Cancelled, as ever, but now there"
            f" is {name}."
        )
        new = set(vars(event)) - CARRIED[name].keys() - BOOKKEEPING - {"grind"}
        assert not new, (
            f"Sales' {name} should carry what it always has, but now there is {' and '.join(new)}."
        )


@given("nobody has copied the price list yet")
def nobody_has_copied_the_price_list() -> None:
    """Leave the table empty."""


@given(parsers.parse("the price list was copied at {time}"))
def the_price_list_was_copied(
    open_copy: Callable[[], PriceCopy], prices: PriceList, time: str
) -> None:
    open_copy().copy(prices, ["Sidamo", "Huila"], _today_at(time))


@when(parsers.re(r"Ada looks at the form at (?P<time>[\d:]+)"), target_fixture="look")
def ada_looks_at_the_form(open_copy: Callable[[], PriceCopy], time: str, days: int = 0) -> Look:
    """Note the price that the form says, and how many minutes old the copy is."""
    now = _today_at(time) + timedelta(days=days)
    try:
        minutes: int | None = open_copy().minutes_old(now)
    except StaleCopyError:
        minutes = None
    try:
        return open_copy().price_of("Sidamo", now), minutes
    except StaleCopyError:
        return None, minutes


@when(parsers.re(r"Ada looks at the form at (?P<time>[\d:]+) the next day"), target_fixture="look")
def ada_looks_at_the_form_the_next_day(open_copy: Callable[[], PriceCopy], time: str) -> Look:
    return ada_looks_at_the_form(open_copy, time, days=1)


@when(parsers.parse("Ada looks for {coffee} on the form at {time}"), target_fixture="answer")
def ada_looks_for_a_coffee(
    open_copy: Callable[[], PriceCopy], coffee: str, time: str
) -> KeyError | StaleCopyError | None:
    try:
        open_copy().price_of(coffee, _today_at(time))
    except (KeyError, StaleCopyError) as error:
        return error
    return None


@then("the form says that the copy is too old")
def the_form_says_that_the_copy_is_too_old(answer: Exception | None) -> None:
    assert isinstance(answer, StaleCopyError), (
        "The copy is too old, so nobody can say whether this coffee is on the list by now."
        f" `price_of` should raise a StaleCopyError, but {type(answer).__name__} comes."
    )


@then(parsers.parse("the form does not know {coffee}"))
def the_form_does_not_know(answer: Exception | None, coffee: str) -> None:
    assert isinstance(answer, KeyError), (
        f"{coffee} is not on the price list, and so not in the copy. `price_of` should raise a"
        " KeyError, as the price list does."
    )


@then(words("the form says that Sidamo costs {price:Money}, as copied {minutes:d} minutes ago"))
def the_form_says(look: Look, price: Money, minutes: int) -> None:
    assert look[1] == minutes, f"The copy is {minutes} minutes old, but it says {look[1]}."
    assert look[0] == price, (
        f"The copy has {price} for Sidamo, and is {minutes} minutes old. But the form says"
        f" {look[0] or 'no price'}."
    )


@then(parsers.parse("the form says no price, because the copy is {minutes:d} minutes old"))
def the_form_says_no_price(look: Look, minutes: int) -> None:
    assert look[1] == minutes, f"The copy is {minutes} minutes old, but it says {look[1]}."
    assert look[0] is None, (
        f"The copy is {minutes} minutes old: nobody has made the next one. But the form still says"
        f" {look[0]}, and nobody notices. `price_of` should raise a StaleCopyError."
    )


@then("the form says no price, because there is no copy")
def the_form_says_nothing(look: Look) -> None:
    assert look == (None, None), (
        "The prices were never copied, so both `price_of` and `minutes_old` should raise a"
        " StaleCopyError, but they do not."
    )


def _today_at(time: str) -> datetime:
    hour, minute, *second = map(int, time.split(":"))
    return FIRST_MORNING.replace(hour=hour, minute=minute, second=second[0] if second else 0)
