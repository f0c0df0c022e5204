from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy
from eventsourcing.persistence import IntegrityError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales.errors import UnknownOrderError
from katas.given.sales.money import Money
from katas.given.sales.prices import PriceList
from katas.given.views import open_view
from katas.k10_questions_nobody_asked.cases import Cases
from katas.k10_questions_nobody_asked.mailbox import Mailbox
from katas.k10_questions_nobody_asked.sales import Sales
from katas.k10_questions_nobody_asked.support import Support
from tests.steps.office import Office
from tests.steps.order import ask
from tests.steps.patience import patience
from tests.steps.vocabulary import rows, words
from tests.stores import Store, close

pytestmark = pytest.mark.usefixtures("store", "clock")

scenarios("k10_questions_nobody_asked.feature")

CUSTOMERS = ["Mina", "Ada", "Grace", "Jun", "Kim", "Leo", "Nia", "Omar"]


class PowerFailureError(Exception):
    """Raised when the power fails in the middle of a replay."""


class Bureau:
    """Support at work: each task begins with fresh objects over the same store."""

    def __init__(self, sales: Any, store: Store) -> None:
        self.mailbox = Mailbox()
        self.told: list[str] = []
        """What the last replay has told about its progress."""
        self.commits = 0
        """Transactions in which the last task has written to Support's store."""
        self.held = 0
        """The most events that the last task has read at once."""
        self.meanwhile: Callable[[], None] | None = None
        """What happens as soon as a replay tells its progress."""
        self._sales = sales
        self._store = store
        self._views: list[Cases] = []

    def move(self, store: Store) -> None:
        """Work with another store from now on."""
        self._store = store

    def regrets(self) -> list[Any]:
        """Ask the cases, as a fresh program finds them."""
        regrets: list[Any] = self._view().regrets()
        return regrets

    def follow(self) -> None:
        """Let Support look at what is new."""
        with patience(self._sales, "Support"):
            Support(self._sales, self._view(), self.mailbox).follow()

    def replay(self, batch_size: int = 10, power_fails_at: str = "") -> None:
        """Let Support replay, and listen to what it tells."""
        self.told.clear()
        self.commits = self.held = 0

        def progress(done: int, total: int) -> None:
            self.told.append(f"{done} of {total}")
            assert len(self.told) < 100, "The replay has told its progress 100 times. Does it end?"
            if self.told[-1] == power_fails_at:
                raise PowerFailureError
            if meanwhile := self.meanwhile:
                self.meanwhile = None
                meanwhile()

        view = self._view()
        sqlalchemy.event.listen(view.datastore.engine, "commit", self._count_commit)
        with pytest.MonkeyPatch.context() as patch:
            select = self._sales.recorder.select_notifications
            patch.setattr(
                self._sales.recorder,
                "select_notifications",
                lambda *args, **kwargs: self._hold(select(*args, **kwargs)),
            )
            try:
                Support(self._sales, view, self.mailbox, batch_size).replay(progress)
            except IntegrityError as error:
                raise AssertionError(
                    "The replay takes in a batch that the cases know already. "
                    "Their position tells where to go on."
                ) from error
        assert not self.meanwhile, "After each batch progress should be told, but it is not."

    def close(self) -> None:
        """Close the connections."""
        for view in self._views:
            engine: Any = view.datastore.engine
            engine.dispose()

    def _view(self) -> Cases:
        self._views.append(open_view(Cases, "Support", self._store))
        return self._views[-1]

    def _count_commit(self, _: Any) -> None:
        self.commits += 1

    def _hold(self, page: Any) -> Any:
        self.held = max(self.held, len(page))
        return page


@pytest.fixture
def bureau(office: Office, store: Store) -> Iterator[Bureau]:
    bureau = Bureau(office.sales, store)
    yield bureau
    bureau.close()


@given(words("Sales has sold 1 bag of {coffee} to each of 8 customers"))
def sales_has_sold_to_each_of_8_customers(office: Office, coffee: str) -> None:
    for customer in CUSTOMERS:
        office.sell(customer, 1, coffee)


@when(
    parsers.parse("Sales is asked for {customer}'s order as of {moment}"), target_fixture="answer"
)
def sales_is_asked_for_an_order_as_of(
    office: Office, prices: PriceList, customer: str, moment: str
) -> Any:
    when = datetime.strptime(moment, "%d %B %Y, %H:%M").replace(tzinfo=UTC)
    sales = Sales(prices, env=office.sales.env)
    try:
        return sales.order_as_of(office.orders[customer], when)
    except UnknownOrderError as error:
        return error
    finally:
        close(sales)


