import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import TopicError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.k13_two_teams import contact
from katas.k13_two_teams.address_book import UnknownAddressError
from katas.k13_two_teams.sales import NotTheOwnerError, Sales
from katas.k13_two_teams.support import Support
from tests.steps.archive import Archive, read_records
from tests.steps.facts import a_team_has_recorded
from tests.steps.office import Note
from tests.stores import Store, close
from tests.support.endless import pages_limited
from tests.support.faults import disk_fails, disk_fails_at_each_write
from tests.support.source_line import placed
from tests.support.tables import lose_read_models
from tests.support.teams import Teams
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store", "clock")

scenarios("k13_two_teams.feature")

CUSTOMERS = "649514c44ae9a1bbbcf0d5f788ccf245438144b9fdb11fed61360de23260b5e2"
BOXES = "c5bddb8170e5ab4d2bbca81d03058731ac34b3bc5e30b4403b9eece778a09f91"
"""By which the two files are known: last year's programs have written them, once."""


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
        self.contacts = _contacts(recorded)
        """Support's ids for the customers, by name."""
        self._stores = {"Support": new_store(), "Sales": new_store()}
        self.archive = Archive("Support", self._stores["Support"])
        self._close_stores = close_stores

    @property
    def support(self) -> Any:
        """Open Support."""
        self._close_stores()
        return Support(self._stores["Support"])

    @property
    def sales(self) -> Any:
        """Open Sales."""
        return Sales(self.support, self._stores["Sales"])

    def register(self, name: str, *address: str) -> None:
        """Let Support take in a customer, of whom there may be others of the same name."""
        contact_id = self.support.register(name.removeprefix("the other "), *address)
        self.contacts[name] = contact_id

    def catch_up(self) -> None:
        """Let Sales read what is new in Support."""
        support = self.support
        with pages_limited(support, "Sales"):
            Sales(support, self._stores["Sales"]).feed.pull()

    def lose_address_book(self) -> None:
        """Let Sales lose its read models, and keep its events."""
        self._close_stores()
        lose_read_models(self._stores["Sales"])

    def ship(self, bags: int, coffee: str, customer: str) -> None:
        """Let Sales send a parcel."""
        self.parcel = self.sales.ship(self.contacts[customer], coffee, bags)
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
    print(f"{'A year later the team is split':<50}{'added':>8}{'service':>8}")  # noqa: T201 - to be seen
    for text, number in added.items():
        print(f"{text:<50}{number:>8}{service[text]:>8}")  # noqa: T201 - likewise
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


@given("Support has written a note of its own")
def support_has_written_a_note(company: Company) -> None:
    company.support.save(Note())


@given("nobody in Support answers questions any more")
def nobody_in_support_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Any) -> None:
        raise AssertionError(
            "Somebody has asked Support where a customer lives, but nobody there answers. Sales"
            " should look into its own address book."
        )

    monkeypatch.setattr(Support, "repository", property(refuse))


@given("Sales has caught up")
@when("Sales catches up")
def sales_catches_up(company: Company) -> None:
    company.catch_up()


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
    company.ship(bags, coffee, customer)


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
    parsers.parse("{name} tells Sales that she has moved to {street} in {town}, {country}"),
    target_fixture="refusal",
)
def a_customer_tells_sales(
    company: Company, name: str, street: str, town: str, country: str
) -> NotTheOwnerError | None:
    try:
        company.sales.change_address(company.contacts[name], street, town, country)
    except NotTheOwnerError as error:
        return error
    return None


@then(parsers.parse("{name}'s addresses read"))
def addresses_read(company: Company, name: str, datatable: list[list[str]]) -> None:
    expected = [_address(row) for row in rows(datatable)]
    with _explained(name):
        addresses = company.support.addresses(company.contacts[name])
    found = [_address(vars(each)) for each in addresses]
    assert found == expected, (
        f"{name}'s addresses should be {_told(expected)}, but they are {_told(found)}."
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
    assert found == label, f"The parcel's label should read “{label}”, but it reads “{found}”."


@then(parsers.parse('the next parcel for {customer} goes to "{label}"'))
def the_next_parcel_goes_to(company: Company, customer: str, label: str) -> None:
    company.ship(1, "Sidamo", customer)
    the_parcel_goes_to(company, label)


@then("it is refused, because Sales knows no address yet")
def it_is_refused_without_an_address(refusal: UnknownAddressError | None) -> None:
    assert refusal, (
        "Sales knows no address yet. So `ship` should let out the UnknownAddressError of the "
        "address book, but a parcel has left."
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
            f" class. {error}.",
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


def _has_recorded_nothing_new(company: Company, team: str, known: int) -> None:
    new = [type(event).__name__ for event in company.facts(team)[known:]]
    assert not new, f"{team} should have recorded nothing new, but there is {_told(new)}."


def _address(parts: Mapping[str, str]) -> str:
    return " ".join(f"“{parts[name]}”" for name in ("street", "town", "country"))


def _told(items: list[str]) -> str:
    return " and ".join(items) or "nothing"
