from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy import update
from sqlalchemy.exc import NoResultFound

from katas.given.views import open_view
from katas.k10_questions_nobody_asked.cases import Cases
from katas.k10_questions_nobody_asked.history import HistoryMissingError
from katas.k10_questions_nobody_asked.mailbox import Mailbox
from katas.k10_questions_nobody_asked.sales import Sales
from katas.k10_questions_nobody_asked.support import Support
from tests.steps.clock import Clock, moment
from tests.steps.office import Office, sales_has_opened_an_order
from tests.steps.replay import BATCH, PowerFailureError, Progress, Watch
from tests.stores import Store, close
from tests.support.commits import committed
from tests.support.endless import pages_limited
from tests.support.faults import refused_write
from tests.support.vocabulary import rows

pytestmark = pytest.mark.usefixtures("store", "clock")

scenarios("k10_questions_nobody_asked.feature")

CUSTOMERS = ["Mina", "Ada", "Grace", "Jun", "Kim", "Leo", "Nia", "Omar"]


class Bureau:
    """Support at work: each task begins with fresh objects over the same store."""

    def __init__(self, office: Office, store: Store, progress: Progress, watch: Watch) -> None:
        self.mailbox = Mailbox()
        self.told: HistoryMissingError | None = None
        """What Support was told when it wanted to look at what is new."""
        self._office = office
        self._sales = Sales(office.sales.prices, env=office.sales.env)
        self._store = store
        self._progress = progress
        self._watch = watch
        self._views: list[Cases] = []

    def move(self, store: Store) -> None:
        """Work with another store from now on."""
        self._store = store
        self._progress.forget()

    def regrets(self) -> list[str]:
        """Ask the cases for cancelled orders, as a fresh program finds them."""
        return [_told(regret) for regret in self._view().regrets()]

    def owners(self) -> list[str]:
        """Ask the cases whose each order is."""
        view = self._view()
        return [self._owner(view, order) for order in self._office.orders.values()]

    def follow(self) -> None:
        """Let Support look at what is new."""
        view = self._view()
        learn = view.learn

        def learn_for_good(*args: Any, **kwargs: Any) -> None:
            with committed(learn):
                learn(*args, **kwargs)

        try:
            with pages_limited(self._sales, "Support"), pytest.MonkeyPatch.context() as patch:
                patch.setattr(view, "learn", learn_for_good)
                Support(self._sales, view, self.mailbox).follow()
        except HistoryMissingError as error:
            self.told = error

    def replay(self) -> None:
        """Let Support replay, and listen to what it tells. Raises what the store refuses."""
        view, observer = self._view(), self._view()
        support = Support(self._sales, view, self.mailbox, BATCH)
        self._progress.begin(
            lambda: observer.max_tracking_id(self._sales.name),
            self._sales.last_position(),
            self._watch.note,
        )
        with pages_limited(self._sales, "Support"), self._watch.over(self._sales, view):
            support.replay(self._progress)
        assert not self._progress.meanwhile, (
            "After each batch progress should be told, but it is not."
        )

    def replay_elsewhere(self) -> None:
        """Let somebody else of Support replay, with a program of their own."""
        sales = Sales(self._office.sales.prices, env=self._office.sales.env)
        Support(sales, self._view(), self.mailbox, BATCH).replay(lambda *_: None)
        close(sales)

    def close(self) -> None:
        """Close the connections."""
        close(self._sales)
        for view in self._views:
            engine: Any = view.datastore.engine
            engine.dispose()

    def _view(self) -> Cases:
        self._views.append(open_view(Cases, "Support", self._store))
        return self._views[-1]

    @staticmethod
    def _owner(view: Cases, order_id: Any) -> str:
        try:
            return view.customer_of(order_id)
        except NoResultFound:
            return "nobody"


@pytest.fixture
def bureau(office: Office, store: Store, progress: Progress, watch: Watch) -> Iterator[Bureau]:
    bureau = Bureau(office, store, progress, watch)
    yield bureau
    bureau.close()


@given("each of 8 customers has opened an order")
def each_of_8_customers_has_opened_an_order(office: Office) -> None:
    for customer in CUSTOMERS:
        office.orders[customer] = office.sales.start_order(customer)


