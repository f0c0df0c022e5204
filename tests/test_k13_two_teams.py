import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from eventsourcing import utils
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.utils import TopicError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.k13_two_teams import contact
from katas.k13_two_teams.address_book import AddressBookProjection, UnknownAddressError
from katas.k13_two_teams.sales import NotTheOwnerError, Sales
from katas.k13_two_teams.support import Support
from tests.steps.archive import Archive, read_records
from tests.steps.facts import a_team_has_recorded, in_log
from tests.stores import Store, close
from tests.support.endless import pages_limited
from tests.support.faults import disk_fails, disk_fails_at_each_write
from tests.support.source_line import placed
from tests.support.tables import lose_read_models
from tests.support.teams import Teams
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store", "clock")

scenarios("k13_two_teams.feature")

CUSTOMERS = "016caca433c0c91a8d089e0b4b012b430d0b041bca6bee1d9d609abe459b149a"
BOXES = "c5bddb8170e5ab4d2bbca81d03058731ac34b3bc5e30b4403b9eece778a09f91"
"""By which the two files are known: last year's programs have written them, once."""


class Person(Aggregate):
    """A contact, in a program that Support has written anew. Only its events are needed."""

    class AddressChanged(Aggregate.Event):
        """Somebody lives there from now on."""

        TOPIC = f"{__name__}:Person.AddressChanged"  # for those who give each event its topic

        street: str
        town: str
        country: str

    class AddressAnnounced(Aggregate.Event):
        """Somebody may live there one day."""

        TOPIC = f"{__name__}:Person.AddressAnnounced"

        street: str
        town: str
        country: str


class Silence:
    """Stands in for whatever of Support could be asked when nobody there answers."""

    def __getattr__(self, name: str) -> Any:
        """Refuse."""
        raise AssertionError(
            "Somebody has asked Support for something, but nobody there answers. Sales should look "
            "into its own address book, as it is, and leave its feed to those who pull it."
        )


class Company:
    """Support and Sales, with a store each. Whoever does something has just come to work."""

    def __init__(
        self,
        new_store: Callable[[], Store],
        close_stores: Callable[[], None],
        recorded: list[StoredEvent],
    ) -> None:
        self.parcel: Any = None
        """The id of the parcel that was shipped last."""
        self.customer: Any = None
        """The id of the customer whom it was for."""
        self.contacts = _contacts(recorded)
        """Support's ids for the customers, by name."""
        self.has_caught_up = False
        self.is_silent = False
        """Whether nobody in Support answers those in Sales who ask."""
        self._at_work: tuple[Any, Any] | None = None
        """Support and Sales, if they stay open."""
        self._stores = {"Support": new_store(), "Sales": new_store()}
        self.archive = Archive("Support", self._stores["Support"])
        self._close_stores = close_stores

    @property
    def support(self) -> Any:
        """Open Support, or ask those who are at work."""
        if self._at_work:
            return self._at_work[0]
        self._close_stores()
        return Support(self._stores["Support"])

    @property
    def sales(self) -> Any:
        """Open Sales, or ask those who are at work."""
        if self._at_work:
            return self._at_work[1]
        support = self.support
        sales = Sales(support, self._stores["Sales"])
        if self.is_silent:
            support.recorder = Silence()
        return sales

    def stay(self) -> None:
        """Open Support and Sales, and let them stay open."""
        support = self.support
        self._at_work = support, Sales(support, self._stores["Sales"])

    def register(self, name: str, *address: str) -> None:
        """Let Support take in a customer, of whom there may be others of the same name."""
        contact_id = self.support.register(name.removeprefix("the other "), *address)
        self.contacts[name] = contact_id

    def catch_up(self) -> None:
        """Let Sales read what is new in Support."""
        support = self.support
        sales = self.sales if self._at_work else Sales(support, self._stores["Sales"])
        with pages_limited(support, "Sales"):
            sales.feed.pull()

    def lose_address_book(self) -> None:
        """Let Sales lose its read models, and keep its events."""
        self._close_stores()
        lose_read_models(self._stores["Sales"])

    def ship(self, bags: int, coffee: str, customer: str) -> None:
        """Let Sales send a parcel."""
        self.customer = self.contacts[customer]
        self.parcel = self.sales.ship(self.customer, coffee, bags)
        assert isinstance(self.parcel, UUID), (
            f"`ship` should return the parcel's id, a UUID, but it returns {self.parcel!r}."
        )

    def facts(self, team: str) -> list[Any]:
        """Return the events that a team has recorded, in their order."""
        application = self.sales if team == "Sales" else self.support
        page = application.recorder.select_notifications(start=1, limit=100)
        return [application.mapper.to_domain_event(each) for each in page]


