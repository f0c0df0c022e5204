"""Departments that read Sales' events, each at its own speed and with its own failures."""

from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from inspect import signature
from typing import Any

from eventsourcing.persistence import IntegrityError, OperationalError, Tracking

from katas.given.sales.prices import PriceList
from katas.given.telephone import CallError
from tests.steps.clock import Clock
from tests.steps.desks import Desks
from tests.stores import Store
from tests.support.endless import pages_limited
from tests.support.faults import PowerCutError, power_cut, refused_write
from tests.support.trade import Trade

AT_WORK = "is at work"
AWAY = ("is down", "is slow", "is slow, then away")
"""Conditions in which a department reads only later."""


class ReadingTrade(Trade):
    """Sales records its promises, and the other departments read them.

    Sales and each of its readers have a store of their own. A reader is opened again for everything
    that it does, so it knows only what is stored. The old telephones still exist: an application
    that asks for them in its `__init__` gets them.
    """

    instead = "Sales should place the order, whatever happens to the others"

    def __init__(
        self,
        prices: PriceList,
        desks: Desks,
        clock: Clock,
        new_store: Callable[[], Store],
    ) -> None:
        super().__init__(desks, clock)
        self.stores = {name: new_store() for name in ("Sales", "Warehouse", "Billing", "Loyalty")}
        self.touched = ""
        """The tables in Sales' store that have changed while the others were reading."""
        self._prices = prices
        self._open: dict[str, Any] = {}
        self._read_so_far: set[tuple[str, int]] = set()
        self._conditions = {"Warehouse": AT_WORK, "Billing": AT_WORK}
        self._is_settled = False

    @property
    @abstractmethod
    def sales_class(self) -> Any:
        """The learner's Sales."""

    @abstractmethod
    def open_department(self, name: str, sales: Any) -> Any:
        """Open one of Sales' readers."""

    def put_to_work(self, opened: Callable[..., Any], **arguments: Any) -> Any:
        """Open a department, with the telephones if it still asks for them."""
        on_the_wall = {"telephones": self.desks.telephones, "clock": self._clock}
        wanted = signature(opened).parameters
        extra = {name: each for name, each in on_the_wall.items() if name in wanted}
        return opened(**arguments, **extra)

    def open_sales(self) -> Any:
        """Open Sales' application."""
        return self.put_to_work(self.sales_class, prices=self._prices, env=self.stores["Sales"])

    def department(self, name: str) -> Any:
        """Open one of Sales' readers again."""
        if name in self._open:
            self._open[name].projection.view.datastore.engine.dispose()
        self._open[name] = self.open_department(name, self._upstream())
        return self._open[name]

    def loyalty_joins(self) -> None:
        """Let Loyalty join the company."""
        super().loyalty_joins()
        self._conditions["Loyalty"] = AT_WORK

    def order(self, customer: str, *lines: tuple[int, str]) -> None:
        """Let a customer order bags of coffees, line by line, and note the answer."""
        self._is_settled = False
        super().order(customer, *lines)

    def choose(self, customer: str, bags: int, coffee: str) -> None:
        """Let a customer start an order, but not place it."""
        sales = self._upstream()
        sales.add_line(sales.start_order(customer), coffee, bags)

    def let(self, department: str, condition: str) -> None:
        """Put a department into a condition from now on, after it has read what it can."""
        if self.outcomes and self._conditions[department] not in AWAY:
            self._read(department)
        super().let(department, condition)
        self._conditions[department] = condition

    def look(self) -> None:
        """Let all departments read that are not away."""
        for name, condition in self._conditions.items():
            if condition not in AWAY:
                self._read(name)

    def settle(self) -> None:
        """Let all departments come back, and read everything."""
        if self._is_settled:
            return
        before = self._sales_tables()
        for name in self._conditions:
            self.desks.let(name, AT_WORK)
        for name in self._conditions:
            self._read(name)
        self._conditions = dict.fromkeys(self._conditions, AT_WORK)
        after = self._sales_tables()
        self.touched = " and ".join(
            name for name in before | after if before.get(name) != after.get(name)
        )
        self._is_settled = True

    def _upstream(self) -> Any:
        if "Sales" not in self._open:
            self._open["Sales"] = self.open_sales()
        return self._open["Sales"]

    def _sales_tables(self) -> dict[str, list[str]]:
        from sqlalchemy import inspect, text  # noqa: PLC0415 - steps are imported at every start

        if "Loyalty" not in self._conditions:
            return {}  # no step needs it
        with self._upstream().recorder.datastore.engine.connect() as connection:
            return {
                name: sorted(map(str, connection.execute(text(f'SELECT * FROM "{name}"'))))  # noqa: S608
                for name in inspect(connection).get_table_names()
            }

    def _read(self, name: str) -> None:
        match self._conditions[name]:
            case "loses power":
                for number in (2, 2, 2, 3, 2, 3, 2):  # while an event is processed, and just after
                    with suppress(PowerCutError), power_cut(before_write=number):
                        self._pull(name)
            case "has a full disk":
                with suppress(OperationalError), refused_write("OperationalError"):
                    self._pull(name)
            case "hears it twice":
                self._pull(name)
                self._deliver_again(name)
        self._pull(name)

    def _pull(self, name: str) -> None:
        reader = self.department(name)
        self._explain_second_reading(name, reader.projection)
        try:
            with pages_limited(self._upstream(), name):
                reader.feed.pull()
        except CallError as error:
            raise AssertionError(
                f"{name} should read on, whatever happens to the others, but it has called, and "
                f"got a {type(error).__name__} (“{error}”)."
            ) from error

    def _explain_second_reading(self, name: str, projection: Any) -> None:
        """If an event comes again and cannot be stored, say so: the store's own error says less."""
        process_event = projection.process_event

        def process_and_note(fact: object, tracking: Tracking) -> None:
            is_second = (name, tracking.notification_id) in self._read_so_far
            self._read_so_far.add((name, tracking.notification_id))
            try:
                process_event(fact, tracking)
            except IntegrityError as error:
                if not is_second:
                    raise
                raise AssertionError(
                    f"{name} reads {type(fact).__name__} a second time, and gets an "
                    "IntegrityError: the position should have moved with the fact, but did not."
                ) from error

        projection.process_event = process_and_note

    def _deliver_again(self, name: str) -> None:
        sales, reader = self._upstream(), self.department(name)
        for notification in sales.recorder.select_notifications(start=None, limit=100):
            fact = sales.mapper.to_domain_event(notification)
            try:
                reader.projection.process_event(fact, Tracking(sales.name, notification.id))
            except IntegrityError as error:
                raise AssertionError(
                    f"{name} should ignore a fact that is delivered to it again, "
                    f"but a second {type(fact).__name__} raises an IntegrityError."
                ) from error
