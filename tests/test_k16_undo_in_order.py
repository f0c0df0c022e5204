import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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
    "order is given up and its beans are released, once": ["GivenUp", "Released"],
}
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
            return sys.modules[Fulfilment.__module__].Fulfilment(store)  # as it is loaded now

    listener = Listener(start)
    yield listener
    listener.restart()


@given(parsers.parse("{customer:w}'s order has been placed"))
def an_order_has_been_placed(listener: Listener, customer: str) -> None:
    tell(listener, "Sales", "order placed", customer)


@given(parsers.parse("{customer:w}'s beans have been reserved"))
@when(parsers.parse("{customer:w}'s beans are reserved"))
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


@given("the power fails whenever Fulfilment is about to store something", target_fixture="process")
def the_power_fails(listener: Listener) -> Callable[[str, Any], list[str]]:
    return listener.process_in_the_dark


@when("these messages about Mina's order come, again and again", target_fixture="traces")
def these_messages_come(
    process: Callable[[str, Any], list[str]], datatable: list[list[str]]
) -> list[str]:
    """Return what the interrupted attempts have left."""
    sent = [(row["from"], message_about("Mina", row["message"])) for row in rows(datatable)]
    return [trace for sender, message in sent for trace in process(sender, message)]


@then("no interrupted work has left a trace")
def no_interrupted_work_has_left_a_trace(traces: list[str]) -> None:
    assert not traces, (
        "When the power fails in the middle of a message, nothing of it should be stored, but "
        f"there was {traces[0]}. What follows from a message is recorded together with its "
        "position."
    )


@given("the disk was full when Mina's payment was declined")
def the_disk_was_full(listener: Listener) -> None:
    _process_during(listener, refused_write("OperationalError"), "write")


@given("the store did not answer when Mina's payment was declined")
def the_store_did_not_answer(listener: Listener) -> None:
    _process_during(listener, refused_reads("OperationalError", once_here=True), "read")


def _process_during(listener: Listener, fault: Any, wanted: str) -> None:
    message = message_about("Mina", "payment declined")
    error = listener.process_during(fault, "Billing", message)
    about = (
        f"While Fulfilment processes PaymentDeclined, it wants to {wanted}, and its store fails."
    )
    assert error, (
        f"{about} The error should leave `policy`, but it was hidden. So the message counts as "
        "processed, and never comes again."
    )
    assert isinstance(error, OperationalError), (
        f"{about} That error should leave `policy`, but {type(error).__name__} does. Which errors "
        "does your `except` catch?"
    )


@when("Billing's message comes again")
def billings_message_comes_again(listener: Listener) -> None:
    tell(listener, "Billing", "payment declined")


@then(parsers.re(OUTCOME))
def it_ends_like_this(listener: Listener, customer: str, outcome: str) -> None:
    listener.restart()
    wanted, found = OUTCOMES[outcome], decided(listener, customer)
    assert found == wanted, (
        f"For {customer}'s order Fulfilment should have recorded {_list(wanted)}, but it has "
        f"recorded {_list(found)}."
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
        return Reaction(sequence, decided(listener))


@when(
    "these messages about Mina's order come in every possible sequence",
    target_fixture="reactions",
)
def these_messages_come_in_every_sequence(
    run: Callable[[list[Sent]], Reaction], datatable: list[list[str]]
) -> list[Reaction]:
    sent = [(row["from"], row["message"]) for row in rows(datatable)]
    return [run(sequence) for sequence in sequences(sent)]


@then(parsers.re(f"whatever came first, {OUTCOME}"))
def whatever_came_first(reactions: list[Reaction], customer: str, outcome: str) -> None:
    wanted = OUTCOMES[outcome]
    for reaction in reactions:
        if reaction.decided != wanted:
            run_with_restarts(reaction.sequence)  # the command shows what was recorded last
        assert reaction.decided == wanted, (
            f"If the messages come like this: {reaction}. Then Fulfilment should record "
            f"{_list(wanted)} for {customer}'s order, but it records {_list(reaction.decided)}."
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
