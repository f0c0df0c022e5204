import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.application import AggregateNotFoundError
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    PersistenceError,
    Tracking,
)
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.money import Money
from katas.k09_counted_once import accounts, payment, payments
from tests.stores import Store, close
from tests.support.faults import PowerCutError, power_cut, refused_write
from tests.support.restart import modules_loaded_anew
from tests.support.source_line import PlacedError
from tests.support.vocabulary import words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k09_counted_once.feature")


class Bank:
    """The bank, the payments, and Billing, which follows them.

    Their programs are open from when they are first needed until they close.
    """

    def __init__(self, new_store: Callable[[], Store]) -> None:
        self.answer: Any = None
        """What the bank has heard last: a receipt, or an error."""
        self.story = ""
        """What has gone wrong, for a message."""
        self._new_store = new_store
        self._next_process = ExitStack()
        self._is_restarted = False
        self._payments_store = new_store()
        self._store = new_store()
        self._payments: Any = None
        self._billing: Any = None
        self._told: dict[str, tuple[str, str, Money]] = {}  # by customer, of the first payment
        self._receipts: dict[str, Any] = {}  # likewise
        self._references = count(1)

    def tell(self, customer: str, amount: Money, reference: str = "") -> Any:
        """Tell of a payment, and return the receipt. Without a reference, it has one of its own."""
        reference = reference or f"{next(self._references)}"
        self._told.setdefault(customer, (reference, customer, amount))
        receipt = self.payments.receive(reference, customer, amount)
        assert isinstance(receipt, UUID), (
            f"The bank should get a receipt, which is the payment's id, but it gets {receipt}."
        )
        self._receipts.setdefault(customer, receipt)
        return receipt

    def tell_again(self, customer: str) -> None:
        """Tell of a customer's first payment again, and compare the receipts."""
        reference, _, amount = self._told[customer]
        receipt = self.tell(customer, amount, reference)
        first = self._receipts[customer]
        if (payments := len(self.recorded())) != 1:
            code = self.payments.receive.__code__
            file = Path(code.co_filename)
            message = (
                f"{self.story}Now {payments} payments are recorded under one reference, with the "
                f"ids {first} and {receipt}: both would count."
                + (" The program was started again in between." if self._is_restarted else "")
                + (" That is what TODO 2 is about." if "TODO 2" in file.read_text("utf-8") else "")
            )
            raise PlacedError(message, file, code.co_firstlineno)
        assert receipt == first, (
            f"{self.story}It should get the receipt {first} again, but it gets {receipt}."
        )

    def tell_twice_at_once(self, customer: str, amount: Money, reference: str) -> list[Any]:
        """Tell of a payment to two programs: the second one records it before the first one does.

        Returns both receipts.
        """
        receipts = []
        other = self.program("payments").Payments(env=self._payments_store)
        recorder: Any = self.payments.recorder
        insert = recorder.insert_events

        def insert_second(*args: Any, **kwargs: Any) -> Any:
            recorder.insert_events = insert
            receipts.append(other.receive(reference, customer, amount))
            return insert(*args, **kwargs)

        recorder.insert_events = insert_second
        try:
            receipts.append(self.tell(customer, amount, reference))
        finally:
            recorder.insert_events = insert
            close(other)
        return receipts

    def recorded(self) -> list[str]:
        """Return what is recorded, such as "€17.80 from Mina"."""
        log = self.payments.notification_log.select(start=1, limit=10)
        events = [self.payments.mapper.to_domain_event(each) for each in log]
        return [f"{event.amount} from {getattr(event, 'customer', 'nobody')}" for event in events]

    def catch_up(self) -> None:
        """Let Billing read what is new."""
        projection, read = self.billing.projection, set()
        process = projection.process_event

        def process_once(payment: Any, tracking: Tracking) -> None:
            assert tracking not in read, (
                f"Billing reads {payment.customer}'s payment twice in a row: when it had been "
                "counted, its position was not stored. Is it written for each payment, and "
                "committed (`commit=True`)? Or does an `except` hide an error?"
            )
            read.add(tracking)
            process(payment, tracking)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(projection, "process_event", process_once)
            self.billing.feed.pull()

    def deliver(self, customer: str) -> None:
        """Deliver a customer's first payment, new or not."""
        for notification in self.payments.recorder.select_notifications(start=1, limit=10):
            payment: Any = self.payments.mapper.to_domain_event(notification)
            if payment.customer == customer:
                tracking = Tracking(self.payments.name, notification.id)
                self.billing.projection.process_event(payment, tracking)
                return

    @property
    def payments(self) -> Any:
        """The payments, as they are open today."""
        if not self._payments:
            self._payments = self.program("payments").Payments(env=self._payments_store)
        return self._payments

    @property
    def billing(self) -> Any:
        """Billing as it is open today."""
        if not self._billing:
            self._billing = self.program("accounts").Billing(self.payments, self._store)
        return self._billing

    @contextmanager
    def accounts(self) -> Iterator[Any]:
        """Open the accounts anew, and see what is stored."""
        accounts = self.program("accounts").Billing(self.payments, self._store).accounts
        try:
            yield accounts
        finally:
            accounts.datastore.engine.dispose()

    def restart(self) -> None:
        """End all programs, and go on with what a new process knows."""
        self.close()
        names = [each.__name__ for each in (payment, payments, accounts)]
        self._next_process.enter_context(modules_loaded_anew(*names))
        self._is_restarted = True

    def close(self) -> None:
        """End all programs."""
        self.close_billing()
        if self._payments:
            close(self._payments)
        self._payments = None
        self._next_process.close()

    @staticmethod
    def program(name: str) -> Any:
        """Return a module of the kata, as the process of today has loaded it."""
        return sys.modules[f"{accounts.__package__}.{name}"]

    def lose_accounts(self) -> None:
        """End Billing's program, and give it an empty store."""
        self.close_billing()
        self._store = self._new_store()

    def close_billing(self) -> None:
        """End Billing's program: what it has not stored, it does not know any more."""
        if self._billing:
            self._billing.accounts.datastore.engine.dispose()
        self._billing = None