@given("Support has replayed Sales' history")
@when("Support replays Sales' history")
def support_replays(bureau: Bureau, progress: Progress, watch: Watch) -> None:
    try:
        bureau.replay()
    except IntegrityError:
        begun_at, start = progress.begun_at, watch.start
        raise AssertionError(
            f"The cases have stored position {begun_at}, but replay begins again after {start}."
            if start is not None and start < begun_at
            else "The replay takes in a batch that the cases know already. Their position tells "
            f"where to go on, and each batch is one learn.{watch.story}"
        ) from None


@given("the power has failed in the middle of a replay")
def the_power_has_failed(bureau: Bureau, progress: Progress) -> None:
    progress.power_fails = True
    try:
        bureau.replay()
    except PowerFailureError:
        progress.power_fails = False
        return
    raise AssertionError(
        "After the first batch progress should be told, and what it raises should end the replay. "
        + ("It does not." if progress.told else "Progress was told nothing.")
    )


@given("the disk has been full for a moment during a replay")
def the_disk_has_been_full_during_a_replay(bureau: Bureau) -> None:
    with _the_store_refuses("replay", at_write=2):  # the first one stores where history ends
        bureau.replay()


@given("the disk has been full for a moment when Support looked at what was new")
def the_disk_has_been_full(bureau: Bureau) -> None:
    with _the_store_refuses("follow"):
        bureau.follow()


@given(parsers.parse('each of them has cancelled because "{reason}"'))
def each_of_them_has_cancelled(office: Office, reason: str) -> None:
    for customer in CUSTOMERS:
        office.cancel(customer, reason)


@given(parsers.re("Sales has opened orders for (?P<customers>[^,]+(, [^, ]+)* and [^, ]+)"))
def sales_has_opened_orders(office: Office, customers: str) -> None:
    for customer in customers.replace(" and ", ", ").split(", "):
        office.orders[customer] = office.sales.start_order(customer)


@given("Sales has opened and cancelled orders")
def sales_has_opened_and_cancelled_orders(
    office: Office, clock: Clock, datatable: list[list[str]]
) -> None:
    days: dict[str, list[Callable[[], Any]]] = {}
    table = rows(datatable)
    for row in table:
        open_order = partial(sales_has_opened_an_order, office, row["customer"])
        days.setdefault(row["opened"], []).append(open_order)
    for row in table:
        cancel = partial(office.cancel, row["customer"], row["because"])
        days.setdefault(row["cancelled"], []).append(cancel)
    for day in sorted(days, key=lambda day: moment(f"{day} 2026, 10:00")):
        clock.now = moment(f"{day} 2026, 10:00")
        for happens in days[day]:
            happens()


@given(parsers.parse("four clerks of Sales have added to an order of {customer}'s at once"))
def four_clerks_have_added_at_once(office: Office, customer: str) -> None:
    office.orders[customer] = office.sales.start_order(customer)
    first, *others = [office.sales.order(office.orders[customer]) for _ in range(4)]
    for order in (first, *others):
        order.add_line("Huila", 1, office.sales.prices)
    office.sales.save(first)
    for order in others:
        with suppress(IntegrityError):
            office.sales.save(order)
    _leave_a_gap(office.sales.recorder, len(others))


@given(
    parsers.parse(
        "Sales has opened orders for {others} and {customer}, who will cancel during the replay"
    )
)
def a_customer_will_cancel_during_the_replay(
    office: Office, progress: Progress, others: str, customer: str
) -> None:
    sales_has_opened_orders(office, f"{others} and {customer}")
    progress.meanwhile = lambda: office.cancel(customer, "too bitter")


@given("Support has followed from the first day on", target_fixture="before")
def support_has_followed(bureau: Bureau) -> list[str]:
    bureau.follow()
    assert bureau.regrets(), "Support has followed Sales, but its cases tell of no cancelled order."
    return [*bureau.owners(), *bureau.regrets()]