@pytest.fixture
def company(
    new_store: Callable[[], Store], close_stores: Callable[[], None], recorded: list[StoredEvent]
) -> Company:
    return Company(new_store, close_stores, recorded)


@pytest.fixture
def archive(company: Company) -> Archive:
    return company.archive


@pytest.fixture
def recorded() -> list[StoredEvent]:
    return read_records(Path(contact.__file__).with_name("customers.jsonl"), CUSTOMERS)


@pytest.fixture
def teams() -> Teams:
    return Teams(
        package="katas.k13_two_teams",
        applications={"Sales": "Sales", "Support": "Support"},
        modules={
            "Sales": ["sales", "parcel", "address_book"],
            "Support": ["support", "contact"],
            "Subscriptions": ["box"],
        },
    )


@given(
    "a year of Subscriptions' records has been handed over as well",
    target_fixture="subscriptions",
)
def records_of_boxes_have_been_handed_over(
    new_store: Callable[[], Store],
) -> Iterator[Application[UUID]]:
    store = new_store()
    path = Path(contact.__file__).with_name("boxes.jsonl")
    Archive("Subscriptions", store).put(read_records(path, BOXES))
    application = type("Subscriptions", (Application,), {})(store)
    yield application
    close(application)


@when("Support opens the records")
def support_opens_the_records(company: Company) -> None:
    assert company.support


@when("both new teams open their records", target_fixture="bills")
def both_teams_open_their_records(
    company: Company, subscriptions: Application[UUID]
) -> tuple[dict[str, int], dict[str, int]]:
    with _explained("somebody"):
        added, service = _bill(company.support), _bill(subscriptions)
    print(f"{'What a handover takes, a year later':<48}{'addresses':>11}{'boxes':>8}")  # noqa: T201 - to be seen
    for text, number in added.items():
        print(f"{text:<48}{number:>11}{service[text]:>8}")  # noqa: T201 - likewise
    return added, service


@given(parsers.parse("Support has noted that {name} has moved to {street} in {town}, {country}"))
@when(parsers.parse("Support notes that {name} has moved to {street} in {town}, {country}"))
def support_notes_a_move(company: Company, name: str, street: str, town: str, country: str) -> None:
    company.support.change_address(company.contacts[name], street, town, country)


@given(parsers.parse("Support has registered {name} at {street} in {town}, {country}"))
def support_has_registered(
    company: Company, name: str, street: str, town: str, country: str
) -> None:
    company.register(name, street, town, country)


@given(
    parsers.parse("Support has noted that {name} may move one day to {street} in {town}, {country}")
)
def support_has_noted_a_plan(
    company: Company, name: str, street: str, town: str, country: str
) -> None:
    _record(company, Person.AddressAnnounced, name, street, town, country)


@given(
    parsers.parse(
        "Support's new program has noted that {name} has moved to {street} in {town}, {country}"
    )
)
def supports_new_program_has_noted_a_move(
    company: Company, name: str, street: str, town: str, country: str
) -> None:
    _record(company, Person.AddressChanged, name, street, town, country)


def _record(company: Company, kind: type, name: str, *address: str) -> None:
    """Let Support record an event about a contact, of a class that Sales has never seen."""
    support = company.support
    person: Any = support.repository.get(company.contacts[name])
    person.trigger_event(kind, **dict(zip(("street", "town", "country"), address, strict=True)))
    support.save(person)


