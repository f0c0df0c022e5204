from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.fernet import InvalidToken
from eventsourcing.application import AggregateNotFoundError
from pytest_bdd import given, parsers, scenarios, then, when
from sqlalchemy.exc import IntegrityError

from katas.given.money import Money
from katas.k20_forget_me import in_clear
from katas.k20_forget_me.billing import Account, Billing
from katas.k20_forget_me.keys import Keys, NoKeyError, WrongKeyError
from katas.k20_forget_me.sales import Sales
from katas.k20_forget_me.sealed import Sealed
from katas.k20_forget_me.support import Support
from tests.steps.thief import THE_KEYS, Thief, keys_of, lose_all
from tests.stores import Store, close
from tests.support.chance import same_chance
from tests.support.commits import committed
from tests.support.endless import pages_limited
from tests.support.faults import disk_fails, disk_fails_at_each_write, store_away
from tests.support.memory import found_in_memory
from tests.support.source_line import placed
from tests.support.vocabulary import rows, words

PACKAGE = Keys.__module__.rpartition(".")[0]

ENOUGH = 6
"""Random ids, so that no two places of them agree by chance."""

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
    """The departments and the keys, each with a store of its own.

    Customers order when somebody is first at work: so last year's program can do without.
    """

    def __init__(self, new_store: Callable[[], Store]) -> None:
        self.stores = {name: new_store() for name in ("Sales", "Billing", "Support", THE_KEYS)}
        self.cards: dict[str, Any] = {}
        self.orders: dict[str, Any] = {}
        self.cases: dict[str, Any] = {}
        self.thrown_away: set[bytes] = set()
        self.waiting: list[tuple[str, Money]] = []
        """Customers who want to order, and for how much."""
        self.story = ""
        """What has gone wrong, for a message."""
        self._today = Day(self.stores)

    @property
    def today(self) -> Day:
        """Those who are at work. All who have waited have ordered by then."""
        while self.waiting:
            customer, amount = self.waiting.pop(0)
            self.cards[customer] = self._register(customer)
            self.orders[customer] = self._today.sales.place_order(self.cards[customer], amount)
        return self._today

    def _register(self, customer: str) -> Any:
        """Let Sales take in a customer, of whom there may be others of the same name."""
        name = customer.removeprefix("the other ").removeprefix("the same ")
        try:
            card = self._today.sales.register(name)
        except NoKeyError:
            raise self._no_key() from None
        except IntegrityError:
            raise _same_id(name) from None
        assert isinstance(card, Sealed), (
            f"`register` should return the customer's card, a Sealed, but it returns {card!r}."
        )
        is_text_of_bytes = str(card.token).startswith("b'")
        if is_text_of_bytes or not isinstance(card.token, str):
            found = "b'…', as `str` writes bytes" if is_text_of_bytes else type(card.token).__name__
            raise placed(
                f"The token of a Sealed should be a text, but it is {found}. `.decode()` makes a "
                "text of bytes.",
                Keys.seal,
            )
        return card

    def _no_key(self) -> AssertionError:
        """Return an error that leads to whoever has made no key."""
        somebody = uuid4()
        self._today.keys.make(somebody)
        if not keys_of(self.stores[THE_KEYS], somebody):
            return placed(
                "`make` should store a key, but nothing is in the store after it. Has its "
                "transaction begun? Only then it is committed.",
                Keys.make,
            )
        return placed(
            "Whoever is new has no key yet. `register` should make one before it seals the name "
            "with it.",
            Sales.register,
        )

    def begin_a_day(self) -> None:
        """Let all departments end, and begin anew."""
        self._today = Day(self.stores)

    def forget(self, customer: str) -> None:
        """Let Sales forget a customer."""
        sales, customer_id = self.today.sales, self.cards[customer].customer_id
        self.thrown_away |= keys_of(self.stores[THE_KEYS], customer_id)
        with committed(self.today.keys.throw_away):
            sales.forget(customer_id)

    def ask(self, question: Callable[[Day], Any]) -> list[Any]:
        """Ask those who are at work, and then others who have just come."""
        today = self.today
        try:
            return [question(today), question(Day(self.stores))]
        except NoKeyError as error:
            raise AssertionError(
                "What nobody can open any more should be read as “(forgotten)”, "
                "but NoKeyError is raised."
            ) from error


