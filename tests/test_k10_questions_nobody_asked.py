from collections.abc import Callable, Iterator
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.views import open_view
from katas.k10_questions_nobody_asked.cases import Cases
from katas.k10_questions_nobody_asked.mailbox import Mailbox
from katas.k10_questions_nobody_asked.sales import Sales
from katas.k10_questions_nobody_asked.support import Support
from tests.steps.office import Office
from tests.steps.replay import PowerFailureError, Progress, Watch, quoted
from tests.stores import Store
from tests.support.patience import patience
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store", "clock")

scenarios("k10_questions_nobody_asked.feature")

CUSTOMERS = ["Mina", "Ada", "Grace", "Jun", "Kim", "Leo", "Nia", "Omar"]


class Bureau:
    """Support at work: each task begins with fresh objects over the same store."""

    def __init__(self, sales: Any, store: Store, progress: Progress, watch: Watch) -> None:
        self.mailbox = Mailbox()
        self._sales = sales
        self._store = store
        self._progress = progress
        self._watch = watch
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

    def replay(self, batch_size: int = 10) -> None:
        """Let Support replay, and listen to what it tells."""
        self._progress.told.clear()
        view = self._view()
        support = Support(self._sales, view, self.mailbox, batch_size)
        try:
            with self._watch.over(self._sales, view):
                support.replay(self._progress)
        except IntegrityError as error:
            raise AssertionError(
                "The replay takes in a batch that the cases know already. "
                "Their position tells where to go on, and each batch is one learn."
            ) from error
        assert not self._progress.meanwhile, (
            "After each batch progress should be told, but it is not."
        )

    def close(self) -> None:
        """Close the connections."""
        for view in self._views:
            engine: Any = view.datastore.engine
            engine.dispose()

    def _view(self) -> Cases:
        self._views.append(open_view(Cases, "Support", self._store))
        return self._views[-1]


@pytest.fixture
def sales_class() -> Any:
    return Sales


@pytest.fixture
def bureau(office: Office, store: Store, progress: Progress, watch: Watch) -> Iterator[Bureau]:
    bureau = Bureau(office.sales, store, progress, watch)
    yield bureau
    bureau.close()


@given(words("Sales has sold 1 bag of {coffee} to each of 8 customers"))
def sales_has_sold_to_each_of_8_customers(office: Office, coffee: str) -> None:
    for customer in CUSTOMERS:
        office.sell(customer, 1, coffee)


@given("Support has replayed Sales' history")
@when("Support replays Sales' history")
def support_replays(bureau: Bureau) -> None:
    bureau.replay()


@when(parsers.parse("Support replays Sales' history in batches of {size:d}"))
def support_replays_in_batches(bureau: Bureau, size: int) -> None:
    bureau.replay(size)


@given(parsers.parse('the power has failed when a replay in batches of {size:d} told "{position}"'))
def the_power_has_failed(bureau: Bureau, progress: Progress, size: int, position: str) -> None:
    progress.power_fails_at = position
    try:
        bureau.replay(size)
    except PowerFailureError:
        progress.power_fails_at = ""
        return
    raise AssertionError(
        f"progress should have been told “{position}”, and what it raises should end the replay. "
        f"It was told {quoted(progress.told)}."
    )


@given(words("{customer} has bought {bags:Bags} of {coffee}, and will cancel during the replay"))
def a_customer_will_cancel_during_the_replay(
    office: Office, progress: Progress, customer: str, bags: int, coffee: str
) -> None:
    office.sell(customer, bags, coffee)
    progress.meanwhile = lambda: office.cancel(customer, "too bitter")


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
    assert found == expected, f"The cases should tell {quoted(expected)}, but tell {quoted(found)}."


@then("the cases tell the same as before")
def the_cases_tell_the_same(bureau: Bureau, before: list[Any]) -> None:
    expected = [_told(regret) for regret in before]
    found = [_told(regret) for regret in bureau.regrets()]
    assert found == expected, (
        f"Before, the cases told {quoted(expected)}. After the replay they tell {quoted(found)}."
    )


@then("nobody has got a letter")
def nobody_has_got_a_letter(bureau: Bureau) -> None:
    got = [customer for customer, _ in bureau.mailbox.sent]
    assert not got, f"A replay should send no letter, but this one has written to {quoted(got)}."


@then(parsers.parse("one letter has gone out, to {customer}"))
def one_letter_has_gone_out(bureau: Bureau, customer: str) -> None:
    got = [each for each, _ in bureau.mailbox.sent]
    assert got == [customer], (
        f"One letter should have gone out, to {customer}, "
        f"but letters have gone to {quoted(got, 'nobody')}."
    )


def _told(regret: Any) -> str:
    days = "1 day" if regret.days == 1 else f"{regret.days} days"
    return f"{regret.customer} after {days}: {regret.reason}"
