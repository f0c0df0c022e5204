import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from warnings import catch_warnings

import pytest
from eventsourcing.persistence import OperationalError
from eventsourcing.popo import POPOFactory, POPOProcessRecorder
from pytest_bdd import given, parsers, scenarios, then, when

from katas.k16_undo_in_order import shipment
from katas.k16_undo_in_order.fulfilment import Fulfilment
from katas.k16_undo_in_order.messages import (
    BeansReserved,
    DeadlinePassed,
    OrderPlaced,
    PaymentDeclined,
    PaymentReceived,
)
from tests.stores import Store
from tests.support.arrival import Listener, Reaction, Sent, naming, sequences
from tests.support.faults import refused_reads, refused_write
from tests.support.restart import modules_loaded_anew
from tests.support.source_line import placed
from tests.support.vocabulary import rows

pytestmark = pytest.mark.usefixtures("store")

scenarios("k16_undo_in_order.feature")

MESSAGES: dict[str, Callable[[UUID, UUID], Any]] = {
    "order placed": lambda order_id, _: OrderPlaced(order_id),
    "beans reserved": BeansReserved,
    "payment received": lambda order_id, _: PaymentReceived(order_id),
    "payment declined": lambda order_id, _: PaymentDeclined(order_id),
    "deadline passed": lambda order_id, _: DeadlinePassed(order_id),
}
OUTCOMES = {
    "parcel goes out, once": ["Dispatched"],
    "order is still waiting": [],
    "order is given up, once": ["GivenUp"],
    "order is given up and its beans are released, once": ["GivenUp", "Released"],
}
NOTED = (OrderPlaced, BeansReserved, PaymentReceived)
"""The messages of which a shipment always records something when they come first."""

DECIDERS: dict[type, tuple[str, ...]] = {
    PaymentDeclined: ("give_up",),
    DeadlinePassed: ("pass_deadline", "give_up"),
}
"""The gaps that a message leads to, besides `_decide`."""

DECISIONS = ("Dispatched", "GivenUp", "Released")
OUTCOME = f"(?P<customer>\\w+)'s (?P<outcome>{'|'.join(OUTCOMES)})$"


def order_of(customer: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"/orders/{customer}")


def reservation_of(customer: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"/reservations/{customer}")


def message_about(customer: str, what: str) -> Any:
    return MESSAGES[what](order_of(customer), reservation_of(customer))


def tell(listener: Listener, sender: str, what: str, customer: str = "Mina") -> None:
    listener.process(sender, message_about(customer, what))


def decided(listener: Listener, customer: str = "Mina") -> list[str]:
    """Return the decisions about a customer's order that are in the store, in their order."""
    names = [type(event).__name__ for event in recorded_about(listener, customer)]
    return [name for name in names if name in DECISIONS]


def recorded_about(listener: Listener, customer: str) -> list[Any]:
    """Return the events of the shipments that have begun for a customer's order."""
    events = listener.recorded()
    begun = [each for each in events if type(each).__name__ == "Begun"]
    shipments = [each.originator_id for each in begun if each.order_id == order_of(customer)]
    return [each for each in events if each.originator_id in shipments]


def assert_released_by_its_id(listener: Listener, customer: str) -> None:
    """Raise an error if something else was released than a customer's reservation."""
    noted: set[Any] = set()
    for event in recorded_about(listener, customer):
        name, found = type(event).__name__, getattr(event, "reservation_id", "none at all")
        noted |= {found} if name == "Reserved" else set()
        if name != "Released" or found == reservation_of(customer):
            continue
        whose = "the id of the order" if found == order_of(customer) else found
        message = f"Released should carry the id of {customer}'s reservation, but has {whose}."
        if found in noted:
            message += " It was noted when BeansReserved came."
            raise placed(message, _handler(BeansReserved))
        raise AssertionError(f"{message} Look at `_decide` in shipment.py, too.")


def _handler(kind: type) -> Any:
    """Return the method that `policy` chooses for a kind of message."""
    return vars(Fulfilment)["policy"].dispatcher.dispatch(kind)


