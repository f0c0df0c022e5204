from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, Tracking
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.billing.payments import Payments
from katas.given.sales.money import Money
from katas.k09_counted_once.accounts import Billing
from tests.stores import Store, close
from tests.support.patience import patience
from tests.support.power import PowerCutError, power_cut, refused_write
from tests.support.vocabulary import words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k09_counted_once.feature")


class Bank:
    """The payments, and Billing, which follows them: open from the first delivery to the night."""

    def __init__(self, new_store: Callable[[], Store]) -> None:
        self.payments = Payments(env=new_store())
        self._store = new_store()
        self._billing: Any = None

    def catch_up(self) -> None:
        """Let Billing read what is new."""
        advice = " Does an `except IntegrityError` hide an error of your own row?"
        with patience(self.payments, "Billing", advice):
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
    close(bank.payments)


@given(words("{customer} has paid {amount:Money}"))
def a_customer_has_paid(bank: Bank, customer: str, amount: Money) -> None:
    bank.payments.receive(customer, amount)


@given("Billing has caught up")
@when("Billing catches up")
def billing_catches_up(bank: Bank) -> None:
    bank.catch_up()


@when("Grace opens the accounts")
def grace_opens_the_accounts(bank: Bank) -> None:
    with bank.accounts():
        pass


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
        return
    raise AssertionError("Billing should write an account and a position: that makes two writes.")


@given("the disk has been full when Billing read on")
def the_disk_has_been_full(bank: Bank) -> None:
    with suppress(OperationalError), refused_write("OperationalError"):
        bank.catch_up()
    bank.close_billing()


@given("the store has refused a row when Billing read on")
def the_store_has_refused_a_row(bank: Bank) -> None:
    with suppress(IntegrityError), refused_write("IntegrityError"):
        bank.catch_up()
    bank.close_billing()


@when(parsers.parse("{customer}'s payment is delivered again"))
def a_payment_is_delivered_again(bank: Bank, customer: str) -> None:
    try:
        bank.deliver(customer)
    except IntegrityError as error:
        raise AssertionError(
            "A payment that is delivered again should be passed over in silence, but an "
            "IntegrityError is raised, that of eventsourcing.persistence and not that of "
            "sqlalchemy.exc. The bank would deliver the payment for ever."
        ) from error


@then(words("{customer}'s balance is {amount:Money}"))
def a_balance_is(bank: Bank, customer: str, amount: Money) -> None:
    with bank.accounts() as accounts:
        found = accounts.balance(customer)
    assert found == amount, f"{customer}'s balance should be {amount}, but it is {found}."


@then(parsers.parse("{customer}'s payment is still to be read"))
def a_payment_is_still_to_be_read(bank: Bank, customer: str) -> None:
    with bank.accounts() as accounts:
        position = accounts.max_tracking_id(bank.payments.name)
    assert not position, (
        f"{customer}'s payment should still be to be read, but the position is {position}."
        " It will never count."
    )
