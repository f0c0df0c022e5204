from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales.money import Money
from katas.k20_forget_me.billing import Billing
from katas.k20_forget_me.keys import Keys, NoKeyError
from katas.k20_forget_me.sales import Sales
from katas.k20_forget_me.support import Support
from tests.steps.thief import THE_KEYS
from tests.stores import Store
from tests.support.endless import pages_limited
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store")

scenarios("k20_forget_me.feature")


class Day:
    """A day at work: a department opens when it is needed, and stays open."""

    def __init__(self, stores: dict[str, Store]) -> None:
        self._stores = stores

    @cached_property
    def keys(self) -> Keys:
        """The keys, which all departments share."""
        return Keys(self._stores[THE_KEYS])

    @cached_property
    def sales(self) -> Any:
        """Sales, with its own store."""
        return Sales(self.keys, env=self._stores["Sales"])

    @cached_property
    def support(self) -> Any:
        """Support, with its own store."""
        return Support(self.keys, env=self._stores["Support"])

    @cached_property
    def billing(self) -> Any:
        """Billing, with its own store, on the line to Sales."""
        return Billing(self.sales, self.keys, self._stores["Billing"])


class Roastery:
    """The departments and the keys, each with a store of its own."""

    def __init__(self, new_store: Callable[[], Store]) -> None:
        self.stores = {name: new_store() for name in ("Sales", "Billing", "Support", THE_KEYS)}
        self.today = Day(self.stores)
        self.cards: dict[str, Any] = {}
        self.orders: dict[str, Any] = {}
        self.cases: dict[str, Any] = {}

    def order(self, customer: str, amount: Money) -> None:
        """Take in a customer, of whom there may be others of the same name, and the order."""
        name = customer.removeprefix("the other ").removeprefix("the same ")
        self.cards[customer] = self.today.sales.register(name)
        self.orders[customer] = self.today.sales.place_order(self.cards[customer], amount)

    def ask(self, question: Callable[[Day], Any]) -> list[Any]:
        """Ask those who are at work, and then others who have just come."""
        try:
            return [question(self.today), question(Day(self.stores))]
        except Exception as error:
            if type(error).__name__ not in ("NoKeyError", "InvalidToken"):
                raise
            raise AssertionError(
                "What nobody can open any more should be read as “(forgotten)”, "
                f"but {type(error).__name__} is raised."
            ) from error


@pytest.fixture
def roastery(new_store: Callable[[], Store], close_stores: Callable[[], None]) -> Roastery:
    del close_stores  # it closes them in the end
    return Roastery(new_store)


@pytest.fixture
def stores(roastery: Roastery) -> dict[str, Store]:
    return roastery.stores


@given(words("{customer} has ordered for {amount:Money}"))
@when(words("{customer} comes back, and orders for {amount:Money}"))
def a_customer_has_ordered(roastery: Roastery, customer: str, amount: Money) -> None:
    roastery.order(customer, amount)


@given(words("{customer} has ordered again, for {amount:Money}"))
def a_customer_has_ordered_again(roastery: Roastery, customer: str, amount: Money) -> None:
    roastery.today.sales.place_order(roastery.cards[customer], amount)


@given("Billing has caught up")
@when("Billing catches up")
def billing_catches_up(roastery: Roastery) -> None:
    with pages_limited(roastery.today.sales, "Billing"):
        roastery.today.billing.feed.pull()


@given(parsers.parse('Support has noted about {customer} that "{text}"'))
@when(parsers.parse('Support notes about {customer} that "{text}"'))
def support_notes(roastery: Roastery, customer: str, text: str) -> None:
    customer_id = roastery.cards[customer].customer_id
    roastery.cases[customer] = roastery.today.support.open_case(customer_id, text)


@when(
    parsers.parse('Support tries to note about {customer} that "{text}"'), target_fixture="refusal"
)
def support_tries_to_note(roastery: Roastery, customer: str, text: str) -> NoKeyError | None:
    try:
        support_notes(roastery, customer, text)
    except NoKeyError as error:
        return error
    return None


@then(parsers.parse("nothing is noted, because {customer} has no key"))
def nothing_is_noted(refusal: NoKeyError | None, customer: str) -> None:
    assert refusal, (
        f"{customer} has no key any more, so `seal` should raise NoKeyError, but a case was opened."
    )


@given(parsers.parse("{customer} has been forgotten"))
@when(parsers.parse("{customer} asks to be forgotten"))
def a_customer_asks_to_be_forgotten(roastery: Roastery, customer: str) -> None:
    roastery.today.sales.forget(roastery.cards[customer].customer_id)


@when("Billing draws its accounts again, from the first fact on")
def billing_draws_its_accounts_again(roastery: Roastery, new_store: Callable[[], Store]) -> None:
    roastery.stores["Billing"] = new_store()
    roastery.today = Day(roastery.stores)
    billing_catches_up(roastery)


@given(parsers.parse("Grace has looked up the order of {customer}"))
@when(parsers.parse("Grace looks up the order of {customer}"), target_fixture="found")
def grace_looks_up_an_order(roastery: Roastery, customer: str) -> list[str]:
    return roastery.ask(lambda day: day.sales.customer_of(roastery.orders[customer]))


@then(parsers.parse("it is for {name}"))
def it_is_for(found: list[str], name: str) -> None:
    for each in found:
        assert each == name, f"The order should be for “{name}”, but it is for “{each}”."


@then(parsers.parse("the order of {customer} is for {name}"))
def the_order_is_for(roastery: Roastery, customer: str, name: str) -> None:
    it_is_for(grace_looks_up_an_order(roastery, customer), name)


@given(parsers.parse("Support has read the case of {customer}"))
def support_reads_the_case(roastery: Roastery, customer: str) -> list[str]:
    return roastery.ask(lambda day: day.support.note_of(roastery.cases[customer]))


@then(parsers.parse('the case of {customer} reads "{text}"'))
def the_case_reads(roastery: Roastery, customer: str, text: str) -> None:
    for found in support_reads_the_case(roastery, customer):
        assert found == text, f"The case should read “{text}”, but it reads “{found}”."


@given("the accounts have been read")
def billing_reads_the_accounts(roastery: Roastery) -> list[Any]:
    return roastery.ask(lambda day: day.billing.accounts())


@then("the accounts read")
def the_accounts_read(roastery: Roastery, datatable: list[list[str]]) -> None:
    wanted = [f"{row['customer']}: {row['owed']}" for row in rows(datatable)]
    for accounts in billing_reads_the_accounts(roastery):
        found = [f"{account.customer}: {account.owed}" for account in accounts]
        customers = [account.customer for account in accounts]
        advice = f"The accounts should read {_told(wanted)}, but they read {_told(found)}."
        assert sorted(found) == sorted(wanted), advice
        assert customers == sorted(customers), advice


@then(words("the turnover is {amount:Money}"))
def the_turnover_is(roastery: Roastery, amount: Money) -> None:
    for found in roastery.ask(lambda day: day.billing.turnover()):
        assert found == amount, f"The turnover should be {amount}, but it is {found}."


def _told(lines: list[str]) -> str:
    return " and ".join(f"“{line}”" for line in lines) or "nothing"