@pytest.fixture
def bank(new_store: Callable[[], Store]) -> Iterator[Bank]:
    bank = Bank(new_store)
    yield bank
    bank.close()


@given(words("{customer} has paid {amount:Money}"))
def a_customer_has_paid(bank: Bank, customer: str, amount: Money) -> None:
    bank.tell(customer, amount)


@given(words("the bank has told of payment {reference}: {amount:Money} from {customer}"))
@when(words("the bank tells of payment {reference}: {amount:Money} from {customer}"))
def the_bank_tells_of_a_payment(bank: Bank, reference: str, amount: Money, customer: str) -> None:
    try:
        bank.answer = bank.tell(customer, amount, reference)
    except bank.program("payments").ReferenceTakenError as error:
        bank.answer = error


@when(words("the bank tells twice at once of payment {reference}: {amount:Money} from {customer}"))
def the_bank_tells_twice_at_once(bank: Bank, reference: str, amount: Money, customer: str) -> None:
    try:
        bank.answer = bank.tell_twice_at_once(customer, amount, reference)
    except IntegrityError as error:
        bank.answer = [error]


@given(words("the disk was full when the bank told that {customer} had paid {amount:Money}"))
def the_disk_was_full_when_the_bank_told(bank: Bank, customer: str, amount: Money) -> None:
    _the_store_refuses(bank, "OperationalError", "The disk was full", customer, amount)


@given(words("the store refused what the bank told: {customer} had paid {amount:Money}"))
def the_store_refused_what_the_bank_told(bank: Bank, customer: str, amount: Money) -> None:
    _the_store_refuses(bank, "IntegrityError", "The store refused it", customer, amount)


@given("the power has failed before the bank heard an answer")
def the_power_has_failed_before_an_answer(bank: Bank) -> None:
    bank.restart()


@given(parsers.parse("the bank has told of {customer}'s payment again"))
def the_bank_has_told_again(bank: Bank, customer: str) -> None:
    bank.story = f"The bank told of {customer}'s payment twice, with the same reference. "
    try:
        bank.tell_again(customer)
    except (IntegrityError, bank.program("payments").ReferenceTakenError) as error:
        raise AssertionError(
            f"The bank tells of {customer}'s payment again, since it has heard no answer. It should"
            f" get the receipt, but `receive` raises {type(error).__name__}: so the bank would tell"
            " it for ever."
        ) from error


@given("Billing has caught up")
@when("Billing catches up")
def billing_catches_up(bank: Bank) -> None:
    bank.catch_up()


@when("Billing loses its accounts, and catches up")
def billing_loses_its_accounts(bank: Bank) -> None:
    bank.lose_accounts()
    bank.story = "Billing has read all payments again, into an empty store. "
    bank.catch_up()