@then(words("it was a promise of {total:Money}, and not cancelled"))
def it_was_a_promise(answer: Any, total: Money) -> None:
    assert not isinstance(answer, UnknownOrderError), f"There was an order, but: {answer}."
    assert answer is not None, "order_as_of should return an order, but it returns None."
    reason = ask(answer, "cancellation_reason")
    assert reason is None, (
        f"At that time the order was not cancelled, but this one is, because “{reason}”."
    )
    assert ask(answer, "is_placed"), "At that time the order was placed, but this one is not."
    found = ask(answer, "total")
    assert found == total, f"The order should come to {total}, but it comes to {found}."


@then("there was no such order")
def there_was_no_such_order(answer: Any) -> None:
    assert isinstance(answer, UnknownOrderError), (
        f"At that time nobody had started the order, but order_as_of gives {_kind(answer)}. "
        "It should raise UnknownOrderError."
    )


@given("Support has replayed Sales' history")
@when("Support replays Sales' history")
def support_replays(bureau: Bureau) -> None:
    bureau.replay()


@when(parsers.parse("Support replays Sales' history in batches of {size:d}"))
def support_replays_in_batches(bureau: Bureau, size: int) -> None:
    bureau.replay(size)


@given(parsers.parse('the power has failed when a replay in batches of {size:d} told "{position}"'))
def the_power_has_failed(bureau: Bureau, size: int, position: str) -> None:
    try:
        bureau.replay(size, position)
    except PowerFailureError:
        return
    raise AssertionError(
        f"progress should have been told “{position}”, and what it raises should end the replay. "
        f"It was told {_list(bureau.told)}."
    )


@given(parsers.parse('{customer}\'s order will be cancelled during the replay because "{reason}"'))
def an_order_will_be_cancelled(office: Office, bureau: Bureau, customer: str, reason: str) -> None:
    bureau.meanwhile = lambda: office.cancel(customer, reason)


@given("Support has followed from the first day on", target_fixture="before")
def support_has_followed(bureau: Bureau) -> list[Any]:
    bureau.follow()
    regrets = bureau.regrets()
    assert regrets, "Support has followed Sales, but its cases tell of no cancelled order."
    return regrets


@when("Support loses its cases, and replays Sales' history")
def support_loses_its_cases(bureau: Bureau, new_store: Callable[[], Store]) -> None:
    bureau.move(new_store())
    bureau.replay()


@when("Support looks at what is new")
def support_looks_at_what_is_new(bureau: Bureau) -> None:
    bureau.follow()


@then("the cases tell")
def the_cases_tell(bureau: Bureau, datatable: list[list[str]]) -> None:
    expected = [f"{row['customer']} after {row['after']}: {row['said']}" for row in rows(datatable)]
    found = [_told(regret) for regret in bureau.regrets()]
    assert found == expected, f"The cases should tell {_list(expected)}, but tell {_list(found)}."


@then("the cases tell the same as before")
def the_cases_tell_the_same(bureau: Bureau, before: list[Any]) -> None:
    expected = [_told(regret) for regret in before]
    found = [_told(regret) for regret in bureau.regrets()]
    assert found == expected, (
        f"Before, the cases told {_list(expected)}. After the replay they tell {_list(found)}."
    )


@then("nobody has got a letter")
def nobody_has_got_a_letter(bureau: Bureau) -> None:
    got = [customer for customer, _ in bureau.mailbox.sent]
    assert not got, f"A replay should send no letter, but this one has written to {_list(got)}."


@then(parsers.parse("one letter has gone out, to {customer}"))
def one_letter_has_gone_out(bureau: Bureau, customer: str) -> None:
    got = [each for each, _ in bureau.mailbox.sent]
    assert got == [customer], (
        f"One letter should have gone out, to {customer}, "
        f"but letters have gone to {_list(got, 'nobody')}."
    )


@then("it has told")
def it_has_told(bureau: Bureau, datatable: list[list[str]]) -> None:
    expected = [row[0] for row in datatable]
    assert bureau.told == expected, (
        f"The replay should tell {_list(expected)}, but it tells {_list(bureau.told)}."
    )


@then(parsers.parse("it has never held more than {size:d} events"))
def it_has_never_held_more(bureau: Bureau, size: int) -> None:
    assert bureau.held <= size, (
        f"The replay should read at most {size} events at once, but it has read {bureau.held}."
    )


@then("it has written at most once a batch")
def it_has_written_at_most_once_a_batch(bureau: Bureau) -> None:
    batches = len(bureau.told)
    assert bureau.commits <= batches, (
        f"{batches} batches should take {batches} transactions, but there were {bureau.commits}."
    )


def _kind(answer: Any) -> str:
    return "None" if answer is None else f"version {answer.version} of it"


def _told(regret: Any) -> str:
    days = "1 day" if regret.days == 1 else f"{regret.days} days"
    return f"{regret.customer} after {days}: {regret.reason}"


def _list(items: list[str], none: str = "nothing") -> str:
    return ", ".join(f"“{item}”" for item in items) or none