def _same_id(name: str) -> AssertionError:
    return placed(
        f"There is a customer called “{name}” already, and the new one has got the same id. Two "
        "people need two keys, and so two ids.",
        Sales.register,
    )


class LastYear:
    """Sales and Billing as they were: names in clear."""

    def __init__(self, new_store: Callable[[], Store]) -> None:
        self._new_store = new_store
        self.stores = {"Sales": new_store(), "Billing": new_store()}
        self._sales: Any = in_clear.Sales(self.stores["Sales"])

    def order(self, customer: str, amount: Money) -> None:
        """Take an order."""
        self._sales.place_order(customer, amount)

    @property
    def billing(self) -> Any:
        """Billing, which has caught up."""
        billing = in_clear.Billing(self._sales, self.stores["Billing"])
        billing.feed.pull()
        return billing

    def lose_accounts(self) -> None:
        """Give Billing an empty store."""
        self.stores["Billing"] = self._new_store()

    def close(self) -> None:
        """Close Sales."""
        close(self._sales)


@pytest.fixture
def roastery(new_store: Callable[[], Store], close_stores: Callable[[], None]) -> Roastery:
    del close_stores  # it closes them in the end
    return Roastery(new_store)


@pytest.fixture
def stores(roastery: Roastery) -> dict[str, Store]:
    return roastery.stores


@pytest.fixture
def held(roastery: Roastery) -> Callable[[Iterable[bytes | str]], str]:
    """Where those who are at work hold one of some values in their memory."""
    return lambda values: found_in_memory(values, vars(roastery.today).values(), PACKAGE)


@pytest.fixture
def thrown_away(roastery: Roastery) -> set[bytes]:
    return roastery.thrown_away


@given(
    "last year's program has taken the same orders, with names in clear", target_fixture="last_year"
)
def last_years_program_has_taken_the_same_orders(
    roastery: Roastery, new_store: Callable[[], Store]
) -> Iterator[LastYear]:
    last_year = LastYear(new_store)
    for customer, amount in roastery.waiting:
        last_year.order(customer, amount)
    yield last_year
    last_year.close()


@when(parsers.parse("{customer} is deleted from last year's accounts"), target_fixture="thief")
def a_customer_is_deleted(last_year: LastYear, customer: str) -> Thief:
    accounts = last_year.billing.accounts
    backup = Thief(last_year.stores)
    with committed(accounts.delete):
        accounts.delete(customer)
    return backup


@then("these are last year's accounts")
def these_are_last_years_accounts(last_year: LastYear, datatable: list[list[str]]) -> None:
    wanted = [f"{row['customer']}: {row['owed']}" for row in rows(datatable)]
    found = [f"{name}: {owed}" for name, owed in last_year.billing.accounts.owed().items()]
    assert found == wanted, (
        f"Last year's accounts should be {_told(wanted)}, but they are {_told(found)}."
    )


@then("drawn again, these are last year's accounts")
def drawn_again_these_are_the_accounts(last_year: LastYear, datatable: list[list[str]]) -> None:
    last_year.lose_accounts()
    these_are_last_years_accounts(last_year, datatable)


@then(parsers.parse("a thief who takes the backup of last year finds {name}"))
def a_thief_with_the_old_backup_finds(thief: Thief, name: str) -> None:
    assert thief.find(name), f"{name} is in clear in the backup, and should be found there."


@given(words("{customer} has ordered for {amount:Money}"))
@when(words("{customer} comes back, and orders for {amount:Money}"))
def a_customer_has_ordered(roastery: Roastery, customer: str, amount: Money) -> None:
    roastery.waiting.append((customer, amount))


