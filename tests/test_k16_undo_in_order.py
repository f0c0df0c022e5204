from collections.abc import Callable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from warnings import catch_warnings

import pytest
from eventsourcing.popo import POPOFactory, POPOProcessRecorder
from pytest_bdd import given, parsers, scenarios, then, when

from katas.k16_undo_in_order.fulfilment import Fulfilment
from katas.k16_undo_in_order.messages import (
    BeansReserved,
    DeadlinePassed,
    OrderPlaced,
    PaymentDeclined,
    PaymentReceived,
)
from tests.stores import Store
from tests.support.arrival import Listener, Reaction, Sent, naming, orders_of_arrival
from tests.support.vocabulary import rows

pytestmark = pytest.mark.usefixtures("store")

scenarios("k16_undo_in_order.feature")

MESSAGES: dict[str, Callable[[UUID, UUID], Any]] = {
    "placed": lambda order_id, _: OrderPlaced(order_id),
    "reserved": BeansReserved,
    "received": lambda order_id, _: PaymentReceived(order_id),
    "declined": lambda order_id, _: PaymentDeclined(order_id),
    "passed": lambda order_id, _: DeadlinePassed(order_id),
}
DECISIONS = ("Dispatched", "GivenUp", "Released")


def order_of(customer: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"/orders/{customer}")


def reservation_of(customer: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"/reservations/{customer}")


def tell(listener: Listener, sender: str, what: str, customer: str = "Mina") -> None:
    listener.hear(sender, MESSAGES[what](order_of(customer), reservation_of(customer)))


def decided(listener: Listener, customer: str = "Mina") -> list[str]:
    """Return the decisions for a customer's order that stand in the store, in their order."""
    events = listener.recorded()
    begun = [each for each in events if type(each).__name__ == "Begun"]
    shipments = [each.originator_id for each in begun if each.order_id == order_of(customer)]
    names = []
    for event in events:
        name = type(event).__name__
        if event.originator_id in shipments and name in DECISIONS:
            names.append(name)
            if name == "Released":
                found = getattr(event, "reservation_id", "none at all")
                assert found == reservation_of(customer), (
                    f"Released should carry the id of {customer}'s reservation, but has {found}."
                )
    return names


@pytest.fixture
def listener(store: Store) -> Iterator[Listener]:
    """Fulfilment at work."""

    def start() -> Any:
        with catch_warnings(action="ignore"):  # there may be tracking tables of other katas
            return Fulfilment(store)

    listener = Listener(start)
    yield listener
    listener.restart()


@given(parsers.parse("Sales has told that {customer}'s order is {what}"))
def sales_has_told(listener: Listener, customer: str, what: str) -> None:
    tell(listener, "Sales", what, customer)


@given(parsers.parse("the Warehouse has told that {customer}'s beans are {what}"))
@when(parsers.parse("the Warehouse tells that {customer}'s beans are {what}"))
def the_warehouse_tells(listener: Listener, customer: str, what: str) -> None:
    tell(listener, "the Warehouse", what, customer)


@given(parsers.parse("Billing has told that {customer}'s payment has been {what:w}"))
@when(parsers.parse("Billing tells that {customer}'s payment has been {what:w}"))
def billing_tells(listener: Listener, customer: str, what: str) -> None:
    tell(listener, "Billing", what, customer)


@when(parsers.parse("the calendar tells that {customer}'s deadline has {what}"))
def the_calendar_tells(listener: Listener, customer: str, what: str) -> None:
    tell(listener, "the calendar", what, customer)


@given(parsers.parse("all has been told of {customer}'s order but its payment"))
def all_has_been_told_but_the_payment(listener: Listener, customer: str) -> None:
    tell(listener, "Sales", "placed", customer)
    tell(listener, "the Warehouse", "reserved", customer)


@given("Fulfilment has been restarted")
def fulfilment_has_been_restarted(listener: Listener) -> None:
    listener.restart()


@when(
    "Billing tells that Mina's payment has been declined, and the power fails at each write",
    target_fixture="traces",
)
def the_power_fails_at_each_write(listener: Listener) -> list[str]:
    message = MESSAGES["declined"](order_of("Mina"), reservation_of("Mina"))
    return listener.hear_in_the_dark("Billing", message)


@then("each time nothing of it was recorded, nor was it taken for told")
def nothing_of_it_was_recorded(traces: list[str]) -> None:
    assert not traces, (
        "When the power fails in the middle of a message, nothing of it should be stored, but "
        f"there was {traces[0]}. What follows from a message is recorded together with its "
        "position."
    )


@then(parsers.parse("Fulfilment has decided for {customer}"))
def fulfilment_has_decided(listener: Listener, customer: str, datatable: list[list[str]]) -> None:
    listener.restart()
    wanted, found = [row[0] for row in datatable], decided(listener, customer)
    assert found == wanted, (
        f"For {customer} Fulfilment should have decided {_list(wanted)}, but there is "
        f"{_list(found)}."
    )


@then(parsers.parse("Fulfilment has decided nothing for {customer}"))
def fulfilment_has_decided_nothing(listener: Listener, customer: str) -> None:
    fulfilment_has_decided(listener, customer, [])


def outcome_of(order: list[Sent]) -> Reaction:
    """Run in memory, where the recorder outlives the application, for there are many orders."""
    recorder = POPOProcessRecorder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(POPOFactory, "process_recorder", lambda _: recorder)
        listener = Listener(lambda: Fulfilment({}))
        for sender, what in order:
            with naming(order):
                tell(listener, sender, what)
            listener.restart()
        return Reaction(order, decided(listener))


@when(
    "Fulfilment is told this in each order of arrival, and is restarted after each message",
    target_fixture="outcomes",
)
def fulfilment_is_told_in_each_order(datatable: list[list[str]]) -> list[Reaction]:
    sent = [(row["who"], row["tells"]) for row in rows(datatable)]
    return [outcome_of(order) for order in orders_of_arrival(sent)]


@then(parsers.parse("there were {number:d} orders of arrival"))
def there_were_orders_of_arrival(outcomes: list[Reaction], number: int) -> None:
    assert len(outcomes) == number, f"There were {len(outcomes)} orders of arrival, not {number}."


@then("in each of them it has decided")
def in_each_it_has_decided(outcomes: list[Reaction], datatable: list[list[str]]) -> None:
    wanted = [row[0] for row in datatable]
    for outcome in outcomes:
        if outcome.decided != wanted:
            outcome_of(outcome.order)  # once more: the command shows what was recorded last
        assert outcome.decided == wanted, (
            f"If it arrives like this: {outcome}. Then Fulfilment should decide {_list(wanted)}, "
            f"but it decides {_list(outcome.decided)}."
        )


@then(parsers.parse("in each in which {first} comes before {second} it has decided"))
def in_each_in_which_one_comes_before_it_has_decided(
    outcomes: list[Reaction], first: str, second: str, datatable: list[list[str]]
) -> None:
    those = [outcome for outcome in outcomes if outcome.comes_before(first, second)]
    in_each_it_has_decided(those, datatable)


def _list(names: list[str]) -> str:
    return ", ".join(names) or "nothing"
