from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    PersistenceError,
    Tracking,
)
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales.money import Money
from katas.k09_counted_once.accounts import Billing
from katas.k09_counted_once.payments import Payments, ReferenceTakenError
from tests.stores import Store, close
from tests.support.endless import pages_limited
from tests.support.faults import PowerCutError, power_cut, refused_write
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
        self.complaint = ""
        """What the bank complains of."""
        self._new_store = new_store
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
        if receipt != first:
            self.complaint = f"It should get the receipt {first} again, but it gets {receipt}."

    def tell_twice_at_once(self, customer: str, amount: Money, reference: str) -> None:
        """Tell of a payment to two programs: the second one records it before the first one does.

        The first one may answer anything: the bank will tell it again.
        """
        other = Payments(env=self._payments_store)
        recorder: Any = self.payments.recorder
        insert = recorder.insert_events

        def insert_second(*args: Any, **kwargs: Any) -> Any:
            recorder.insert_events = insert
            other.receive(reference, customer, amount)
            return insert(*args, **kwargs)

        recorder.insert_events = insert_second
        try:
            with suppress(IntegrityError):
                self.tell(customer, amount, reference)
        finally:
            recorder.insert_events = insert
            close(other)

    def recorded(self) -> list[str]:
        """Return what is recorded, such as "€17.80 from Mina"."""
        log = self.payments.notification_log.select(start=1, limit=10)
        events = [self.payments.mapper.to_domain_event(each) for each in log]
        return [f"{event.amount} from {getattr(event, 'customer', 'nobody')}" for event in events]

    def catch_up(self) -> None:
        """Let Billing read what is new."""
        advice = " Is it stored? Or does an `except IntegrityError` hide an error of your own row?"
        with pages_limited(self.payments, "Billing", advice):
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
            self._payments = Payments(env=self._payments_store)
        return self._payments

    @property
    def billing(self) -> Any:
        """Billing as it is open today."""
        if not self._billing:
            self._billing = Billing(self.payments, self._store)
        return self._billing

    @contextmanager
    def accounts(self) -> Iterator[Any]:
        """Open the accounts anew, and see what is stored."""
        accounts: Any = Billing(self.payments, self._store).accounts
        try:
            yield accounts
        finally:
            accounts.datastore.engine.dispose()

    def close_payments(self) -> None:
        """End the program to which the bank tells of payments."""
        if self._payments:
            close(self._payments)
        self._payments = None

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
    bank.close_billing()
    bank.close_payments()


@given(words("{customer} has paid {amount:Money}"))
def a_customer_has_paid(bank: Bank, customer: str, amount: Money) -> None:
    bank.tell(customer, amount)


@given(words("the bank has told of payment {reference}: {amount:Money} from {customer}"))
@when(words("the bank tells of payment {reference}: {amount:Money} from {customer}"))
def the_bank_tells_of_a_payment(bank: Bank, reference: str, amount: Money, customer: str) -> None:
    try:
        bank.answer = bank.tell(customer, amount, reference)
    except ReferenceTakenError as error:
        bank.answer = error


@when(words("the bank tells twice at once of payment {reference}: {amount:Money} from {customer}"))
def the_bank_tells_twice_at_once(bank: Bank, reference: str, amount: Money, customer: str) -> None:
    bank.tell_twice_at_once(customer, amount, reference)


@given(words("the disk was full when the bank told that {customer} had paid {amount:Money}"))
def the_disk_was_full_when_the_bank_told(bank: Bank, customer: str, amount: Money) -> None:
    with refused_write("OperationalError"):
        try:
            receipt = bank.tell(customer, amount)
        except PersistenceError:
            return
    raise AssertionError(
        f"The disk was full, so the payment is not recorded. The store's error should reach the "
        f"bank, which then tells it again, but `receive` returns {receipt}."
    )


@given("the power has failed before the bank heard an answer")
def the_power_has_failed_before_an_answer(bank: Bank) -> None:
    bank.close_billing()
    bank.close_payments()


@given(parsers.parse("the bank has told of {customer}'s payment again"))
def the_bank_has_told_again(bank: Bank, customer: str) -> None:
    bank.story = f"The bank told of {customer}'s payment twice, with the same reference. "
    try:
        bank.tell_again(customer)
    except (IntegrityError, ReferenceTakenError) as error:
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
    bank.close_billing()


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
    with suppress(IntegrityError), refused_write("IntegrityError"):
        bank.catch_up()
    bank.close_billing()
    bank.story = "The store refused Billing's first row, and Billing has caught up since. "


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
    assert not bank.complaint, f"{bank.story}{bank.complaint}"


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
    assert isinstance(bank.answer, ReferenceTakenError), (
        f"The reference {reference} is that of another payment, so `receive` should raise "
        f"ReferenceTakenError, but it returns {bank.answer}."
    )


@then(words("Billing has recorded one payment from {customer}, of {amount:Money}"))
def billing_has_recorded_one_payment(bank: Bank, customer: str, amount: Money) -> None:
    expected, found = [f"{amount} from {customer}"], bank.recorded()
    assert found == expected, (
        f"One payment should be recorded, {expected[0]}, but there is {' and '.join(found)}."
    )
