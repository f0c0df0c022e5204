"""Steps about boxes that order themselves, day by day.

The kata's test module provides the fixtures `subscriptions_class` and `unreachable`: the learner's
application, and the error that a caller gets when Sales does not answer.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, when

from katas.given.sales.money import Money
from tests.stores import Store, close
from tests.support.faults import PowerCutError, power_cut
from tests.support.vocabulary import words

from .clock import Clock
from .switchboard import AWAY, LOST, NOBODY_PICKS_UP, Switchboard

BOX = "{bags:Bags} of {coffee} every {rhythm:d} days at {price:Money}, from {first}"


def day(text: str) -> date:
    """Read a day of the story, such as "2 March"."""
    return datetime.strptime(f"{text} 2026", "%d %B %Y").replace(tzinfo=UTC).date()


class Service:
    """Subscriptions. It is opened again for each command, so it knows only what is stored.

    Only if a scenario says so, it keeps running.
    Its method `facts` is the one that the steps in `facts.py` use.
    """

    def __init__(
        self,
        open_subscriptions: Callable[[Store], Any],
        store: Store,
        clock: Clock,
        switchboard: Switchboard,
        unreachable: type[Exception],
    ) -> None:
        self._open = open_subscriptions
        self._store = store
        self._clock = clock
        self._switchboard = switchboard
        self._unreachable = unreachable
        self._boxes: dict[str, Any] = {}
        self._running: Any = None

    def keep_running(self) -> None:
        """Open Subscriptions, and do not close it after each command."""
        self._running = self._open(self._store)

    def stop(self) -> None:
        """Close Subscriptions, if it is running."""
        if self._running:
            close(self._running)

    def subscribe(self, customer: str, *wish: Any) -> None:
        """Take a subscription. From the first one on, note what Sales sells."""
        self._switchboard.listen()
        box_id = self._tell("subscribe", customer, *wish)
        assert isinstance(box_id, UUID), (
            f"`subscribe` should return the id of the box, a UUID, but it returns {box_id!r}."
        )
        self._boxes[customer] = box_id

    def change(self, command: str, customer: str, *args: Any) -> None:
        """Change a customer's box."""
        self._tell(command, self._boxes[customer], *args)

    def let_come(self, today: date, faults: Iterable[str] = ()) -> None:
        """Go to a day: at nine o'clock Subscriptions orders what is due."""
        self._clock.now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
        with self._switchboard.call(faults) as sales:
            try:
                self._tell("order_due", sales, today)
            except self._unreachable as error:
                raise AssertionError(
                    "`order_due` should leave a box due if Sales does not answer, and go on with"
                    f" the next one, but it raises a {type(error).__name__}."
                ) from error

    def facts(self, _team: str) -> list[Any]:
        """Return Subscriptions' first ten facts, in their order."""
        subscriptions = self._open(self._store)
        stored = subscriptions.notification_log.select(1, 10)
        facts = [subscriptions.mapper.to_domain_event(each) for each in stored]
        close(subscriptions)
        return facts

    def _tell(self, command: str, *args: Any) -> Any:
        if self._running:
            return getattr(self._running, command)(*args)
        subscriptions = self._open(self._store)
        try:
            return getattr(subscriptions, command)(*args)
        finally:
            close(subscriptions)


@pytest.fixture
def service(
    subscriptions_class: Callable[[Store], Any],
    store: Store,
    clock: Clock,
    switchboard: Switchboard,
    unreachable: type[Exception],
) -> Iterator[Service]:
    service = Service(subscriptions_class, store, clock, switchboard, unreachable)
    yield service
    service.stop()


@given("Subscriptions runs day and night")
def subscriptions_runs_day_and_night(service: Service) -> None:
    service.keep_running()


@given(words(f"{{customer}} has subscribed to {BOX}"))
@when(words(f"{{customer}} subscribes to {BOX}"))
def a_customer_subscribes(  # noqa: PLR0913, PLR0917 - one for each word
    service: Service,
    customer: str,
    bags: int,
    coffee: str,
    rhythm: int,
    price: Money,
    first: str,
) -> None:
    service.subscribe(customer, coffee, bags, price, rhythm, day(first))


@given(parsers.parse("{customer} has paused her box"))
def a_customer_has_paused_her_box(service: Service, customer: str) -> None:
    service.change("pause", customer)


@given(parsers.parse("{customer} has resumed her box, from {first}"))
def a_customer_has_resumed_her_box(service: Service, customer: str, first: str) -> None:
    service.change("resume", customer, day(first))


@given(parsers.re(r"(?P<today>\d+ \w+) has passed"))
@when(parsers.re(r"(?P<today>\d+ \w+) comes"))
def a_day_comes(service: Service, today: str) -> None:
    service.let_come(day(today))


@given(parsers.parse("{today} has passed, and nobody in Sales picked up the telephone"))
def a_day_has_passed_and_nobody_picked_up(service: Service, today: str) -> None:
    service.let_come(day(today), NOBODY_PICKS_UP)


@given(parsers.parse("{today} has passed, and the first call did not get through"))
def a_day_has_passed_and_the_first_call_failed(service: Service, today: str) -> None:
    service.let_come(day(today), [AWAY])


@given(parsers.parse("{today} has passed, and Sales heard, but its answer was lost"))
def a_day_has_passed_and_the_answer_was_lost(service: Service, today: str) -> None:
    service.let_come(day(today), [LOST, *NOBODY_PICKS_UP])


@given(parsers.parse("the power has failed on {today} at each write in turn"))
def the_power_has_failed_at_each_write(service: Service, today: str) -> None:
    for number in (1, 2, 2, 3):
        with suppress(PowerCutError), power_cut(before_write=number):
            service.let_come(day(today))