@given(parsers.parse("{customer} has ordered with the sealed name of {other}"))
def a_customer_has_ordered_with_anothers_name(
    roastery: Roastery, customer: str, other: str
) -> None:
    sales, cards = roastery.today.sales, roastery.cards
    mixed_up = Sealed(sales.register(customer).customer_id, cards[other].token)
    roastery.orders["that order"] = sales.place_order(mixed_up, Money(Decimal("9.50")))


@when("Grace and Billing want to read that name", target_fixture="failures")
def they_want_to_read_that_name(roastery: Roastery) -> dict[str, Exception | None]:
    return _failures(roastery, "that order")


def _failures(roastery: Roastery, order: str) -> dict[str, Exception | None]:
    """Return what comes out instead of names, by the question."""
    day = roastery.today
    questions: dict[str, Callable[[], Any]] = {
        "`customer_of`": lambda: day.sales.customer_of(roastery.orders[order]),
        "`accounts`": day.billing.accounts,
    }
    return {name: _error_of(ask) for name, ask in questions.items()}


@then("both hear that the key is wrong")
def both_hear_that_the_key_is_wrong(failures: dict[str, Exception | None]) -> None:
    for name, failure in failures.items():
        if not isinstance(failure, WrongKeyError):
            raise placed(
                "The key of this customer is there, and does not open this name: that is our own "
                "mistake, and nobody was forgotten. `open` should raise a WrongKeyError, and it "
                f"should come out of {name}, but {_came(failure)}.",
                Billing.accounts if name == "`accounts`" else Keys.open,
            )


@given(words("{customer} has ordered again with a new card, for {amount:Money}"))
def a_customer_has_ordered_again(roastery: Roastery, customer: str, amount: Money) -> None:
    day, customer_id = roastery.today, roastery.cards[customer].customer_id
    day.sales.place_order(day.keys.seal(customer_id, customer), amount)


@given("Billing has caught up")
@when("Billing catches up")
def billing_catches_up(roastery: Roastery) -> None:
    day = roastery.today
    with pages_limited(day.sales, "Billing"):
        day.billing.feed.pull()


@given("the disk was full when Billing caught up")
def the_disk_was_full(roastery: Roastery) -> None:
    def catch_up() -> None:
        billing_catches_up(roastery)

    disk_fails(catch_up, "Billing catches up", "IntegrityError")
    disk_fails_at_each_write(catch_up, "Billing catches up")
    roastery.story = "The disk was full between two writes of Billing, which has caught up since. "


@given(parsers.parse('Support has noted about {customer} that "{text}"'))
@when(parsers.parse('Support notes about {customer} that "{text}"'))
def support_notes(roastery: Roastery, customer: str, text: str) -> None:
    support = roastery.today.support
    case_id = support.open_case(roastery.cards[customer].customer_id, text)
    roastery.cases[customer] = case_id
    with suppress(AggregateNotFoundError):  # whoever reads it hears of that
        note = support.repository.get(case_id).note
        if not isinstance(note, Sealed):
            raise placed(
                "A case should be opened with a note that is sealed, but this one has the "
                f"{type(note).__name__} “{note}”.",
                Support.open_case,
            )


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
    roastery.forget(customer)


@when(
    parsers.parse("a thief makes keys with our program, for the number of {customer}"),
    target_fixture="of_the_thief",
)
def a_thief_makes_keys(
    roastery: Roastery, new_store: Callable[[], Store], customer: str
) -> list[Keys]:
    """Return the keys as they are at work, and as they are elsewhere, with a new key for an id."""
    keys = [roastery.today.keys, Keys(new_store())]
    for each in keys:
        each.make(roastery.cards[customer].customer_id)
    return keys


@then(parsers.parse("they do not open what is said about {customer}"))
def they_do_not_open(roastery: Roastery, of_the_thief: list[Keys], customer: str) -> None:
    for keys in of_the_thief:
        found = ""
        with suppress(WrongKeyError, InvalidToken):  # another scenario tells them apart
            found = keys.open(roastery.cards[customer])
        if found == customer:
            raise placed(
                f"A key that was made anew opens what is said about {customer}, so it can be made "
                "again, also when it has been thrown away. A key must be random, and not made from "
                "the id, nor from anything that the program has.",
                Keys.make,
            )


