"""Steps about Sales as other departments see it: it takes orders and records events."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError, Notification
from pytest_bdd import given, parsers, when

from katas.given.sales.application import Sales
from katas.given.sales.order import Order
from katas.given.sales.prices import PriceList
from tests.stores import Store, close
from tests.support.vocabulary import words


class Note(Aggregate):
    """Something that Sales records for itself."""

    @event("Written")
    def __init__(self) -> None: ...


class Office:
    """Sales, with a store of its own. `orders` holds each customer's latest order."""

    def __init__(self, prices: PriceList, store: Store) -> None:
        self.is_lost = False
        self.sales = Sales(prices, env=store)
        self.orders: dict[str, Any] = {}  # by customer, the latest

    @property
    def last_fact(self) -> int:
        """The position of the event that Sales has recorded last; 0 if there is none."""
        return self.sales.recorder.max_notification_id() or 0

    def numbers(self) -> list[int]:
        """Return the numbers of all events that Sales has recorded."""
        return [each.id for each in self.notifications()]

    def events(self) -> list[Any]:
        """Return all events that Sales has recorded."""
        return [self.sales.mapper.to_domain_event(each) for each in self.notifications()]

    def notifications(self) -> Sequence[Notification]:
        """Return all events that Sales has recorded, as they are handed out."""
        recorder = self.sales.recorder
        select = type(recorder).select_notifications  # unnoticed by whoever listens to the object
        return select(recorder, None, self.last_fact)

    def note(self, customer: str, bags: int, coffee: str) -> None:
        """Take an order of one coffee that is not placed yet."""
        self.orders[customer] = self.sales.start_order(customer)
        self.sales.add_line(self.orders[customer], coffee, bags)

    def sell(self, customer: str, bags: int, coffee: str) -> None:
        """Take an order of one coffee, and place it."""
        self.note(customer, bags, coffee)
        self.place(customer)

    def sell_to_each(self, customers: list[str], bags: int, coffee: str) -> None:
        """Take an order of one coffee from each of many customers, and place it."""
        orders = {customer: Order(customer) for customer in customers}
        for order in orders.values():
            order.add_line(coffee, bags, self.sales.prices)
            order.place()
        self.sales.save(*orders.values())  # all at once, which is faster
        self.orders |= {customer: order.id for customer, order in orders.items()}

    def place(self, customer: str) -> None:
        """Place a customer's latest order."""
        self.sales.place(self.orders[customer])

    def collide(self, customer: str) -> None:
        """Let two clerks place a customer's latest order at once: the second one is refused.

        On PostgreSQL the refused write has used a position. SQLite has not, so the position of the
        accepted event is changed there. Both then have a gap.
        """
        from sqlalchemy import update  # noqa: PLC0415 - costs half a second

        first, second = (self.sales.order(self.orders[customer]) for _ in range(2))
        first.place()
        second.place()
        self.sales.save(first)
        with pytest.raises(IntegrityError):
            self.sales.save(second)
        recorder: Any = self.sales.recorder
        if recorder.datastore.engine.dialect.name == "sqlite":
            number, last = recorder.events_record_cls.id, recorder.max_notification_id()
            with recorder.transaction(commit=True) as session:
                session.execute(
                    update(recorder.events_record_cls).where(number == last).values(id=last + 1)
                )

    def cancel(self, customer: str, reason: str) -> None:
        """Cancel a customer's latest order."""
        self.sales.cancel(self.orders[customer], reason)


@pytest.fixture
def office(prices: PriceList, new_store: Callable[[], Store]) -> Iterator[Office]:
    office = Office(prices, new_store())
    yield office
    close(office.sales)


@given(parsers.parse("Sales has opened an order for {customer}"))
def sales_has_opened_an_order(office: Office, customer: str) -> None:
    office.orders[customer] = office.sales.start_order(customer)


@given(words("Sales has noted {bags:Bags} of {coffee} for {customer}"))
def sales_has_noted(office: Office, bags: int, coffee: str, customer: str) -> None:
    office.note(customer, bags, coffee)


@given(parsers.parse("{customer} has placed her order"))
def a_customer_has_placed_her_order(office: Office, customer: str) -> None:
    office.place(customer)


@given(parsers.parse("two clerks have placed {customer}'s order at once, and one was refused"))
def two_clerks_have_placed_an_order(office: Office, customer: str) -> None:
    office.collide(customer)


@given(words("Sales has sold {bags:Bags} of {coffee} to {customer}"))
@when(words("Sales sells {bags:Bags} of {coffee} to {customer}"))
def sales_has_sold(office: Office, bags: int, coffee: str, customer: str) -> None:
    office.sell(customer, bags, coffee)


@given(parsers.parse('Sales has cancelled {customer}\'s order because "{reason}"'))
@when(parsers.parse('Sales cancels {customer}\'s order because "{reason}"'))
def sales_has_cancelled(office: Office, customer: str, reason: str) -> None:
    office.cancel(customer, reason)


@given("Sales has written a note of its own")
def sales_has_written_a_note(office: Office) -> None:
    office.sales.save(Note())


@given("nobody in Sales answers questions any more")
def nobody_in_sales_answers_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Sales) -> None:
        raise AssertionError(
            "Your code has asked Sales for an order, but nobody there answers. What you need should"
            " come from the events."
        )

    monkeypatch.setattr(Sales, "repository", property(refuse))


@when("Sales' store is lost")
def the_store_of_sales_is_lost(office: Office) -> None:
    from sqlalchemy import MetaData  # noqa: PLC0415 - costs half a second

    recorder: Any = office.sales.recorder
    tables = MetaData()
    tables.reflect(recorder.datastore.engine)
    tables.drop_all(recorder.datastore.engine)
    office.is_lost = True