@pytest.fixture
def listener(store: Store) -> Iterator[Listener]:
    """Fulfilment at work."""

    def start() -> Any:
        with catch_warnings(action="ignore"):  # there may be tracking tables of other katas
            return sys.modules[Fulfilment.__module__].Fulfilment(store)  # as it is loaded now

    listener = Listener(start)
    yield listener
    listener.restart()


@given(parsers.parse("{customer:w}'s order has been placed"))
def an_order_has_been_placed(listener: Listener, customer: str) -> None:
    tell(listener, "Sales", "order placed", customer)


@given(parsers.parse("{customer:w}'s beans have been reserved"))
@when(parsers.parse("{customer:w}'s beans are reserved"))
@when(parsers.parse("the Warehouse says again that {customer:w}'s beans are reserved"))
def the_beans_are_reserved(listener: Listener, customer: str) -> None:
    tell(listener, "the Warehouse", "beans reserved", customer)


@given(parsers.parse("{customer:w}'s payment has been {what:w}"))
@when(parsers.parse("{customer:w}'s payment is {what:w}"))
@when(parsers.parse("Billing says again that {customer:w}'s payment is {what:w}"))
def billing_says(listener: Listener, customer: str, what: str) -> None:
    tell(listener, "Billing", f"payment {what}", customer)


@when(parsers.parse("{customer:w}'s deadline passes"))
def the_deadline_passes(listener: Listener, customer: str) -> None:
    tell(listener, "the calendar", "deadline passed", customer)


@given(parsers.parse("only the payment is missing for {customer:w}'s order"))
def only_the_payment_is_missing(listener: Listener, customer: str) -> None:
    an_order_has_been_placed(listener, customer)
    the_beans_are_reserved(listener, customer)


@pytest.fixture
def next_process() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@given("Fulfilment has been restarted")
def fulfilment_has_been_restarted(listener: Listener, next_process: ExitStack) -> None:
    listener.restart()
    anew = modules_loaded_anew(shipment.__name__, Fulfilment.__module__)
    next_process.enter_context(anew)


Process = Callable[[str, Any], list[str]]
"""Processes a sender's message in spite of a fault, and returns what failed attempts have left."""


@given("the power fails whenever Fulfilment is about to store something", target_fixture="process")
def the_power_fails(listener: Listener) -> Process:
    return listener.process_in_the_dark


@given("the disk is full whenever a message comes for the first time", target_fixture="process")
def the_disk_is_full(listener: Listener) -> Process:
    return partial(_process_twice, listener, partial(refused_write, "OperationalError"), "write")


@given(
    "the store does not answer whenever a message comes for the first time",
    target_fixture="process",
)
def the_store_does_not_answer(listener: Listener) -> Process:
    fault = partial(refused_reads, "OperationalError", once_here=True)
    return partial(_process_twice, listener, fault, "read")


def _process_twice(
    listener: Listener, fault: Callable[[], Any], wanted: str, sender: str, message: Any
) -> list[str]:
    """Process a message, first while something fails. Then its error should leave `policy`."""
    error = listener.process_during(fault(), sender, message)
    about = (
        f"While Fulfilment processes {type(message).__name__}, it wants to {wanted}, and its "
        "store fails."
    )
    assert error, (
        f"{about} The error should leave `policy`, but it was hidden. So the message counts as "
        "processed, and never comes again."
    )
    assert isinstance(error, OperationalError), (
        f"{about} That error should leave `policy`, but {type(error).__name__} does. Which errors "
        "does your `except` catch?"
    )
    listener.process(sender, message)
    return []


@when("these messages come, again and again", target_fixture="traces")
def these_messages_come(process: Process, datatable: list[list[str]]) -> list[str]:
    """Return what the interrupted attempts have left."""
    return [
        trace
        for row in rows(datatable)
        for trace in process(row["from"], message_about(row["about"], row["message"]))
    ]


@then("no interrupted work has left a trace")
def no_interrupted_work_has_left_a_trace(traces: list[str]) -> None:
    assert not traces, (
        "When the power fails in the middle of a message, nothing of it should be stored, but "
        f"there was {traces[0]}. What follows from a message is recorded together with its "
        "position."
    )


