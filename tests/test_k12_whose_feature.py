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


@then("whoever runs Subscriptions hears of one refused box")
def whoever_runs_subscriptions_hears_of_it(refusals: list[Exception]) -> None:
    names = [type(each).__name__ for each in refusals]
    assert names == ["TooManyBagsError"], (
        "Sales has heard, and refuses one box. `order_due` should raise an ExceptionGroup that"
        f" holds Sales' TooManyBagsError, but it holds {' and '.join(names) or 'nothing'}."
    )


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
            f" {told} with an OrderIdTakenError, but it does as if all was well."
        )


@then(words("a bag of {coffee} has cost {price:Money} on the price list all the time"))
def a_bag_has_cost(prices: NotedPriceList, coffee: str, price: Money) -> None:
    found = [each for name, each in prices.ever if name == coffee and each != price]
    assert not found, (
        f"On Sales' price list a bag of {coffee} should cost {price} all the time, but for a while"
        f" it has cost {found[0]}. What was agreed with one customer is nobody else's price."
    )
    assert prices.price_of(coffee) == price


@then("Sales has recorded only what it always has")
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


@when(parsers.parse("Ada looks for {coffee} on the form at {time}"), target_fixture="unknown")
def ada_looks_for_a_coffee(
    open_copy: Callable[[], PriceCopy], coffee: str, time: str
) -> KeyError | None:
    ada_looks_at_the_form(open_copy, time)  # it is there, and fresh
    try:
        open_copy().price_of(coffee, _today_at(time))
    except KeyError as error:
        return error
    return None


@then(parsers.parse("the form does not know {coffee}"))
def the_form_does_not_know(unknown: KeyError | None, coffee: str) -> None:
    assert unknown, (
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
    hour, minute = map(int, time.split(":"))
    return FIRST_MORNING.replace(hour=hour, minute=minute)
