from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from katas.given.sales.money import Money
from katas.k20_forget_me.billing import Billing
from katas.k20_forget_me.keys import Keys
from katas.k20_forget_me.sales import Sales
from katas.k20_forget_me.support import Support
from tests.steps.patience import patience
from tests.steps.thief import Thief
from tests.steps.vocabulary import rows, words
from tests.stores import Store

pytestmark = pytest.mark.usefixtures("store")

scenarios("k20_forget_me.feature")

THE_KEYS = "the keys"


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

    @property
    def without_keys(self) -> dict[str, Store]:
        """The stores in which facts and read models stand."""
        return {owner: store for owner, store in self.stores.items() if owner != THE_KEYS}

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


@given(words("{customer} has ordered for {amount:Money}"))
@when(words("{customer} comes back, and orders for {amount:Money}"))
def a_customer_has_ordered(roastery: Roastery, customer: str, amount: Money) -> None:
    roastery.order(customer, amount)


@given("Billing has caught up")
@when("Billing catches up")
def billing_catches_up(roastery: Roastery) -> None:
    with patience(roastery.today.sales, "Billing"):
        roastery.today.billing.feed.pull()


@given(parsers.parse('Support has noted about {customer} that "{text}"'))
@when(parsers.parse('Support notes about {customer} that "{text}"'))
def support_notes(roastery: Roastery, customer: str, text: str) -> None:
    customer_id = roastery.cards[customer].customer_id
    roastery.cases[customer] = roastery.today.support.open_case(customer_id, text)


@given(parsers.parse("{customer} has been forgotten"))
@when(parsers.parse("{customer} asks to be forgotten"))
def a_customer_asks_to_be_forgotten(roastery: Roastery, customer: str) -> None:
    roastery.today.sales.forget(roastery.cards[customer].customer_id)


@given("a backup of the stores has been made", target_fixture="thief")
def a_backup_has_been_made(roastery: Roastery) -> Thief:
    return Thief(roastery.without_keys)


@when("Billing draws its accounts again, from the first fact on")
def billing_draws_its_accounts_again(roastery: Roastery, new_store: Callable[[], Store]) -> None:
    roastery.stores["Billing"] = new_store()
    roastery.today = Day(roastery.stores)
    billing_catches_up(roastery)


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


@then(parsers.parse('the case of {customer} reads "{text}"'))
def the_case_reads(roastery: Roastery, customer: str, text: str) -> None:
    for found in roastery.ask(lambda day: day.support.note_of(roastery.cases[customer])):
        assert found == text, f"The case should read “{text}”, but it reads “{found}”."


@then("the accounts read")
def the_accounts_read(roastery: Roastery, datatable: list[list[str]]) -> None:
    wanted = [f"{row['customer']}: {row['owed']}" for row in rows(datatable)]
    for accounts in roastery.ask(lambda day: day.billing.accounts()):
        found = [f"{account.customer}: {account.owed}" for account in accounts]
        assert found == wanted, (
            f"The accounts should read {_told(wanted)}, but they read {_told(found)}."
        )


@then(words("the turnover is {amount:Money}"))
def the_turnover_is(roastery: Roastery, amount: Money) -> None:
    for found in roastery.ask(lambda day: day.billing.turnover()):
        assert found == amount, f"The turnover should be {amount}, but it is {found}."


@then("a thief who takes the stores finds no name in them")
def a_thief_finds_no_name(roastery: Roastery) -> None:
    thief = Thief(roastery.without_keys)
    for name in ("Mina Holm", "Ada Reyes"):
        _assert_not_found(thief, name)


@then(parsers.parse("a thief who takes the stores and the keys does not find {name}"))
def a_thief_with_the_keys_does_not_find(roastery: Roastery, name: str) -> None:
    _assert_not_found(Thief(roastery.stores), name)


@then(parsers.parse("a thief who takes the backup and the keys does not find {name}"))
def a_thief_with_the_backup_does_not_find(roastery: Roastery, thief: Thief, name: str) -> None:
    thief.take({THE_KEYS: roastery.stores[THE_KEYS]})
    _assert_not_found(thief, name)


def _assert_not_found(thief: Thief, name: str) -> None:
    where = thief.find(name)
    assert not where, f"No thief should be able to read “{name}”, but it stands {where}."


def _told(lines: list[str]) -> str:
    return " and ".join(f"“{line}”" for line in lines) or "nothing"