@then(parsers.re(OUTCOME))
def it_ends_like_this(listener: Listener, customer: str, outcome: str) -> None:
    listener.restart()
    assert_released_by_its_id(listener, customer)
    wanted, found = OUTCOMES[outcome], decided(listener, customer)
    if found != wanted:
        about = (
            f"For {customer}'s order Fulfilment should have recorded {_list(wanted)}, but it has "
            f"recorded {_list(found)}."
        )
        raise _cause(about, listener, customer)


def _cause(about: str, listener: Listener, customer: str) -> AssertionError:
    """Return an error that leads to what is wrong with the shipment of an order.

    Where nothing is known of that, it names the gaps that have decided.
    """
    begun = [event for event in listener.recorded() if type(event).__name__ == "Begun"]
    shipments = sum(event.order_id == order_of(customer) for event in begun)
    ours = [each for each in listener.processed() if each.message.order_id == order_of(customer)]
    if not shipments and any(each.recorded for each in ours):
        wrong = "Its messages have reached another order's shipment. Each order needs an id"
        return placed(f"{about} {wrong} of its own.", shipment.Shipment.create_id)
    if shipments > 1:
        wrong = f"There are {shipments} shipments of this order. Its id should be the same"
        return placed(f"{about} {wrong} each time, in each process.", shipment.Shipment.create_id)
    kinds = [type(each.message) for each in ours]
    for kind in kinds:
        if (kind in NOTED or not shipments) and not ours[kinds.index(kind)].recorded:
            wrong = f"Nothing was recorded with {kind.__name__}. Is the shipment told about it,"
            return placed(f"{about} {wrong} and given to `collect_events`?", _handler(kind))
    gaps = [*dict.fromkeys(gap for kind in kinds for gap in DECIDERS.get(kind, ())), "_decide"]
    deciders = " and ".join(f"`{gap}`" for gap in gaps)
    return AssertionError(
        f"{about} The shipment decides that: look at {deciders} in shipment.py as well."
    )


@given("Fulfilment is restarted after each message", target_fixture="run")
def fulfilment_is_restarted_after_each_message() -> Callable[[list[Sent]], Reaction]:
    return run_with_restarts


def run_with_restarts(sequence: list[Sent]) -> Reaction:
    """Run in memory, where the recorder outlives the application: there are many sequences."""
    recorder = POPOProcessRecorder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(POPOFactory, "process_recorder", lambda _: recorder)
        listener = Listener(lambda: Fulfilment({}))
        for sender, what in sequence:
            with naming(sequence):
                tell(listener, sender, what)
            listener.restart()
        assert_released_by_its_id(listener, "Mina")
        return Reaction(sequence, decided(listener), listener.processed())


@when(
    "these messages about Mina's order come in every possible sequence",
    target_fixture="reactions",
)
def these_messages_come_in_every_sequence(
    run: Callable[[list[Sent]], Reaction],
    datatable: list[list[str]],
    pytestconfig: pytest.Config,
) -> list[Reaction]:
    sent = [(row["from"], row["message"]) for row in rows(datatable)]
    pytestconfig.hook.pytest_kata_events(is_shown=False)
    reactions = [run(sequence) for sequence in sequences(sent)]
    pytestconfig.hook.pytest_kata_events(is_shown=True)
    return reactions


@then(parsers.re(f"whatever came first, {OUTCOME}"))
def whatever_came_first(reactions: list[Reaction], customer: str, outcome: str) -> None:
    wanted = OUTCOMES[outcome]
    for reaction in reactions:
        if reaction.decided != wanted:
            run_with_restarts(reaction.sequence)  # the command shows what was recorded with it
        assert reaction.decided == wanted, (
            f"One sequence of messages goes wrong: {_list(wanted)} should be recorded for "
            f"{customer}'s order, but {_list(reaction.decided)} is. In brackets is what was "
            f"recorded with each message:\n{reaction}"
        )


@then(parsers.re(f"if (?P<first>.+) came before (?P<second>.+), {OUTCOME}"))
def if_one_came_before_the_other(
    reactions: list[Reaction], first: str, second: str, customer: str, outcome: str
) -> None:
    those = [reaction for reaction in reactions if reaction.comes_before(first, second)]
    assert 0 < len(those) < len(reactions)
    whatever_came_first(those, customer, outcome)


def _list(names: list[str]) -> str:
    return ", ".join(names) or "nothing"