@given("Billing has closed for the night")
def billing_has_closed_for_the_night(bank: Bank) -> None:
    bank.restart()


@given("the power has failed after Billing's first write")
@when("the power fails after Billing's first write")
def the_power_fails(bank: Bank) -> None:
    try:
        with power_cut(before_write=2):
            bank.catch_up()
    except PowerCutError:
        bank.close_billing()
        bank.story = "The power failed after Billing's first write. "
        return
    raise AssertionError("Billing should write an account and a position: that makes two writes.")


@given("the disk has been full when Billing caught up")
def the_disk_has_been_full(bank: Bank) -> None:
    hidden = "The disk was full at Billing's first write, but `credit` ends as if all were well."
    with refused_write("OperationalError"):
        try:
            bank.catch_up()
        except OperationalError:
            bank.close_billing()
        else:
            raise AssertionError(hidden)
    bank.story = "The disk was full at Billing's first write, and Billing has caught up since. "


@given("the store has refused an account when Billing caught up")
def the_store_has_refused_a_row(bank: Bank) -> None:
    with suppress(IntegrityError), refused_write("IntegrityError", later_too=True):
        bank.catch_up()
    bank.close_billing()
    bank.story = "The store refused Billing's rows, and Billing has caught up since. "


@when(parsers.parse("{customer}'s payment is delivered again"))
def a_payment_is_delivered_again(bank: Bank, customer: str) -> None:
    bank.story = f"{customer}'s payment was delivered twice, with the same position. "
    try:
        bank.deliver(customer)
    except IntegrityError as error:
        raise AssertionError(
            "A payment that is delivered again should be passed over in silence, but an "
            "IntegrityError is raised, that of eventsourcing.persistence and not that of "
            "sqlalchemy.exc. The payment would be delivered for ever."
        ) from error


@then(words("{customer}'s balance is {amount:Money}"))
def a_balance_is(bank: Bank, customer: str, amount: Money) -> None:
    with bank.accounts() as accounts:
        found = accounts.balance(customer)
    assert found == amount, (
        f"{bank.story}{customer}'s balance should be {amount}, but it is {found}."
    )


@then(parsers.parse("{customer}'s payment is still to be counted"))
def a_payment_is_still_to_be_counted(bank: Bank, customer: str) -> None:
    with bank.accounts() as accounts:
        position = accounts.max_tracking_id(bank.payments.name)
    assert not position, (
        f"{customer}'s payment should still wait to be counted, but the position {position} is "
        "stored. So the feed goes on after it, and the payment will never count."
    )


@then(parsers.parse("the bank hears that {reference} is another payment"))
def the_bank_hears_of_another_payment(bank: Bank, reference: str) -> None:
    assert isinstance(bank.answer, bank.program("payments").ReferenceTakenError), (
        f"The reference {reference} is that of another payment, so `receive` should raise "
        f"ReferenceTakenError, but it returns {bank.answer}. Compare customer and amount with what "
        "is recorded."
    )


@then("the bank has got the same receipt twice")
def the_bank_has_got_the_same_receipt_twice(bank: Bank) -> None:
    *others, last = bank.answer
    assert not isinstance(last, IntegrityError), (
        "Two programs have looked, and neither has found the payment. The store has refused the "
        "second one with an IntegrityError, and `receive` lets it out. The payment is recorded, so "
        "both should return the receipt."
    )
    assert others == [last], (
        f"The bank should get one receipt twice, but gets {others[0]} and {last}."
    )


@then(words("Billing has recorded one payment from {customer}, of {amount:Money}"))
def billing_has_recorded_one_payment(bank: Bank, customer: str, amount: Money) -> None:
    expected, found = [f"{amount} from {customer}"], bank.recorded()
    assert found == expected, (
        f"One payment should be recorded, {expected[0]}, but there are {len(found)}: "
        f"{', '.join(found)}."
    )


def _the_store_refuses(bank: Bank, error: str, story: str, customer: str, amount: Money) -> None:
    """Let the bank tell of a payment that the store refuses to write."""
    with refused_write(error):
        try:
            answer = f"it returns {bank.tell(customer, amount)}, a receipt for nothing"
        except PersistenceError:
            return
        except AggregateNotFoundError:
            answer = "it looks for the payment, and raises AggregateNotFoundError"
    raise AssertionError(
        f"{story}, and `receive` should let that error out, so that the bank tells it again. But "
        f"{answer}. Is the payment recorded?"
    )