@given("nobody in Support answers questions any more")
def nobody_in_support_answers(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.is_silent = True
    for name in ("repository", "notification_log"):
        monkeypatch.setattr(Support, name, property(lambda _: Silence()))


@given("Sales is at work, and has caught up")
def sales_is_at_work(company: Company) -> None:
    company.stay()
    sales_catches_up(company)


@given("Sales has caught up")
@when("Sales catches up")
def sales_catches_up(company: Company) -> None:
    try:
        company.catch_up()
    except IntegrityError as error:
        raise placed(
            "The position of an event is stored twice, and the store refuses that. `note` stores "
            "it together with the label; `insert_tracking` stores it alone, for all other events.",
            AddressBookProjection.process_event,
        ) from error
    company.has_caught_up = True


@when("Sales loses its address book, and reads all of it again")
def sales_loses_its_address_book(company: Company) -> None:
    company.lose_address_book()
    company.catch_up()


@given("the disk was full when Sales caught up")
def the_disk_was_full(company: Company) -> None:
    disk_fails(company.catch_up, "Sales catches up", "IntegrityError")
    disk_fails_at_each_write(company.catch_up, "Sales catches up")


@given(words("Sales has shipped {bags:Bags} of {coffee} to {customer}"))
@when(words("Sales ships {bags:Bags} of {coffee} to {customer}"))
def sales_ships(company: Company, bags: int, coffee: str, customer: str) -> None:
    _ship(company, bags, coffee, customer)


def _ship(company: Company, bags: int, coffee: str, customer: str) -> None:
    try:
        company.ship(bags, coffee, customer)
    except UnknownAddressError as error:
        if not company.has_caught_up:
            raise
        raise placed(
            f"Sales has read all of Support's events, but its address book has no label for "
            f"{customer}. Which events does it note? `type(event).__name__` is an event's name.",
            AddressBookProjection.process_event,
        ) from error


@when(words("Sales tries to ship {bags:Bags} of {coffee} to {customer}"), target_fixture="refusal")
def sales_tries_to_ship(
    company: Company, bags: int, coffee: str, customer: str
) -> UnknownAddressError | None:
    try:
        company.ship(bags, coffee, customer)
    except UnknownAddressError as error:
        return error
    return None


@when(
    parsers.re(
        r"(?P<name>\w+) tells Sales that (she has|they have) moved to (?P<street>.+) in "
        r"(?P<town>\w+), (?P<country>\w+)"
    ),
    target_fixture="refusal",
)
def a_customer_tells_sales(
    company: Company, name: str, street: str, town: str, country: str
) -> NotTheOwnerError | None:
    try:
        company.sales.change_address(company.contacts[name], street, town, country)
    except NotTheOwnerError as error:
        return error
    except UnknownAddressError:
        raise placed(
            f"Sales owns no addresses, so it does not matter whether it knows {name}. "
            "`change_address` should refuse with a NotTheOwnerError, and look up nothing.",
            Sales.change_address,
        ) from None
    return None


@then(parsers.parse("{name}'s addresses are"))
def addresses_read(company: Company, name: str, datatable: list[list[str]]) -> None:
    expected = [_address(row) for row in rows(datatable)]
    with _explained(name):
        addresses = company.support.addresses(company.contacts[name])
        _has_fields_of_today(company, name)
    found = [_address(vars(each)) for each in addresses]
    assert found == expected, (
        f"{name}'s addresses should be {_told(expected)}, but they are {_told(found)}."
    )


def _has_fields_of_today(company: Company, name: str) -> None:
    """Raise an error if one of a customer's old events has other fields than version 2."""
    known = {"Registered": {"name"}, "AddressChanged": set()}
    for event in company.support.events.get(company.contacts[name]):
        kind = type(event).__name__
        if kind not in known:
            continue
        wanted = known[kind] | {"street", "town", "country"}
        found = set(in_log(event)[1])
        if found != wanted:
            wrong = [f"lacks {each}" for each in sorted(wanted - found)]
            wrong += [f"has {each} as well" for each in sorted(found - wanted)]
            raise placed(
                f"When an old {kind} of {name} is read, it should have the fields of version 2, "
                f"but it {' and '.join(wrong)}. `upcast_v1_v2` changes the dict of the fields.",
                getattr(type(event), "upcast_v1_v2", None),
            )


@then("the boxes, which had a service of their own, are read as they were written")
def the_boxes_are_read_as_they_were_written(bills: tuple[dict[str, int], ...]) -> None:
    _, service = bills
    assert not service[OLD_SHAPE], f"The boxes' events should be read as written, but: {service}."


@then("the addresses, which were added to Sales, are read in a new shape")
def the_addresses_are_read_in_a_new_shape(bills: tuple[dict[str, int], ...]) -> None:
    added, _ = bills
    assert added[OLD_SHAPE] == added[HANDED_OVER], (
        f"Each of the {added[HANDED_OVER]} events that were handed over should be read in the shape"
        f" of version 2, but only {added[OLD_SHAPE]} are."
    )


@then("Sales has shipped")
def sales_has_shipped(company: Company, datatable: list[list[str]]) -> None:
    [event, customer, *others], *body = datatable
    contacts = [[cell, str(company.contacts[name]), *more] for cell, name, *more in body]
    table = [[event, customer.replace("customer", "contact_id"), *others], *contacts]
    a_team_has_recorded(company, "Sales", table)  # type: ignore[arg-type]


@then("Sales has shipped nothing")
def sales_has_shipped_nothing(company: Company) -> None:
    _has_recorded_nothing_new(company, "Sales", 0)


@then(parsers.parse('the parcel goes to "{label}"'))
def the_parcel_goes_to(company: Company, label: str) -> None:
    try:
        found = company.sales.label(company.parcel)
    except AggregateNotFoundError as error:
        raise AssertionError(
            "There should be a parcel under the id that `ship` has returned. Was it saved?"
        ) from error
    wrong = f"The parcel's label should be “{label}”, but it is “{found}”."
    if found != label and _is_out_of_date(company, label):
        raise placed(
            f"{wrong} Support has recorded that it is “{label}” today, and Sales has read that, "
            "but its address book has not kept it.",
            AddressBookProjection.process_event,
        )
    assert found == label, wrong


def _is_out_of_date(company: Company, label: str) -> bool:
    """Return whether Support knows this address, and Sales' address book has another one."""
    if company.is_silent:
        return False
    *_, today = (
        event
        for event in company.support.events.get(company.customer)
        if type(event).__name__ in ("Registered", "AddressChanged")
    )
    is_known = label == f"{today.street}, {today.town}, {today.country}"
    return is_known and company.sales.address_book.label(company.customer) != label


@then(parsers.parse('the next parcel for {customer} goes to "{label}"'))
def the_next_parcel_goes_to(company: Company, customer: str, label: str) -> None:
    _ship(company, 1, "Sidamo", customer)
    the_parcel_goes_to(company, label)


@then("it is refused, because Sales knows no address yet")
def it_is_refused_without_an_address(refusal: UnknownAddressError | None) -> None:
    assert refusal, (
        "Sales knows no address yet. So the address book's UnknownAddressError should come out "
        "of `ship`, but a parcel has left."
    )


@then("it is refused, because Support owns addresses")
def it_is_refused(refusal: NotTheOwnerError | None) -> None:
    assert refusal, "This was not refused. It should be, with NotTheOwnerError."
    assert "support" in str(refusal).lower(), (
        f"The error should say that Support owns addresses, but it says “{refusal}”."
    )


@then("neither team has recorded anything new")
def neither_team_has_recorded_anything_new(company: Company, recorded: list[StoredEvent]) -> None:
    _has_recorded_nothing_new(company, "Sales", 0)
    _has_recorded_nothing_new(company, "Support", len(recorded))


HANDED_OVER = "events that are handed over"
OLD_NAME = "of them under a name that leads nowhere today"
OLD_SHAPE = "of them read in another shape than written"


def _bill(application: Application[UUID]) -> dict[str, int]:
    """Count what it takes to read all that was handed over to an application."""
    stored = application.recorder.select_notifications(start=1, limit=100)
    events = [application.mapper.to_domain_event(each) for each in stored]
    versions = [json.loads(each.state).get("class_version", 1) for each in stored]
    return {
        HANDED_OVER: len(stored),
        OLD_NAME: sum(not find_spec(each.topic.partition(":")[0]) for each in stored),
        OLD_SHAPE: sum(
            getattr(type(event), "class_version", 1) != version
            for event, version in zip(events, versions, strict=True)
        ),
    }


def _contacts(recorded: list[StoredEvent]) -> dict[str, UUID]:
    """Return the ids of those who were handed over, by name."""
    states = [(each.originator_id, json.loads(each.state)) for each in recorded]
    return {state["name"]: UUID(str(each)) for each, state in states if "name" in state}


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Say of an error what it means for the old records."""
    try:
        yield
    except TopicError as error:
        raise placed(
            f"Support should still read {name}'s old events, but the library does not find their"
            f" class. {error}. {_registered()}",
            contact.register_old_topics,
        ) from error
    except TypeError as error:
        if "missing" not in str(error):
            raise
        event = "AddressChanged" if "change_address" in str(error) else "Registered"
        raise placed(
            f"{name}'s old events should have the shape of version 2 when they are read, but"
            f" {event} lacks something. `upcast_v1_v2` should change the dict that it is given;"
            f" what it returns is not used. {error}.",
            getattr(getattr(contact.Contact, event, None), "upcast_v1_v2", None),
        ) from error


def _registered() -> str:
    """Return what `register_old_topics` registers, in a sentence."""
    calls: list[str] = []

    def note(*args: Any) -> None:
        calls.append(", ".join(getattr(each, "__name__", repr(each)) for each in args))

    with pytest.MonkeyPatch.context() as patch:
        for module in (contact, utils):
            patch.setattr(module, "register_topic", note, raising=False)
        contact.register_old_topics()
    told = " and ".join(f"`register_topic({call})`" for call in calls)
    return f"`register_old_topics` calls {told or 'no `register_topic`'}."


def _has_recorded_nothing_new(company: Company, team: str, known: int) -> None:
    new = [type(event).__name__ for event in company.facts(team)[known:]]
    assert not new, f"{team} should have recorded nothing new, but there is {_told(new)}."


def _address(parts: Mapping[str, str]) -> str:
    return " ".join(f"“{parts[name]}”" for name in ("street", "town", "country"))


def _told(items: list[str]) -> str:
    return " and ".join(items) or "nothing"
