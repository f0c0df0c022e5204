from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import TopicError
from pytest_bdd import given, parsers, scenarios, then, when

from katas.k13_two_teams import contact
from katas.k13_two_teams.sales import NotTheOwnerError, Sales
from katas.k13_two_teams.support import Support
from tests.steps.archive import Archive, read_records
from tests.steps.office import Note
from tests.stores import Store
from tests.support.endless import pages_limited
from tests.support.vocabulary import rows, words

pytestmark = pytest.mark.usefixtures("store", "clock")

scenarios("k13_two_teams.feature")

SHA_256 = "d3673858b554b1b21f93d5de58e5dd20b8daf5756e18218e2e27d1377a04ae74"
"""By which customers.jsonl is known: last year's program has written it, once."""


class Company:
    """Support and Sales, with a store each. Whoever does something has just come to work."""

    def __init__(self, new_store: Callable[[], Store], close_stores: Callable[[], None]) -> None:
        self.parcel: Any = None
        """The id of the parcel that was shipped last."""
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

    def catch_up(self) -> None:
        """Let Sales read what is new in Support."""
        support = self.support
        with pages_limited(support, "Sales"):
            Sales(support, self._stores["Sales"]).feed.pull()

    def ship(self, bags: int, coffee: str, customer: str) -> None:
        """Let Sales send a parcel."""
        self.parcel = self.sales.ship(customer, coffee, bags)
        assert isinstance(self.parcel, UUID), (
            f"ship should give the parcel's id, a UUID, but it gives {self.parcel!r}."
        )

    def facts(self, team: str) -> list[Any]:
        """Return the facts that a team has recorded, in their order."""
        application = self.sales if team == "Sales" else self.support
        page = application.recorder.select_notifications(start=1, limit=100)
        return [application.mapper.to_domain_event(each) for each in page]


@pytest.fixture
def company(new_store: Callable[[], Store], close_stores: Callable[[], None]) -> Company:
    return Company(new_store, close_stores)


@pytest.fixture
def archive(company: Company) -> Archive:
    return company.archive


@pytest.fixture
def recorded() -> list[StoredEvent]:
    return read_records(Path(contact.__file__).with_name("customers.jsonl"), SHA_256)


@when("Support opens the records")
def support_opens_the_records(company: Company) -> None:
    assert company.support


@given(parsers.parse("Support has noted that {name} has moved to {street} in {town}, {country}"))
@when(parsers.parse("Support notes that {name} has moved to {street} in {town}, {country}"))
def support_notes_a_move(company: Company, name: str, street: str, town: str, country: str) -> None:
    company.support.change_address(name, street, town, country)


@given(parsers.parse("Support has registered {name} at {street} in {town}, {country}"))
def support_has_registered(
    company: Company, name: str, street: str, town: str, country: str
) -> None:
    company.support.register(name, street, town, country)


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


@given(words("Sales has shipped {bags:Bags} of {coffee} to {customer}"))
@when(words("Sales ships {bags:Bags} of {coffee} to {customer}"))
def sales_ships(company: Company, bags: int, coffee: str, customer: str) -> None:
    company.ship(bags, coffee, customer)


@when(
    parsers.parse("{name} tells Sales that she has moved to {street} in {town}, {country}"),
    target_fixture="refusal",
)
def a_customer_tells_sales(
    company: Company, name: str, street: str, town: str, country: str
) -> NotTheOwnerError | None:
    try:
        company.sales.change_address(name, street, town, country)
    except NotTheOwnerError as error:
        return error
    return None


@then(parsers.parse("{name}'s addresses read"))
def addresses_read(company: Company, name: str, datatable: list[list[str]]) -> None:
    expected = [_address(row) for row in rows(datatable)]
    try:
        addresses = company.support.addresses(name)
    except TopicError as error:
        raise AssertionError(
            f"Support should still read {name}'s old facts, but the library does not find their"
            f" class. {error}."
        ) from error
    except TypeError as error:
        if "missing" not in str(error):
            raise
        raise AssertionError(
            f"{name}'s old facts should have the shape of version 2 when they are read, but one"
            " lacks something. `upcast_v1_v2` should change the dict that it is given; what it"
            f" returns is not used. {error}."
        ) from error
    found = [_address(vars(each)) for each in addresses]
    assert found == expected, (
        f"{name}'s addresses should be {_told(expected)}, but they are {_told(found)}."
    )


@then(parsers.parse('the parcel goes to "{label}"'))
def the_parcel_goes_to(company: Company, label: str) -> None:
    found = company.sales.label(company.parcel)
    assert found == label, f"The parcel's label should read “{label}”, but it reads “{found}”."


@then(parsers.parse('the next parcel for {customer} goes to "{label}"'))
def the_next_parcel_goes_to(company: Company, customer: str, label: str) -> None:
    company.ship(1, "Sidamo", customer)
    the_parcel_goes_to(company, label)


@then("it is refused, because Support owns addresses")
def it_is_refused(refusal: NotTheOwnerError | None) -> None:
    assert refusal, "This was not refused. It should be, with NotTheOwnerError."
    assert "support" in str(refusal).lower(), (
        f"The error should say that Support owns addresses, but it says “{refusal}”."
    )


@then("neither team has recorded anything new")
def neither_team_has_recorded_anything_new(company: Company, recorded: list[StoredEvent]) -> None:
    for team, known in (("Sales", 0), ("Support", len(recorded))):
        new = [type(fact).__name__ for fact in company.facts(team)[known:]]
        assert not new, f"{team} should have recorded nothing new, but there is {_told(new)}."


def _address(parts: Mapping[str, str]) -> str:
    return " ".join(f"“{parts[name]}”" for name in ("street", "town", "country"))


def _told(items: list[str]) -> str:
    return " and ".join(items) or "nothing"