@then("no two of them are alike, even at the same moment")
def no_two_of_them_are_alike(new_store: Callable[[], Store]) -> None:
    customer_id, stores = uuid4(), [new_store(), new_store()]
    for store in stores:
        with same_chance(PACKAGE):
            Keys(store).make(customer_id)
    first, second = (keys_of(store, customer_id) for store in stores)
    if first & second:
        raise placed(
            "When the clock shows the same, and `random` begins with the same number, a key is "
            "the same again. So a thief can try them all. Only the operating system's chance "
            "cannot be guessed, and `Fernet.generate_key()` asks for that.",
            Keys.make,
        )


@when("customers of the same name are taken in, at the same moment", target_fixture="numbers")
def customers_of_the_same_name_are_taken_in(new_store: Callable[[], Store]) -> list[list[UUID]]:
    """Return the ids of some customers, twice: a second program takes in the same ones."""
    numbers = []
    for _ in range(2):
        sales: Any = Sales(Keys(new_store()), env=new_store())
        try:
            with same_chance(PACKAGE):
                cards = [sales.register("Mina Holm") for _ in range(ENOUGH)]
        except IntegrityError:
            raise _same_id("Mina Holm") from None
        numbers.append([card.customer_id for card in cards])
        close(sales)
    return numbers


@then("their numbers have nothing in common")
def their_numbers_have_nothing_in_common(numbers: list[list[UUID]]) -> None:
    for place, digits in enumerate(zip(*(each.bytes for each in numbers[0]), strict=True)):
        if len(set(digits)) == 1:
            raise placed(
                f"All customers called “Mina Holm” have {digits[0]:02x} at place {place + 1} of "
                f"the 16 in their ids, such as {numbers[0][0]}. An id should say nothing: neither "
                "of the name, nor where or when it was made.",
                Sales.register,
            )


@then("they would have other numbers, if they were taken in again")
def they_would_have_other_numbers(numbers: list[list[UUID]]) -> None:
    for first, second in zip(*numbers, strict=True):
        if first == second:
            raise placed(
                f"“Mina Holm” gets the same id, {first}, whenever a program takes her in at the "
                "same moment. So a thief who tries names and times finds whose it is. An id must "
                "be random.",
                Sales.register,
            )


@when("all keys are lost")
def all_keys_are_lost(roastery: Roastery) -> None:
    assert roastery.today
    for card in roastery.cards.values():
        roastery.thrown_away |= keys_of(roastery.stores[THE_KEYS], card.customer_id)
    lose_all(roastery.stores[THE_KEYS])
    roastery.story = (
        "No store has a key any more, so whoever still reads a name has kept it in memory, or its "
        "key. "
    )


@when(
    parsers.parse("{customer} asks to be forgotten while the keys are away"),
    target_fixture="failure",
)
def a_customer_asks_while_the_keys_are_away(roastery: Roastery, customer: str) -> Exception | None:
    sales, customer_id = roastery.today.sales, roastery.cards[customer].customer_id
    with store_away(roastery.stores[THE_KEYS]["SQLALCHEMY_URL"]):
        return _error_of(lambda: sales.forget(customer_id))


@then("she hears that it has failed")
def she_hears_that_it_has_failed(failure: Exception | None) -> None:
    assert failure, (
        "The store of the keys is away, so no key was deleted. The store's error should come out of"
        " `forget`. But nothing comes out, and Mina believes that she is forgotten."
    )


@when("Grace and Billing want to read names while the keys are away", target_fixture="failures")
def they_want_to_read_names(roastery: Roastery) -> dict[str, Exception | None]:
    assert roastery.today
    with store_away(roastery.stores[THE_KEYS]["SQLALCHEMY_URL"]):
        return _failures(roastery, "Mina Holm")


@then("both hear that it has failed, and nobody reads (forgotten)")
def both_hear_that_it_has_failed(failures: dict[str, Exception | None]) -> None:
    for name, failure in failures.items():
        is_heard = failure is not None and not isinstance(failure, NoKeyError | WrongKeyError)
        assert is_heard, (
            "The store of the keys is away for a moment: nobody was forgotten, and no key is wrong."
            f" The store's error should come out of {name}, but {_came(failure)}."
        )


