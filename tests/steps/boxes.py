"""Steps about boxes that order themselves, day by day.

The kata's test module provides the fixtures `subscriptions_class` and `unreachable`: the learner's
application, and the error that a caller gets when Sales does not answer.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, when

from katas.given.sales.money import Money
from tests.stores import Store, close
from tests.support.faults import PowerCutError, power_cut, refused_write
from tests.support.vocabulary import words

from .clock import Clock
from .switchboard import AWAY, LOST, NOBODY_PICKS_UP, Switchboard

BOX = "{bags:Bags} of {coffee} every {rhythm:Days} at {price:Money}, from {first}"

MOST_WRITES = 40
"""Writes after which nobody believes any more that the boxes of a day are ordered."""


def day(text: str) -> date:
    """Read a day of the story, such as "2 March"."""
    return datetime.strptime(f"{text} 2026", "%d %B %Y").replace(tzinfo=UTC).date()


class Service:
    """Subscriptions. It is opened again for each command, so it knows only what is stored.

    Only where a scenario says so, it keeps running.
    It can give its events, as steps about events want it of a company.
    What the business has wished for is kept in `history`, for others to do the same.
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
        self.history: list[tuple[datetime, str, tuple[Any, ...]]] = []
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
        self._note("subscribe", customer, *wish)
        assert isinstance(box_id, UUID), (
            f"`subscribe` should return the id of the box, a UUID, but it returns {box_id!r}."
        )
        self._boxes[customer] = box_id

    def change(self, command: str, customer: str, *args: Any) -> None:
        """Change a customer's box, the latest one."""
        self._tell(command, self._boxes[customer], *args)
        self._note(command, customer, *args)

    def let_come(self, today: date, faults: Iterable[str] = ()) -> None:
        """Go to a day: at nine o'clock Subscriptions orders what is due."""
        self._clock.now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
        self._note("order_due", today)
        telephone = self._switchboard.call(faults, caller="Subscriptions")
        with telephone as sales, self._silence_is_no_error():
            self.order_due(sales, today)

    def order_due(self, sales: Any, today: date) -> None:
        """Let Subscriptions order what is due."""
        self._tell("order_due", sales, today)

    @contextmanager
    def _silence_is_no_error(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            is_among = isinstance(error, ExceptionGroup) and error.subgroup(self._unreachable)
            if not is_among and not isinstance(error, self._unreachable):
                raise
            raise AssertionError(
                "`order_due` should leave a box due if Sales does not answer, and go on with"
                f" the next one, but it lets a {self._unreachable.__name__} out."
            ) from error

    def note_basket(self, customer: str) -> None:
        """Note that a customer has begun an order, and left it."""
        self._note("basket", customer)

    def _note(self, command: str, *args: Any) -> None:
        self.history.append((self._clock.now, command, args))

    def facts(self, _team: str) -> list[Any]:
        """Return Subscriptions' events, the first ten, in their order."""
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


@given(parsers.parse("the power has failed on {today}, again and again"))
def the_power_has_failed_at_each_write(service: Service, today: str) -> None:
    """Let it fail before the first write, then before the second, until all of them are done."""
    for number in range(1, MOST_WRITES):
        try:
            with power_cut(before_write=number):
                return service.let_come(day(today))
        except PowerCutError:
            continue
    raise AssertionError(f"{today} comes again and again, and there is always more to write.")


@given(parsers.re(r"the disk was full for a moment on (?P<today>\d+ \w+)"))
def the_disk_was_full_for_a_moment(service: Service, today: str, at_write: int = 1) -> bool:
    """Return whether anything was to be written."""
    with refused_write("OperationalError", at_write) as refused:
        heard = _is_heard(lambda: service.let_come(day(today)))
    assert heard or not refused, (
        "The disk was full while a box was ordered, but `order_due` does not tell anybody. An"
        " error that nobody hears is a box that nobody misses."
    )
    return bool(refused)


@given(parsers.parse("the disk was full for a moment on {today}, again and again"))
def the_disk_was_full_again_and_again(service: Service, today: str) -> None:
    """Refuse the first write, then the second, until all of them are done."""
    for number in range(1, MOST_WRITES):
        if not the_disk_was_full_for_a_moment(service, today, number):
            return
    raise AssertionError(f"{today} comes again and again, and there is always more to write.")


def _is_heard(act: Callable[[], None]) -> bool:
    try:
        act()
    except (AssertionError, NotImplementedError):
        raise
    except Exception:  # noqa: BLE001 - a learner's code may pass it on as it likes
        return True
    return False