@when("Support loses its cases, and replays Sales' history")
def support_loses_its_cases(bureau: Bureau, new_store: Callable[[], Store]) -> None:
    bureau.move(new_store())
    bureau.replay()


@when("two of Support replay Sales' history at once")
def two_replay_at_once(bureau: Bureau, progress: Progress) -> None:
    progress.meanwhile = bureau.replay_elsewhere
    with suppress(IntegrityError):  # whoever looks where they are before each batch gets none
        bureau.replay()


@when("Support looks at what is new")
def support_looks_at_what_is_new(bureau: Bureau) -> None:
    bureau.follow()


@then("the cases tell")
def the_cases_tell(bureau: Bureau, watch: Watch, datatable: list[list[str]]) -> None:
    expected = [f"{row['customer']} after {row['after']}: {row['said']}" for row in rows(datatable)]
    found = bureau.regrets()
    assert found == expected, (
        f"The cases should tell {quoted(expected)}, but tell {quoted(found)}.{watch.story}"
    )


@then("the cases tell of nobody")
def the_cases_tell_of_nobody(bureau: Bureau) -> None:
    found = bureau.regrets()
    assert not found, (
        f"The replay should leave to `follow` what came in the meantime, but it has taken in: "
        f"{quoted(found)}."
    )


@then("the cases know each order")
def the_cases_know_each_order(bureau: Bureau, office: Office, watch: Watch) -> None:
    expected, found = list(office.orders), bureau.owners()
    assert found == expected, (
        f"Orders were started for {quoted(expected)}, but the cases know those of {quoted(found)}."
        f"{watch.story}"
    )


@then("the cases tell the same as before")
def the_cases_tell_the_same(bureau: Bureau, before: list[str]) -> None:
    found = [*bureau.owners(), *bureau.regrets()]
    assert found == before, (
        f"Before, the cases knew {quoted(before)}. After the replay they know {quoted(found)}."
    )


@then("it has to finish the replay first, and nobody has got a letter")
def it_has_to_finish_the_replay_first(bureau: Bureau) -> None:
    assert bureau.told, (
        "A replay was interrupted, so most of the history is not in the cases yet, and `follow` "
        "should refuse to work. It knows that from `self._history.end()`, with which each replay "
        "begins."
    )
    nobody_has_got_a_letter(bureau)


@then("nobody has got a letter")
def nobody_has_got_a_letter(bureau: Bureau) -> None:
    got = [customer for customer, _ in bureau.mailbox.sent]
    assert not got, f"History should send no letter, but letters have gone to {quoted(got)}."


@then(parsers.parse("one letter has gone out, to {customer}"))
def one_letter_has_gone_out(bureau: Bureau, customer: str) -> None:
    got = [each for each, _ in bureau.mailbox.sent]
    assert got == [customer], (
        f"One letter should have gone out, to {customer}, but letters have gone to "
        f"{quoted(got, 'nobody')}."
        + (f" `follow` has refused to work: “{bureau.told}”." if bureau.told else "")
    )


def quoted(items: list[str], none: str = "nothing") -> str:
    """Write a list of sayings."""
    return ", ".join(f"“{item}”" for item in items) or none


@contextmanager
def _the_store_refuses(command: str, at_write: int = 1) -> Iterator[None]:
    """Let the disk be full at a write, and see that this ends the command."""
    try:
        with refused_write("OperationalError", at_write):
            yield
    except OperationalError:
        return
    raise AssertionError(
        f"The disk was full when Support stored its first row, but `{command}` ends as if all were "
        "well."
    )


def _told(regret: Any) -> str:
    days = "1 day" if regret.days == 1 else f"{regret.days} days"
    return f"{regret.customer} after {days}: {regret.reason}"


def _leave_a_gap(recorder: Any, numbers: int) -> None:
    """Let the numbers of refused changes never appear, as on PostgreSQL.

    SQLite would give the first of them to the next event. So there the last event moves up.
    """
    table = recorder.events_record_cls.__table__
    if recorder.datastore.engine.dialect.name == "sqlite":
        last = recorder.max_notification_id()
        with recorder.transaction(commit=True) as session:
            session.execute(update(table).where(table.c.id == last).values(id=last + numbers))