@when("Billing draws its accounts again, from the first order on")
def billing_draws_its_accounts_again(roastery: Roastery, new_store: Callable[[], Store]) -> None:
    assert roastery.today
    roastery.stores["Billing"] = new_store()
    roastery.begin_a_day()
    billing_catches_up(roastery)


@given(parsers.parse("Grace has looked up the order of {customer}"))
@when(parsers.parse("Grace looks up the order of {customer}"), target_fixture="found")
def grace_looks_up_an_order(roastery: Roastery, customer: str) -> list[str]:
    return roastery.ask(lambda day: day.sales.customer_of(roastery.orders[customer]))


@then(parsers.parse("it is for {name}"))
def it_is_for(found: list[str], name: str) -> None:
    for each in map(_opened, found):
        assert each == name, f"The order should be for “{name}”, but it is for “{each}”."


@then(parsers.parse("the order of {customer} is for {name}"))
def the_order_is_for(roastery: Roastery, customer: str, name: str) -> None:
    it_is_for(grace_looks_up_an_order(roastery, customer), name)


@given(parsers.parse("Support has read the case of {customer}"))
def support_reads_the_case(roastery: Roastery, customer: str) -> list[str]:
    try:
        return roastery.ask(lambda day: day.support.note_of(roastery.cases[customer]))
    except AggregateNotFoundError as error:
        raise AssertionError(
            "There should be a case under the id that `open_case` has returned. Was it saved?"
        ) from error


@then(parsers.parse('the case of {customer} says "{text}"'))
def the_case_says(roastery: Roastery, customer: str, text: str) -> None:
    for found in map(_opened, support_reads_the_case(roastery, customer)):
        assert found == text, f"The case should say “{text}”, but it says “{found}”."


@given("Grace and Billing have read the names")
def grace_and_billing_have_read_the_names(roastery: Roastery) -> None:
    grace_looks_up_an_order(roastery, "Mina Holm")
    billing_reads_the_accounts(roastery)


@given("the accounts have been read")
def billing_reads_the_accounts(roastery: Roastery) -> list[Any]:
    return roastery.ask(lambda day: day.billing.accounts())


@then("these are the accounts")
def these_are_the_accounts(roastery: Roastery, datatable: list[list[str]]) -> None:
    wanted = [f"{row['customer']}: {row['owed']}" for row in rows(datatable)]
    for accounts in billing_reads_the_accounts(roastery):
        if not all(isinstance(account, Account) for account in accounts):
            raise placed(
                f"`accounts` should return a list of `Account(customer, owed)`, but returns "
                f"{accounts}.",
                Billing.accounts,
            )
        customers = [_opened(account.customer) for account in accounts]
        found = [f"{account.customer}: {account.owed}" for account in accounts]
        assert sorted(found) == sorted(wanted), (
            f"{roastery.story}The accounts should be {_told(wanted)}, but they are {_told(found)}."
        )
        assert customers == sorted(customers), (
            f"The accounts should be sorted by customer, but they are {_told(found)}."
        )


@then(words("the turnover is {amount:Money}"))
def the_turnover_is(roastery: Roastery, amount: Money) -> None:
    for found in roastery.ask(lambda day: day.billing.turnover()):
        assert found == amount, f"The turnover should be {amount}, but it is {found}."


def _opened(text: Any) -> Any:
    """Return what `open` has returned, if it is a text."""
    if isinstance(text, bytes):
        raise placed("`open` should return a text: `.decode()` makes one of bytes.", Keys.open)
    return text


def _error_of(work: Callable[[], Any]) -> Exception | None:
    """Return what comes out instead of an answer."""
    try:
        work()
    except NotImplementedError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever comes out is looked at
        return error
    return None


def _came(failure: Exception | None) -> str:
    return f"{type(failure).__name__} comes" if failure else "an answer comes"


def _told(lines: list[str]) -> str:
    return " and ".join(f"“{line}”" for line in lines) or "nothing"
